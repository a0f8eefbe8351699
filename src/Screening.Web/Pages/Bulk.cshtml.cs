using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>The same act on many cases: chosen in the queue, shown as it would be done, then done. Releasing is not among the acts: a release is looked at one by one.</summary>
internal sealed class BulkModel(Desk desk) : DeskPage(desk)
{
    /// <summary>Most cases at once.</summary>
    public const int Most = 200;

    /// <summary>Acts that may be done to many.</summary>
    public static IReadOnlyList<(string Key, string Word, CaseAction Action)> Acts { get; } =
        [("assign", "assign", CaseAction.Assign), ("escalate", "escalate to a lead", CaseAction.Escalate), ("hold", "hold", CaseAction.Hold), ("dismiss", "dismiss", CaseAction.Dismiss)];

    /// <summary>The chosen cases, each with the version that was looked at.</summary>
    public IReadOnlyList<(string CaseId, long Version)> Chosen { get; private set; } = [];

    /// <summary>The cases by id.</summary>
    public IReadOnlyDictionary<string, CaseRecord> Records { get; private set; } = new Dictionary<string, CaseRecord>();

    /// <summary>What would be done, or was; empty before that was asked.</summary>
    public IReadOnlyList<BulkResult> Results { get; private set; } = [];

    /// <summary>Whether it was done.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why nothing was done; <c>null</c> for no reason.</summary>
    public string? Problem { get; private set; }

    /// <summary>The act, as chosen.</summary>
    public string Act { get; private set; } = "assign";

    /// <summary>To whom, as typed.</summary>
    public string To { get; private set; } = "";

    /// <summary>Reason code, as typed.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Why, as typed.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Last day, as typed.</summary>
    public string Until { get; private set; } = "";

    /// <summary>What the form said when it was shown what would be done: only that is done.</summary>
    public string Shown => string.Join('\n', Act, To, Code, Reason.ReplaceLineEndings("\n"), Until);

    public IActionResult OnGet() => LocalRedirect("/");

    public void OnPostChoose([FromForm(Name = "case")] string[]? cases) => Read(cases);

    public void OnPostPreview([FromForm(Name = "case")] string[]? cases, string? act, string? to, string? code, string? reason, string? until)
    {
        Type(act, to, code, reason, until);
        Read(cases);
        if (Problem is null) Do(() => Results = Cases.Preview([.. Chosen.Select(c => c.CaseId)], Made(), Actor));
    }

    public void OnPostApply([FromForm(Name = "case")] string[]? cases, string? act, string? to, string? code, string? reason, string? until, string? shown)
    {
        Type(act, to, code, reason, until);
        Read(cases);
        if (Problem is not null) return;
        if (shown?.ReplaceLineEndings("\n") != Shown)
        {
            Do(() => Results = Cases.Preview([.. Chosen.Select(c => c.CaseId)], Made(), Actor));
            Problem ??= "The form was changed since it was shown what would be done: look at it again.";
            return;
        }

        Do(() =>
        {
            Results = Cases.DoAll([.. Chosen.Select(c => new BulkResult(c.CaseId, null, null, null, c.Version, null))], Made(), Actor);
            IsDone = true;
        });
    }

    private void Do(Action work)
    {
        try
        {
            work();
        }
        catch (StoreException e)
        {
            Problem = Told.Sentence(e.Message);
            Response.StatusCode = 400;
        }
    }

    // Hidden fields come back with other line ends than they were sent with.
    private void Type(string? act, string? to, string? code, string? reason, string? until) => (Act, To, Code, Reason, Until) = (act ?? "", to ?? "", code ?? "", reason ?? "", until ?? "");

    private CaseAct Made() => Act switch
    {
        "assign" => new AssignAct(StoreWords(To.Length == 0 ? Actor.Name : To, "to whom", 120)),
        "escalate" => new EscalateAct(StoreWords(Reason, "the reason", 1000)),
        "hold" => new HoldAct(StoreWords(Reason, "the reason", 1000)),
        "dismiss" => new DismissAct(StoreWords(Code, "the reason code", 60), StoreWords(Reason, "the reason", 1000), DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new StoreException($"the last day is '{Told.Of(Until, 20)}'; accepted: a day such as 2026-03-31")),
        _ => throw new StoreException($"the act is '{Told.Of(Act, 20)}'; accepted: {string.Join(", ", Acts.Select(a => a.Key))}"),
    };

    // Said before anything is tried, as a preview that would fail later says nothing.
    private static string StoreWords(string text, string what, int most) => string.IsNullOrWhiteSpace(text) ? throw new StoreException($"{what} is empty")
        : text.Length > most ? throw new StoreException(FormattableString.Invariant($"{what} has {text.Length} characters; accepted: up to {most}")) : text;

    private void Read(string[]? cases)
    {
        var chosen = new List<(string CaseId, long Version)>();
        foreach (string one in cases ?? [])
        {
            string[] parts = one.Split(':');
            if (parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long version)) chosen.Add((parts[0], version));
        }

        Chosen = [.. chosen.DistinctBy(c => c.CaseId)];
        if (Chosen.Count is 0 or > Most)
        {
            Problem = FormattableString.Invariant($"{Chosen.Count} cases are chosen; accepted: 1 to {Most}. Choose them in the queue.");
            Response.StatusCode = 400;
            Chosen = [];
            return;
        }

        Records = Chosen.Select(c => Cases.FindWhole(c.CaseId)).OfType<CaseRecord>().ToDictionary(c => c.CaseId, StringComparer.Ordinal);
    }
}
