using Screening.Alerts;
using Screening.Policies;
using Screening.Risk;
using Screening.Tests.Typologies;
using Xunit;

namespace Screening.Tests.Alerts;

public sealed class RankingTests
{
    private static readonly BlendPolicy s_blend = SomeRow.ShippedPolicy.Blend;

    [Fact]
    public void PriorityIsRiskTimesTheLogarithmOfTheGreaterStake()
    {
        Assert.Equal(0.5 * Math.Log2(2 + 62), Ranking.Priority(Subject("S", 0, h100e: 62, usd: 10 * 33_600), s_blend), 12);
        Assert.Equal(0.5 * Math.Log2(2 + 30), Ranking.Priority(Subject("S", 0, h100e: 2, usd: 30 * 33_600), s_blend), 12);
        Assert.Equal(0.5, Ranking.Priority(Subject("S", 0), s_blend), 12);
    }

    // Margins, stakes and capacities come from coarse grids, so that ties and boundaries are hit all the time.
    [Fact]
    public void WhateverTheCandidatesTheListKeepsItsPromises()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            Policy policy = With(random.Next(1, 9), random.Next(0, 4), 0.3, random.Next(0, 3), random.Next(3) == 0 ? 0 : 0.1);
            List<Candidate> candidates = Draw(random, random.Next(0, 14));
            IReadOnlyList<RankedCandidate> list = Ranking.Rank(candidates, policy, "night");
            string case_ = $"seed {seed}";

            int holds = candidates.Count(c => c.Assessment.IsMandatoryHold);
            List<Candidate> eligible = [.. candidates.Where(c => c.Assessment.IsMandatoryHold || c.Assessment.Risk >= policy.Capacity.MinimumRisk)];
            Assert.True(list.Count == Math.Max(holds, Math.Min(policy.Capacity.Alerts, eligible.Count)), case_);
            Assert.True(list.Select(r => r.Rank).SequenceEqual(Enumerable.Range(1, list.Count)), case_);
            Assert.True(list.Select(r => r.Candidate.Subject).Distinct(StringComparer.Ordinal).Count() == list.Count, case_);
            Assert.True(list.All(r => eligible.Contains(r.Candidate)), case_);
            Assert.True(list.Take(holds).All(r => r.Lane == Lane.MandatoryHold && r.Candidate.Assessment.IsMandatoryHold), case_);
            Assert.True(list.Skip(holds).All(r => r.Lane != Lane.MandatoryHold && !r.Candidate.Assessment.IsMandatoryHold), case_);
            Assert.True(list.All(r => r.Priority == Ranking.Priority(r.Candidate, s_blend)), case_);
            for (int i = 1; i < list.Count; i++) Assert.True(Compare(list[i - 1].Candidate, list[i].Candidate) < 0, case_);

            // Who is not listed is worth no more than anybody who is listed by rank.
            foreach (Candidate left in eligible.Where(c => list.All(r => r.Candidate != c)))
                Assert.True(list.Where(r => r.Lane == Lane.Ranked).All(r => Compare(r.Candidate, left) < 0), case_);

            Assert.True(list.Count(r => r.Lane == Lane.SmallCertain) <= policy.Capacity.SmallCertain, case_);
            Assert.True(list.Where(r => r.Lane == Lane.SmallCertain).All(r => r.Candidate.Assessment.Risk >= 0.3), case_);
            Assert.True(list.Count(r => r.Lane == Lane.Exploration) <= policy.Capacity.Exploration, case_);
            Assert.True(list.Where(r => r.Lane != Lane.Exploration).All(r => r.ShownProbability == 1), case_);
            int drawn = list.Count(r => r.Lane == Lane.Exploration);
            int below = eligible.Count - list.Count + drawn;
            Assert.True(list.Where(r => r.Lane == Lane.Exploration).All(r => r.ShownProbability == (double)drawn / below), case_);

            // At least half of the places that holds leave go by rank, whatever is reserved.
            int places = Math.Max(0, policy.Capacity.Alerts - holds);
            Assert.True(list.Count(r => r.Lane == Lane.Ranked) >= Math.Min(eligible.Count - holds, (places + 1) / 2), case_);

