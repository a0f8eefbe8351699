namespace Screening.Casework;

/// <summary>What may be done with a case, by whom and when; every refusal says in one sentence what is missing.</summary>
public static class CaseRules
{
    /// <summary>Why an action is refused; null when it may be done.</summary>
    /// <param name="facts">The case.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="by">Who acts.</param>
    /// <param name="role">As what.</param>
    /// <param name="policy">What a release needs.</param>
    public static string? Refusal(CaseFacts facts, CaseAction action, string by, CaseRole role, HoldPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentNullException.ThrowIfNull(policy);
        if (CasePermissions.Refusal(role, action) is { } mayNot) return mayNot;
        if (CaseTransitions.After(facts.State, action) is null) return $"a case that is {CaseWords.Of(facts.State)} does not go on with '{CaseWords.Of(action)}'";
        if (facts.State == CaseState.Escalated && action is CaseAction.Release or CaseAction.Confirm or CaseAction.Dismiss && role != CaseRole.Lead)
            return $"{by} is {CaseWords.Of(role)}, and the case is escalated: a lead decides";
        if (action == CaseAction.Propose && facts.Hold is null) return "nothing is held: there is no release to propose";

        // Whatever ends a hold is a release, whatever it is called.
        return facts.Hold is { } hold && action is CaseAction.Release or CaseAction.Dismiss ? ReleaseRefusal(hold, facts.Evidence, by, role, policy) : null;
    }

    /// <summary>Pieces of evidence that count for a release.</summary>
    public static int Counting(IReadOnlyList<Evidence> evidence, HoldPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return evidence.Count(e => e.IsIndependent && e.Grade >= policy.LeastGrade);
    }

    private static string? ReleaseRefusal(StandingHold hold, IReadOnlyList<Evidence> evidence, string by, CaseRole role, HoldPolicy policy)
    {
        if (policy.Refusal is { } outOfRange) throw new ArgumentException(outOfRange, nameof(policy));
        var missing = new List<string>();
        int counting = Counting(evidence, policy);
        if (counting < policy.IndependentEvidence)
        {
            missing.Add(FormattableString.Invariant(
                $"{policy.IndependentEvidence - counting} more {(policy.IndependentEvidence - counting == 1 ? "piece" : "pieces")} of independent evidence ({CaseWords.Any(Enum.GetValues<EvidenceGrade>().Where(g => g >= policy.LeastGrade).Select(CaseWords.Of))}, not arranged or recorded by the customer or sales)"));
        }

        if (Same(hold.OpenedBy, by)) missing.Add($"another person than {by}, who placed the hold");
        if (IsOfSales(evidence, by)) missing.Add($"another person than {by}, who acted for sales in this case");
        int people = People(hold, evidence, by);
        if (people < policy.People)
            missing.Add(FormattableString.Invariant($"the word of {policy.People - people} more {(policy.People - people == 1 ? "person" : "people")} beside {by} ('propose' by an analyst or a lead)"));
        if (policy.NeedsLead && role != CaseRole.Lead) missing.Add("a lead, whom the policy asks for");
        return missing.Count == 0 ? null : $"the orders are held; a release still needs {string.Join("; ", missing)}";
    }

    // The one who releases, the one who placed the hold unless that was the system or sales, and those who proposed the release; nobody counts twice.
    private static int People(StandingHold hold, IReadOnlyList<Evidence> evidence, string by)
    {
        IEnumerable<string> opener = hold.OpenedAs == CaseRole.System || CasePermissions.IsSales(hold.OpenedAs) ? [] : [hold.OpenedBy];
        return opener.Concat(hold.ProposedBy).Where(p => !IsOfSales(evidence, p)).Append(by).Select(Folded).Distinct(StringComparer.Ordinal).Count();
    }

    // A role is what somebody says for one act: who once acted for sales in a case is of sales for all of it.
    private static bool IsOfSales(IReadOnlyList<Evidence> evidence, string person) => evidence.Any(e => CasePermissions.IsSales(e.RecordedAs) && Same(e.RecordedBy, person));

    private static bool Same(string a, string b) => Folded(a) == Folded(b);

    // "R. Marsh" and "r. marsh " are one person: two spellings must not make four eyes.
    private static string Folded(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
