using Screening.Casework;
using Xunit;

namespace Screening.Tests.Casework;

public sealed class CaseRulesTests
{
    private static readonly Evidence Register = new(EvidenceGrade.Registry, EvidenceArranger.Compliance, "Ines", CaseRole.Analyst);

    [Fact]
    public void EveryStateRoleActionAndEvidenceGivesWhatABruteForceOracleGives()
    {
        int allowed = 0, refused = 0;
        var random = new Random(TestSeed.Value);
        Evidence[] pieces = [.. from grade in Enum.GetValues<EvidenceGrade>()
                                from arranger in Enum.GetValues<EvidenceArranger>()
                                from role in new[] { CaseRole.Analyst, CaseRole.Seller, CaseRole.SalesRepresentative, CaseRole.Lead }
                                select new Evidence(grade, arranger, CasePermissions.IsSales(role) ? "Sal" : "Ines", role)];
        Evidence[][] sets = [[], .. pieces.Select(p => new[] { p }), .. Enumerable.Range(0, 40).Select(_ => random.GetItems(pieces, random.Next(2, 5)))];
        StandingHold?[] holds = [null, .. from opener in new[] { ("Ann", CaseRole.Analyst), ("Bo", CaseRole.Lead), ("screening", CaseRole.System) }
                                          from proposed in new string[][] { [], ["Ann"], [" ann ", "Bo"], ["Bo", "Cy"], ["Sal"] }
                                          select new StandingHold(opener.Item1, opener.Item2, proposed)];
        HoldPolicy[] policies = [HoldPolicy.Least, new(2, 3, EvidenceGrade.LandlordOrUtility, true)];
        var all = from state in Enum.GetValues<CaseState>()
                  from action in Enum.GetValues<CaseAction>()
                  from role in Enum.GetValues<CaseRole>()
                  from hold in holds
                  from evidence in sets
                  select (state, action, role, hold, evidence);
        foreach ((CaseState state, CaseAction action, CaseRole role, StandingHold? hold, Evidence[] evidence) in all)
        {
            string by = random.GetItems(["Ann", "ANN", "Bo", "Cy", "Sal"], 1)[0];
            HoldPolicy policy = policies[random.Next(policies.Length)];
            string? refusal = CaseRules.Refusal(new CaseFacts(state, hold, evidence), action, by, role, policy);
            bool expected = Oracle.Allows(state, action, role, hold, evidence, by, policy);
            Assert.True(expected == refusal is null, $"seed {TestSeed.Value}: {state} {action} {role} by {by}, hold {hold} [{string.Join(",", hold?.ProposedBy ?? [])}], {string.Join(" ", (object[])evidence)}, {policy}: {refusal ?? "allowed"}");
            Assert.True(refusal is null || (refusal.Length > 10 && !refusal.EndsWith('.') && !refusal.Contains('\n', StringComparison.Ordinal)), refusal);
            _ = refusal is null ? allowed++ : refused++;
        }

        Assert.True(allowed > 1000 && refused > 1000, $"{allowed} allowed, {refused} refused");
    }

    [Fact]
    public void NothingThatSalesDoesEndsAHold()
    {
        foreach ((CaseRole role, CaseState state, CaseAction action) in
            from role in new[] { CaseRole.Seller, CaseRole.SalesRepresentative }
            from state in Enum.GetValues<CaseState>()
            from action in Enum.GetValues<CaseAction>()
            select (role, state, action))
        {
            string? refusal = CaseRules.Refusal(new CaseFacts(state, new StandingHold("Ann", CaseRole.Analyst, ["Bo"]), [Register]), action, "Sal", role, HoldPolicy.Least);
            Assert.Equal(action == CaseAction.Evidence, refusal is null);
        }
    }

    [Fact]
    public void ARefusedReleaseSaysAllThatIsMissing()
    {
        CaseFacts facts = new(CaseState.Held, new StandingHold("Ann", CaseRole.Analyst, []), [Register with { Grade = EvidenceGrade.CustomerDocument }]);
        Assert.Equal(
            "the orders are held; a release still needs 1 more piece of independent evidence (a register, a landlord or utility or a site visit, not arranged or recorded by the customer or sales); "
            + "another person than ann, who placed the hold; the word of 1 more person beside ann ('propose' by an analyst or a lead)",
            CaseRules.Refusal(facts, CaseAction.Release, "ann", CaseRole.Analyst, HoldPolicy.Least));
        Assert.Null(CaseRules.Refusal(facts with { Evidence = [Register] }, CaseAction.Release, "Bo", CaseRole.Analyst, HoldPolicy.Least));
        Assert.Equal(
            "a seller may not release a case; accepted: an analyst or a lead", CaseRules.Refusal(facts with { Evidence = [Register] }, CaseAction.Release, "Bo", CaseRole.Seller, HoldPolicy.Least));
    }

    [Fact]
    public void AHoldOfTheSystemNeedsTwoPeopleAsWell()
    {
        CaseFacts facts = new(CaseState.Held, new StandingHold("screening", CaseRole.System, []), [Register]);
        Assert.NotNull(CaseRules.Refusal(facts, CaseAction.Release, "Bo", CaseRole.Lead, HoldPolicy.Least));
        Assert.NotNull(CaseRules.Refusal(facts with { Hold = facts.Hold! with { ProposedBy = ["bo"] } }, CaseAction.Release, "Bo", CaseRole.Lead, HoldPolicy.Least));
        Assert.Null(CaseRules.Refusal(facts with { Hold = facts.Hold! with { ProposedBy = ["Ann"] } }, CaseAction.Release, "Bo", CaseRole.Lead, HoldPolicy.Least));
    }

