namespace Screening.Casework;

/// <summary>States, actions, roles and grades as people say them.</summary>
public static class CaseWords
{
    /// <summary>A state.</summary>
    public static string Of(CaseState state) => state == CaseState.Waiting ? "waiting for evidence" : Lower(state.ToString());

    /// <summary>An action, as a verb.</summary>
    public static string Of(CaseAction action) => action switch
    {
        CaseAction.Note => "add a note to",
        CaseAction.Ask => "ask for evidence on",
        CaseAction.Evidence => "record evidence on",
        CaseAction.Propose => "propose the release of",
        CaseAction.Arrange => "merge or split",
        _ => Lower(action.ToString()),
    } + " a case";

    /// <summary>A role, with its article.</summary>
    public static string Of(CaseRole role) => role switch
    {
        CaseRole.SalesRepresentative => "a sales representative",
        CaseRole.DataScientist => "a data scientist",
        CaseRole.Analyst => "an analyst",
        CaseRole.Auditor => "an auditor",
        CaseRole.Administrator => "an administrator",
        CaseRole.System => "the system",
        _ => "a " + Lower(role.ToString()),
    };

    /// <summary>A grade.</summary>
    public static string Of(EvidenceGrade grade) => grade switch
    {
        EvidenceGrade.SelfDeclared => "self-declared",
        EvidenceGrade.CustomerDocument => "a customer's document",
        EvidenceGrade.Registry => "a register",
        EvidenceGrade.LandlordOrUtility => "a landlord or utility",
        _ => "a site visit",
    };

    /// <summary>A choice: "a, b or c".</summary>
    public static string Any(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    private static string Lower(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