            Candidate[] shuffled = [.. candidates];
            random.Shuffle(shuffled);
            Assert.True(list.SequenceEqual(Ranking.Rank(shuffled, policy, "night")), case_);
        }
    }

    [Fact]
    public void AListWithRoomForAllReservesNothing()
    {
        IReadOnlyList<RankedCandidate> list = Ranking.Rank(Ladder(20), With(20, 2, 0.3, 1, 0), "s");
        Assert.Equal(20, list.Count);
        Assert.All(list, r => Assert.Equal((Lane.Ranked, 1.0), (r.Lane, r.ShownProbability)));
    }

    // Twenty large improbable cases above, two small certain ones below the cut-off and one that is not certain enough.
    [Fact]
    public void SmallCertainCasesKeepTheirPlacesWhenTheListIsFull()
    {
        List<Candidate> candidates = [.. Ladder(20, margin: -2, h100e: 1e9), Subject("small-b", -0.8), Subject("small-a", -0.8), Subject("small-c", -0.86)];
        Assert.True(candidates[^1].Assessment.Risk is < 0.3 and > 0.29);
        IReadOnlyList<RankedCandidate> list = Ranking.Rank(candidates, With(10, 2, 0.3, 1, 0), "s");
        Assert.Equal(["small-a", "small-b"], list.Where(r => r.Lane == Lane.SmallCertain).Select(r => r.Candidate.Subject));
        Assert.Equal(7, list.Count(r => r.Lane == Lane.Ranked));
        Assert.Equal(1, list.Count(r => r.Lane == Lane.Exploration));
    }

    [Fact]
    public void TheLikeliestTakeTheSmallCertainPlaces()
    {
        List<Candidate> candidates = [.. Ladder(20, margin: -2, h100e: 1e9), Subject("a", -0.5, h100e: 2), Subject("b", -0.3), Subject("c", -0.4)];

        // By priority a would stand first: it is the least likely of the three and has more at stake.
        Assert.Equal(["b", "c"], Ranking.Rank(candidates, With(10, 2, 0.3, 0, 0), "s").Where(r => r.Lane == Lane.SmallCertain).Select(r => r.Candidate.Subject));
    }

    [Fact]
    public void PlacesThatNobodyNeedsGoBackToTheRanked()
    {
        IReadOnlyList<RankedCandidate> list = Ranking.Rank(Ladder(30, margin: -3), With(10, 2, 0.3, 1, 0), "s");
        Assert.Equal((9, 0, 1), (list.Count(r => r.Lane == Lane.Ranked), list.Count(r => r.Lane == Lane.SmallCertain), list.Count(r => r.Lane == Lane.Exploration)));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"S-{i:D3}"), list.Where(r => r.Lane == Lane.Ranked).Select(r => r.Candidate.Subject));
        Assert.Equal(1.0 / 21, Assert.Single(list, r => r.Lane == Lane.Exploration).ShownProbability);
    }

    [Fact]
    public void TheDrawIsTheSameForASeedAndFairOverSeeds()
    {
        List<Candidate> candidates = Ladder(12, margin: -3);
        Policy policy = With(4, 0, 0.3, 2, 0);
        var drawn = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int night = 0; night < 2000; night++)
        {
            List<RankedCandidate> chance = [.. Ranking.Rank(candidates, policy, $"night-{night}").Where(r => r.Lane == Lane.Exploration)];
            Assert.Equal(chance, Ranking.Rank(candidates, policy, $"night-{night}").Where(r => r.Lane == Lane.Exploration));
            Assert.Equal(2, chance.Count);
            Assert.All(chance, r => Assert.Equal(0.2, r.ShownProbability));
            foreach (RankedCandidate one in chance) drawn[one.Candidate.Subject] = drawn.GetValueOrDefault(one.Candidate.Subject) + 1;
        }

        Assert.Equal(10, drawn.Count);

        // 2,000 draws with a chance of 0.2: 400, give or take five times 18.
        Assert.All(drawn.Values, count => Assert.InRange(count, 310, 490));
    }

    [Fact]
    public void HoldsAreListedBeyondCapacityAndLeaveNoPlaceToOthers()
    {
        List<Candidate> candidates = [.. Enumerable.Range(0, 5).Select(i => Subject($"H{i}", -9, hold: true)), .. Ladder(5, margin: 5, h100e: 1e9)];
        IReadOnlyList<RankedCandidate> list = Ranking.Rank(candidates, With(3, 2, 0.3, 1, 0.5), "s");
        Assert.Equal(["H0", "H1", "H2", "H3", "H4"], list.Select(r => r.Candidate.Subject));
        Assert.All(list, r => Assert.Equal(Lane.MandatoryHold, r.Lane));
    }

    [Fact]
    public void NothingBelowTheMinimumRiskIsListedEvenWhenThereIsRoom()
    {
        double margin = Math.Log(0.01 / 0.99);
        Candidate at = Subject("at", margin), below = Subject("below", Math.BitDecrement(margin) - 1e-9), above = Subject("above", margin + 1e-9);
        Assert.Equal(["above", "at"], Ranking.Rank([at, below, above], With(20, 2, 0.3, 1, at.Assessment.Risk), "s").Select(r => r.Candidate.Subject));
    }

    [Fact]
    public void TiesAreBrokenBySubject() => Assert.Equal(
        ["S-B", "S-a", "S-b", "S-é"],
        Ranking.Rank([Subject("S-b", 0), Subject("S-é", 0), Subject("S-B", 0), Subject("S-a", 0)], With(20, 2, 0.3, 1, 0), "s").Select(r => r.Candidate.Subject));

    [Fact]
    public void NoCandidatesGiveAnEmptyList() => Assert.Empty(Ranking.Rank([], SomeRow.ShippedPolicy, "s"));

    // Reserved places never take more than half of the list: a list of one is the subject of highest priority and not one drawn by chance.
    [Fact]
    public void TheOnlyPlaceGoesToTheHighestPriority()
    {
        RankedCandidate only = Assert.Single(Ranking.Rank(Ladder(10, margin: -1), With(1, 2, 0.1, 1, 0), "s"));
        Assert.Equal((1, Lane.Ranked, 1.0, "S-000"), (only.Rank, only.Lane, only.ShownProbability, only.Candidate.Subject));
    }

    private static Policy With(int alerts, int smallCertain, double smallCertainRisk, int exploration, double minimumRisk) =>
        SomeRow.ShippedPolicy with { Capacity = new CapacityPolicy(alerts, smallCertain, smallCertainRisk, exploration, minimumRisk) };

    private static List<Candidate> Ladder(int count, double margin = 0, double h100e = 1000) =>
        [.. Enumerable.Range(0, count).Select(i => Subject($"S-{i:D3}", margin, h100e / (i + 1)))];

    private static List<Candidate> Draw(Random random, int count)
    {
        double[] margins = [-6, -3, -1, -0.8, 0, 2], stakes = [0, 1, 1000];
        return
        [
            .. Enumerable.Range(0, count).Select(i => Subject(
                $"S-{i:D3}", margins[random.Next(margins.Length)], stakes[random.Next(3)], stakes[random.Next(3)] * 33_600, hold: random.Next(6) == 0)),
        ];
    }

    // The order of the list, told again: holds, priority, margin, value, subject.
    private static int Compare(Candidate a, Candidate b)
    {
        if (a.Assessment.IsMandatoryHold != b.Assessment.IsMandatoryHold) return a.Assessment.IsMandatoryHold ? -1 : 1;
        int order = Ranking.Priority(b, s_blend).CompareTo(Ranking.Priority(a, s_blend));
        if (order == 0) order = b.Assessment.Margin.CompareTo(a.Assessment.Margin);
        if (order == 0) order = b.StakeUsd.CompareTo(a.StakeUsd);
        return order == 0 ? string.CompareOrdinal(a.Subject, b.Subject) : order;
    }

    private static Candidate Subject(string subject, double margin, double h100e = 0, double usd = 0, bool hold = false) => new(
        subject, 0, [0],
        new Assessment
        {
            Margin = margin,
            Found = [],
            NotAssessed = [],
            AnomalyPercentile = null,
            AnomalyLogOdds = 0,
            Peers = 0,
            Unusual = [],
            IsMandatoryHold = hold,
        },
        h100e, usd);
}