    [Fact]
    public void ADismissalIsNoWayRoundAHold()
    {
        foreach (CaseState state in new[] { CaseState.New, CaseState.Assigned, CaseState.Waiting, CaseState.Held, CaseState.Escalated })
        {
            CaseFacts facts = new(state, new StandingHold("Ann", CaseRole.Analyst, []), []);
            Assert.NotNull(CaseRules.Refusal(facts, CaseAction.Dismiss, "Bo", CaseRole.Lead, HoldPolicy.Least));
            Assert.NotNull(CaseRules.Refusal(facts, CaseAction.Release, "Bo", CaseRole.Lead, HoldPolicy.Least));
            Assert.Null(CaseRules.Refusal(facts with { Hold = null }, CaseAction.Dismiss, "Bo", CaseRole.Lead, HoldPolicy.Least));
        }
    }

    [Theory]
    [InlineData(0, 2, EvidenceGrade.Registry)]
    [InlineData(1, 1, EvidenceGrade.Registry)]
    [InlineData(1, 2, EvidenceGrade.CustomerDocument)]
    [InlineData(11, 2, EvidenceGrade.Registry)]
    [InlineData(1, 6, EvidenceGrade.Registry)]
    public void APolicyMayAskForMoreAndNeverForLess(int evidence, int people, EvidenceGrade grade)
    {
        var policy = new HoldPolicy(evidence, people, grade, NeedsLead: false);
        Assert.Contains("accepted: ", policy.Refusal, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CaseRules.Refusal(
            new CaseFacts(CaseState.Held, new StandingHold("Ann", CaseRole.Analyst, []), [Register]), CaseAction.Release, "Bo", CaseRole.Lead, policy));
        Assert.Null(HoldPolicy.Least.Refusal);
    }

    // Written from the requirement, not from the code.
    private static class Oracle
    {
        private static readonly Dictionary<CaseState, string> Open = new()
        {
            [CaseState.New] = "Assign Note Ask Evidence Hold Escalate Propose Release Confirm Dismiss Arrange",
            [CaseState.Assigned] = "Assign Note Ask Evidence Hold Escalate Propose Release Confirm Dismiss Arrange",
            [CaseState.Waiting] = "Assign Note Ask Evidence Hold Escalate Propose Release Confirm Dismiss Arrange",
            [CaseState.Held] = "Assign Note Ask Evidence Escalate Propose Release Confirm Dismiss Arrange",
            [CaseState.Escalated] = "Assign Note Ask Evidence Hold Propose Release Confirm Dismiss Arrange",
            [CaseState.Released] = "Note Evidence Reopen",
            [CaseState.Confirmed] = "Note Evidence Reopen",
            [CaseState.Dismissed] = "Note Evidence Reopen",
        };

        private static readonly Dictionary<CaseRole, string> May = new()
        {
            [CaseRole.Seller] = "Evidence",
            [CaseRole.SalesRepresentative] = "Evidence",
            [CaseRole.Analyst] = "Assign Note Ask Evidence Hold Escalate Propose Release Confirm Dismiss Arrange",
            [CaseRole.Lead] = "Assign Note Ask Evidence Hold Escalate Propose Release Confirm Dismiss Arrange Reopen",
            [CaseRole.DataScientist] = "",
            [CaseRole.Auditor] = "",
            [CaseRole.Administrator] = "",
            [CaseRole.System] = "Hold Note",
        };

        public static bool Allows(CaseState state, CaseAction action, CaseRole role, StandingHold? hold, Evidence[] evidence, string by, HoldPolicy policy)
        {
            if (!May[role].Split(' ').Contains(action.ToString()) || !Open[state].Split(' ').Contains(action.ToString())) return false;
            bool decides = action is CaseAction.Release or CaseAction.Confirm or CaseAction.Dismiss;
            if (state == CaseState.Escalated && decides && role != CaseRole.Lead) return false;
            if (action == CaseAction.Propose) return hold is not null;
            if (hold is null || !decides || action == CaseAction.Confirm) return true;
            HashSet<string> sales = [.. evidence.Where(e => e.RecordedBy == "Sal").Select(_ => "sal")];
            int independent = 0;
            foreach (Evidence e in evidence)
            {
                bool good = e.Grade is EvidenceGrade.Registry or EvidenceGrade.LandlordOrUtility or EvidenceGrade.SiteVisit;
                if (policy.LeastGrade == EvidenceGrade.LandlordOrUtility && e.Grade == EvidenceGrade.Registry) good = false;
                if (e.ArrangedBy is EvidenceArranger.Sales or EvidenceArranger.Customer || e.RecordedAs is CaseRole.Seller or CaseRole.SalesRepresentative) good = false;
                if (good) independent++;
            }

            string me = by.Trim().ToLowerInvariant();
            var others = new HashSet<string>(hold.ProposedBy.Select(p => p.Trim().ToLowerInvariant()));
            if (hold.OpenedAs != CaseRole.System) others.Add(hold.OpenedBy.ToLowerInvariant());
            others.ExceptWith(sales);
            others.Remove(me);
            return independent >= policy.IndependentEvidence && !sales.Contains(me) && !string.Equals(hold.OpenedBy, me, StringComparison.OrdinalIgnoreCase) && others.Count + 1 >= policy.People && (!policy.NeedsLead || role == CaseRole.Lead);
        }
    }
}
