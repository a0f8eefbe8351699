namespace Screening.Casework;

/// <summary>Who may do what, as one table.</summary>
public static class CasePermissions
{
    private static readonly CaseAction[] All = Enum.GetValues<CaseAction>();

    /// <summary>Whether somebody of a role profits from the order.</summary>
    public static bool IsSales(CaseRole role) => role is CaseRole.Seller or CaseRole.SalesRepresentative;

    /// <summary>Whether somebody of a role sees tips: those who work on them, and those who look back. Who runs the system or trains models does not learn who told what.</summary>
    public static bool SeesTips(CaseRole role) => role is CaseRole.Analyst or CaseRole.Lead or CaseRole.Auditor;

    /// <summary>What a role may do; it may still be refused for what the case lacks.</summary>
    public static IReadOnlyList<CaseAction> Of(CaseRole role) => role switch
    {
        CaseRole.Lead => All,
        CaseRole.Analyst => [.. All.Where(a => a != CaseAction.Reopen)],

        // What a customer hands in comes through sales; it never counts as independent.
        CaseRole.Seller or CaseRole.SalesRepresentative => [CaseAction.Evidence],
        CaseRole.System => [CaseAction.Hold, CaseAction.Note],
        _ => [],
    };

    /// <summary>Why a role may not do something, in one sentence; null when it may.</summary>
    public static string? Refusal(CaseRole role, CaseAction action) => Of(role).Contains(action)
        ? null
        : $"{CaseWords.Of(role)} may not {CaseWords.Of(action)}; accepted: {CaseWords.Any(Enum.GetValues<CaseRole>().Where(r => Of(r).Contains(action)).Select(CaseWords.Of))}";
}
