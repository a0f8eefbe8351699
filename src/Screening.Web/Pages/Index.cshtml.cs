using Microsoft.AspNetCore.Mvc;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>The queue: open cases, the most pressing first.</summary>
internal sealed class IndexModel(Desk desk) : DeskPage(desk)
{
    /// <summary>Rows of a page.</summary>
    public const int Rows = 100;

    private static readonly CaseState[] Open = [.. Enum.GetValues<CaseState>().Where(s => !CaseTransitions.IsClosed(s))];

    /// <summary>Filters as words, with what each finds.</summary>
    public IReadOnlyList<(string Key, string Word, int Count)> Filters { get; private set; } = [];

    /// <summary>The filter that is on.</summary>
    public string Show { get; private set; } = "open";

    /// <summary>The rows.</summary>
    public CasePage Found { get; private set; } = new([], null);

    /// <summary>The alert behind each row; a case whose night was replaced has none.</summary>
    public IReadOnlyDictionary<string, Alert> Alerts { get; private set; } = new Dictionary<string, Alert>();

    /// <summary>The latest night; null before there is one.</summary>
    public NightlyList? Night { get; private set; }

    /// <summary>Rows before the first one of this page.</summary>
    public int From { get; private set; }

    /// <summary>What went wrong with an act on a row; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>What narrows the list beside the words.</summary>
    public ViewQuery View { get; private set; } = new("open", "", "", null);

    /// <summary>Whether anything does.</summary>
    public bool IsNarrowed => View.Words.Length > 0 || View.Country.Length > 0 || View.IsHeld is not null;

    /// <summary>Views that who looks keeps.</summary>
    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>The view's part of an address.</summary>
    public static string Address(ViewQuery view) => "/?show=" + Uri.EscapeDataString(view.Show) + (view.Words.Length > 0 ? "&q=" + Uri.EscapeDataString(view.Words) : "")
        + (view.Country.Length > 0 ? "&country=" + Uri.EscapeDataString(view.Country) : "") + (view.IsHeld is { } held ? held ? "&held=yes" : "&held=no" : "");

    public void OnGet(string? show, string? cursor, int from, string? q, string? country, string? held) => Read(show, cursor, from, q, country, held);

    /// <summary>Keeps the view that is on under a name.</summary>
    public IActionResult OnPostKeep(string? name, string? show, string? q, string? country, string? held)
    {
        try
        {
            ViewQuery view = Query(show, q, country, held);
            Cases.KeepView(new SavedView(name ?? "", view), Actor);
            return LocalRedirect(Address(view));
        }
        catch (StoreException e)
        {
            Problem = Told.Sentence(e.Message);
            Response.StatusCode = 400;
            Read(show, null, 0, q, country, held);
            return Page();
        }
    }

    /// <summary>Forgets a view.</summary>
    public IActionResult OnPostForget(string? name)
    {
        Cases.ForgetView(name ?? "", Actor);
        return LocalRedirect("/");
    }

    /// <summary>Takes a case, and opens it.</summary>
    public IActionResult OnPostAssign(string? id, long version, string? show)
    {
        try
        {
            return LocalRedirect("/cases/" + Cases.Do(id ?? "", new AssignAct(Actor.Name), Actor, version).CaseId + "?done=assign");
        }
        catch (Exception e) when (e is CaseRefusedException or CaseChangedException)
        {
            Problem = Told.Sentence(e.Message);
            Read(show, null, 0);
            return Page();
        }
    }

    /// <summary>Takes the most pressing case that nobody has, and opens it.</summary>
    public IActionResult OnPostNext()
    {
        try
        {
            if (Cases.AssignNext(Actor) is { } next) return LocalRedirect("/cases/" + next.CaseId + "?done=assign");
            Problem = "Nothing waits: every new case is with somebody.";
        }
        catch (CaseRefusedException e)
        {
            Problem = Told.Sentence(e.Message);
        }

        Read(null, null, 0);
        return Page();
    }

    private static ViewQuery Query(string? show, string? words, string? country, string? held)
    {
        string told = words?.Trim() ?? "", land = country?.Trim().ToUpperInvariant() ?? "";
        if (told.Length > 200) told = told[..200];
        if (land.Length > 0 && (land.Length != 2 || !land.All(char.IsAsciiLetterUpper))) throw new StoreException($"the country is '{Told.Of(land, 20)}'; accepted: two letters, such as SG");
        return new ViewQuery(show is { Length: > 0 and <= 20 } && show.All(char.IsAsciiLetterLower) ? show : "open", told, land, held switch { "yes" => true, "no" => false, _ => null });
    }

    private void Read(string? show, string? cursor, int from, string? words = null, string? country = null, string? held = null)
    {
        CaseActor actor = Actor;
        QueueCounts counts = Cases.Counts(actor.Name, Desk.Today);
        int Of(CaseState state) => counts.ByState.GetValueOrDefault(state);
        Filters =
        [
            ("open", "open", Open.Sum(Of)),
            .. Open.Select(s => (StateKey(s), CaseWords.Of(s), Of(s))),
            ("mine", "mine", counts.Mine),
            ("overdue", "overdue", counts.Overdue),
            .. Enum.GetValues<CaseState>().Where(CaseTransitions.IsClosed).Select(s => (StateKey(s), CaseWords.Of(s), Of(s))),
        ];
        Show = Filters.Any(f => f.Key == show) ? show! : "open";
        try
        {
            View = Query(Show, words, country, held);
        }
        catch (StoreException e)
        {
            Problem ??= Told.Sentence(e.Message);
            View = new ViewQuery(Show, "", "", null);
        }

        Views = Cases.Views(actor.Name);
        From = cursor is null ? 0 : Math.Clamp(from, 0, 100_000_000);
        CaseFilter filter = Show switch
        {
            "open" => new CaseFilter(),
            "mine" => new CaseFilter { Assignee = actor.Name },
            "overdue" => new CaseFilter { DueBefore = Desk.Today },
            _ => new CaseFilter { States = [.. Enum.GetValues<CaseState>().Where(s => StateKey(s) == Show)] },
        };
        Found = Cases.List(filter with
        {
            Limit = Rows,
            Cursor = cursor,
            Search = View.Words.Length > 0 ? View.Words : null,
            Country = View.Country.Length > 0 ? View.Country : null,
            IsHeld = View.IsHeld,
        });
        Alerts = Cases.Shown(Found.Cases);
        Night = Cases.LastNight();
    }

    private static string StateKey(CaseState state) => state.ToString().ToLowerInvariant();
}
