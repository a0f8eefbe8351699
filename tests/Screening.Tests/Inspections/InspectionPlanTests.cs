using Screening.Cli.Inspections;
using Screening.Inspections;
using Xunit;

namespace Screening.Tests.Inspections;

public sealed class InspectionPlanTests
{
    private static readonly byte[] s_seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly InspectionOptions s_options = new() { From = new DateOnly(2026, 1, 5), To = new DateOnly(2026, 1, 18), MiddleRisk = 0.05, HighRisk = 0.5 };

    [Fact]
    public void EachStratumIsAsLargeAsItsPromiseAsksAndSaysWhatItMayMiss()
    {
        InspectionPlan plan = Plan(Many(400));
        Assert.Equal(400, plan.Strata.Sum(s => s.Holders));
        Assert.Equal([(RiskTier.High, true), (RiskTier.High, false), (RiskTier.Middle, true), (RiskTier.Middle, false), (RiskTier.Low, true), (RiskTier.Low, false)], plan.Strata.Select(s => (s.Risk, s.IsLarge)));
        foreach (InspectionStratum stratum in plan.Strata)
        {
            Assert.Equal(plan.Visits.Count(v => (v.Risk, v.IsLarge) == (stratum.Risk, stratum.IsLarge)), stratum.Visits);
            Assert.Equal(Math.Ceiling(s_options.Supposed[(int)stratum.Risk] * stratum.Holders), stratum.SupposedDiverting);
            Assert.True(stratum.MissChance <= 0.1 + 1e-9 || stratum.Visits == stratum.Holders, $"{stratum}");
            Assert.Equal(DetectionSample.Miss(stratum.Holders, stratum.SupposedDiverting, stratum.Visits, 0.8), stratum.MissChance);
        }
    }

    [Fact]
    public void AHolderWhomNobodyAssessedIsNotOfLowRisk() => Assert.Equal(RiskTier.Middle, Assert.Single(Plan([Some(1) with { Risk = null }]).Strata).Risk);

    [Fact]
    public void TheSameSeedDrawsTheSameWhateverTheOrderAndAnotherDrawsOthers()
    {
        List<Holder> holders = Many(300);
        string plan = Drawn(Plan(holders));
        Assert.Equal(plan, Drawn(Plan([.. holders.AsEnumerable().Reverse()])));
        Assert.NotEqual(plan, Drawn(InspectionPlan.Of(holders, [], ["Ann"], new InspectionDraw([.. s_seed.Reverse()]), s_options)));

        static string Drawn(InspectionPlan plan) => string.Join("|", plan.Visits.Select(v => $"{v.Holder.PartyId} {v.Day:o} {string.Join(",", v.Serials)}"));
    }

