using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Finds cases, open and closed, by words of names, orders, notes, evidence and files.</summary>
internal sealed class SearchModel(Desk desk) : DeskPage(desk)
{
    /// <summary>Most cases shown.</summary>
    public const int Most = 50;

    /// <summary>What was asked.</summary>
    public string Query { get; private set; } = "";

    /// <summary>What was found, the most pressing first; null before anything was asked.</summary>
    public CasePage? Found { get; private set; }

    /// <summary>The alert behind each.</summary>
    public IReadOnlyDictionary<string, Alert> Alerts { get; private set; } = new Dictionary<string, Alert>();

    /// <summary>Why nothing was looked for; null when it was.</summary>
    public string? Problem { get; private set; }

    public void OnGet(string? q)
    {
        Query = (q ?? "").Trim();
        if (Query.Length > 200) Query = Query[..200];
        ViewData["Query"] = Query;
        if (Query.Length == 0) return;
        try
        {
            Found = Cases.List(new CaseFilter { Search = Query, States = Enum.GetValues<CaseState>(), Limit = Most });
            Alerts = Cases.Shown(Found.Cases);
        }
        catch (StoreException e)
        {
            Problem = Told.Sentence(e.Message);
        }
    }
}