    // Over many seeds everybody of a stratum is visited about as often, and on every working day.
    [Fact]
    public void EverybodyOfAStratumIsDrawnWithTheSameChanceOnAnyWorkingDay()
    {
        List<Holder> holders = [.. Enumerable.Range(0, 20).Select(i => Some(i) with { Risk = 0.01, StockH100e = 1 })];
        (var visits, var days) = (new Dictionary<string, int>(), new Dictionary<DateOnly, int>());
        const int Seeds = 2000;
        int each = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            InspectionPlan plan = InspectionPlan.Of(holders, [], ["Ann"], new InspectionDraw(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(seed))), s_options with { Supposed = [0.3, 0.3, 0.3] });
            each = plan.Visits.Count;
            foreach (InspectionVisit visit in plan.Visits)
            {
                visits[visit.Holder.PartyId] = visits.GetValueOrDefault(visit.Holder.PartyId) + 1;
                days[visit.Day] = days.GetValueOrDefault(visit.Day) + 1;
            }
        }

        Assert.InRange(each, 3, 19);
        double share = each / 20.0, spread = 5 * Math.Sqrt(Seeds * share * (1 - share));
        Assert.Equal(20, visits.Count);
        Assert.All(visits.Values, count => Assert.InRange(count, (Seeds * share) - spread, (Seeds * share) + spread));
        Assert.Equal(10, days.Count);
        Assert.All(days.Keys, day => Assert.False(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.All(days.Values, count => Assert.InRange(count / (double)(Seeds * each), 0.08, 0.12));
    }

    [Fact]
    public void NobodyGoesWhereTheyWereBeforeHoweverTheNameIsWritten()
    {
        List<Holder> holders = [.. Many(60).Select((h, i) => h with { Inspectors = i % 3 == 0 ? ["ANN AUDITOR, Ltd."] : i % 3 == 1 ? ["Ben"] : [] })];
        InspectionPlan plan = InspectionPlan.Of(holders, [], ["Ann Auditor", "Ben"], new InspectionDraw(s_seed), s_options);
        Assert.All(plan.Visits, visit => Assert.False(visit.Auditor == "Ben" ? visit.Holder.Inspectors.Contains("Ben") : visit.Holder.Inspectors.Contains("ANN AUDITOR, Ltd.")));
        Assert.DoesNotContain(plan.Visits, visit => visit.Auditor is null);
        int[] loads = [.. plan.Visits.GroupBy(v => v.Auditor).Select(g => g.Count())];
        Assert.InRange(loads.Max() - loads.Min(), 0, 1);
        InspectionPlan alone = InspectionPlan.Of(holders, [], ["Ben"], new InspectionDraw(s_seed), s_options);
        Assert.All(alone.Visits, visit => Assert.Equal(visit.Holder.Inspectors.Contains("Ben") ? null : "Ben", visit.Auditor));
    }

    // As many visits have an auditor as the best of all assignments gives.
    [Fact]
    public void AsManyVisitsAsAtAllPossibleHaveAnAuditorAndNoneMakesMoreThanItMay()
    {
        var random = new Random(7);
        for (int trial = 0; trial < 300; trial++)
        {
            int visits = random.Next(1, 6), auditors = random.Next(1, 4), most = random.Next(1, 3);
            IReadOnlyList<int>[] allowed = [.. Enumerable.Range(0, visits).Select(_ => (IReadOnlyList<int>)[.. Enumerable.Range(0, auditors).Where(_ => random.Next(3) > 0)])];
            IReadOnlyList<int> chosen = AuditorMatching.Of(allowed, auditors, most);
            for (int v = 0; v < visits; v++) Assert.True(chosen[v] < 0 || allowed[v].Contains(chosen[v]));
            Assert.All(Enumerable.Range(0, auditors), a => Assert.InRange(chosen.Count(c => c == a), 0, most));
            Assert.Equal(Best(0, new int[auditors]), chosen.Count(c => c >= 0));

            int Best(int visit, int[] load)
            {
                if (visit == visits) return 0;
                int best = Best(visit + 1, load);
                foreach (int auditor in allowed[visit])
                {
                    if (load[auditor] == most) continue;
                    load[auditor]++;
                    best = Math.Max(best, 1 + Best(visit + 1, load));
                    load[auditor]--;
                }

                return best;
            }
        }
    }

    [Fact]
    public void DevicesAreDrawnAmongTheKnownOnesAndAVisitWithoutAnyCountsEverything()
    {
        List<string> serials = [.. Enumerable.Range(0, 200).Select(i => $"SN-{i:000}")];
        InspectionPlan plan = Plan([Some(1) with { Serials = serials }, Some(2)]);
        InspectionVisit known = plan.Visits.Single(v => v.Holder.PartyId == "P-0001"), unknown = plan.Visits.Single(v => v.Holder.PartyId == "P-0002");
        Assert.Equal(DetectionSample.Least(200, 20, 0.9, 1), known.Serials.Count);
        Assert.Subset(serials.ToHashSet(), known.Serials.ToHashSet());
        Assert.Equal((false, true, 0), (known.Whole, unknown.Whole, unknown.Serials.Count));
    }

    [Fact]
    public void StatementsAreRenewedHalfAYearAfterTheLast()
    {
        Holder[] holders = [Some(1) with { CertifiedOn = new DateOnly(2025, 7, 19) }, Some(2) with { CertifiedOn = new DateOnly(2025, 7, 20) }, Some(3)];
        Assert.Equal([("P-0003", (DateOnly?)null), ("P-0001", new DateOnly(2026, 1, 18))], Renewal.Due(holders, s_options).Select(r => (r.PartyId, r.DueOn)));
        Assert.Equal(new StatementsDue(2, 1), Plan(holders).Statements);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(1201, true)]
    public void APageShowsTheFirstStatementsAndSaysWhereTheOthersStand(int holders, bool isCut)
    {
        Holder[] all = [.. Enumerable.Range(1, holders).Select(Some)];
        IReadOnlyList<Renewal> due = Renewal.Due(all, s_options);
        string page = InspectionPage.Render(new InspectionFile("00", 1, new DateOnly(2026, 1, 1), "1.1.0", Plan(all)), due);
        Assert.Equal(200, page[page.IndexOf("Statements of end users", StringComparison.Ordinal)..].Split("scope=\"row\"").Length - 1);
        Assert.Equal(isCut, page.Contains("The first 200 of 1,201; renewals.csv has all of them.", StringComparison.Ordinal));
        Assert.Equal(holders + 2, InspectionFile.Sheet(due).Split("\r\n").Length);
    }

    [Fact]
    public void AWeekendAloneIsNoTimeForVisits() => Assert.Contains(
        "no working day lies from 2026-01-10 to 2026-01-11",
        Assert.Throws<ArgumentException>(() => InspectionPlan.Of([Some(1)], [], ["Ann"], new InspectionDraw(s_seed), s_options with { From = new DateOnly(2026, 1, 10), To = new DateOnly(2026, 1, 11) })).Message, StringComparison.Ordinal);

    private static InspectionPlan Plan(IReadOnlyList<Holder> holders) => InspectionPlan.Of(holders, Renewal.Due(holders, s_options), ["Ann", "Ben", "Cleo"], new InspectionDraw(s_seed), s_options);

    private static List<Holder> Many(int count) => [.. Enumerable.Range(0, count).Select(Some)];

    private static Holder Some(int i) => new(
        FormattableString.Invariant($"P-{i:0000}"), $"Specimen Holder {i}", "SG", i % 7 == 0 ? 0.8 : i % 7 < 3 ? 0.2 : 0.01, i % 5 == 0 ? 5000 : 20, [], [], null, null);
}
