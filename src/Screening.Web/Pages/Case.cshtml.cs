using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>A case: what the screening found, what people did, and what can be done now.</summary>
internal sealed class CaseModel(Desk desk) : DeskPage(desk)
{
    private static readonly Dictionary<string, string> DoneWords = new(StringComparer.Ordinal)
    {
        ["assign"] = "Assigned.",
        ["note"] = "The note is kept.",
        ["ask"] = "Asked for.",
        ["evidence"] = "The evidence is recorded.",
        ["hold"] = "Held: its orders do not ship.",
        ["escalate"] = "Escalated: a lead decides.",
        ["propose"] = "Your proposal to release is recorded; another person releases.",
        ["release"] = "Released: its orders may ship.",
        ["confirm"] = "Confirmed.",
        ["dismiss"] = "Dismissed.",
        ["reopen"] = "Reopened.",
        ["attach"] = "The file is kept.",
        ["merge"] = "Merged: the other case is part of this one.",
        ["split"] = "Taken out again: both cases stand on their own.",
    };

    private string? _failed;

    /// <summary>Everything on record.</summary>
    public CaseFile Record { get; private set; } = null!;

    /// <summary>The case.</summary>
    public CaseRecord Case => Record.Case;

    /// <summary>The alerts, that of the case's own subject first; empty when its night was replaced.</summary>
    public IReadOnlyList<Alert> Alerts { get; private set; } = [];

    /// <summary>What keeps who looks from each act.</summary>
    public IReadOnlyDictionary<CaseAction, string?> Refusals { get; private set; } = new Dictionary<CaseAction, string?>();

    /// <summary>What a release needs here.</summary>
    public HoldPolicy Policy => Cases.HoldPolicy;

    /// <summary>What was done just now; null for nothing.</summary>
    public string? Done { get; private set; }

    /// <summary>Which act that was; null for none.</summary>
    public string? DoneAct { get; private set; }

    /// <summary>Why an act was not done; null for none.</summary>
    public string? Problem { get; private set; }

    /// <summary>The hold that stands; null for none.</summary>
    public CaseHold? Hold => Record.Holds.FirstOrDefault(h => h.HoldId == Case.HoldId);

    /// <summary>Decisions and the like: the history without who looked, and without second looks, which are blind both ways.</summary>
    public IEnumerable<AuditEntry> Deeds => Record.History.Where(h => h.Action is not ("view" or "view_attachment" or "second_review" or "second_review_taken"));

    /// <summary>Cases that this one took in.</summary>
    public IReadOnlyList<CaseRecord> TakenIn { get; private set; } = [];

    /// <summary>What each sign is worth: the risk as it would be, were that one explained; the greatest fall first, from the figures that the night kept.</summary>
    public static IReadOnlyList<(Reason Reason, double Risk)> Without(Alert alert) =>
        [.. alert.Reasons.Where(r => r.Code != "start" && r.LogOdds > 0).OrderByDescending(r => r.LogOdds).Take(5).Select(r => (r, 1 / (1 + Math.Exp(r.LogOdds - alert.Margin))))];

    public void OnGet(string id, string? done)
    {
        if (done is not null && DoneWords.TryGetValue(done, out string? words)) (Done, DoneAct) = (words, done);
        Read(id);
    }

    public IActionResult OnPostAssign(string id, long version, string? to) => Do(id, version, "assign", () => new AssignAct(string.IsNullOrWhiteSpace(to) ? Actor.Name : to));

    public IActionResult OnPostNote(string id, string? text) => Do(id, null, "note", () => new NoteAct(text ?? ""));

    public IActionResult OnPostAsk(string id, long version, EvidenceRequestKind kind, string? of, string? due) => Do(id, version, "ask", () => new AskAct(kind, of ?? "", Day(due, "the day by which it is due")));

    public IActionResult OnPostEvidence(string id, long version, EvidenceGrade grade, EvidenceArranger arranged, string? source, string? content, string? request, string? file) =>
        Do(id, version, "evidence", () => new EvidenceAct(grade, arranged, source ?? "", content ?? "", Given(request), Given(file)));

    public IActionResult OnPostHold(string id, long version, string? reason) => Do(id, version, "hold", () => new HoldAct(reason ?? ""));

    public IActionResult OnPostEscalate(string id, long version, string? reason) => Do(id, version, "escalate", () => new EscalateAct(reason ?? ""));

    public IActionResult OnPostPropose(string id, long version, string? reason) => Do(id, version, "propose", () => new ProposeAct(reason ?? ""));

    public IActionResult OnPostRelease(string id, long version, string? code, string? reason) => Do(id, version, "release", () => new ReleaseAct(code ?? "", reason ?? ""));

    public IActionResult OnPostConfirm(string id, long version, string? code, string? reason) => Do(id, version, "confirm", () => new ConfirmAct(code ?? "", reason ?? ""));

    public IActionResult OnPostDismiss(string id, long version, string? code, string? reason, string? until) =>
        Do(id, version, "dismiss", () => new DismissAct(code ?? "", reason ?? "", Day(until, "the last day")));

    public IActionResult OnPostReopen(string id, long version, string? reason) => Do(id, version, "reopen", () => new ReopenAct(reason ?? ""));

    public IActionResult OnPostSplit(string id, string? merged, string? reason)
    {
        try
        {
            Cases.Split(merged ?? "", Actor, reason ?? "");
            return LocalRedirect($"/cases/{Cases.Find(id).CaseId}?done=split");
        }
        catch (Exception e) when (e is StoreException or ArgumentException)
        {
            return Failed(id, "split", e as StoreException ?? new StoreException("no case is named"));
        }
    }

    /// <summary>Adds a file.</summary>
    public async Task<IActionResult> OnPostAttachAsync(string id, IFormFile? upload)
    {
        try
        {
            if (upload is null) throw new StoreException("no file was chosen");
            if (upload.Length > AttachmentFile.MostBytes) throw new StoreException(FormattableString.Invariant($"the file has {upload.Length} bytes; accepted: up to {AttachmentFile.MostBytes}"));
            using var content = new MemoryStream((int)upload.Length);
            await upload.CopyToAsync(content, HttpContext.RequestAborted).ConfigureAwait(false);
            Cases.Attach(id, upload.FileName, content.ToArray(), Actor);
            return LocalRedirect($"/cases/{Cases.Find(id).CaseId}?done=attach#files");
        }
        catch (StoreException e)
        {
            return Failed(id, "attach", e);
        }
    }

    /// <summary>What was typed into a field of the form that was not accepted; null elsewhere.</summary>
    public string? Typed(string act, string field) => _failed == act && Request.HasFormContentType ? (string?)Request.Form[field] : null;

    /// <summary>Whether the form of an act is to be seen open.</summary>
    public bool IsOpen(string act) => _failed == act;

    /// <summary>Why the form of an act was not accepted; null elsewhere.</summary>
    public string? ProblemOf(string act) => _failed == act ? Problem : null;

    private IActionResult Do(string id, long? version, string name, Func<CaseAct> act)
    {
        try
        {
            return LocalRedirect($"/cases/{Cases.Do(id, act(), Actor, version).CaseId}?done={name}");
        }
        catch (StoreException e)
        {
            return Failed(id, name, e);
        }
    }

    // The page again, with what was typed, the case as it stands now, and why not.
    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Failed(string id, string name, StoreException why)
    {
        _failed = name;
        Problem = Told.Sentence(why.Message);
        Response.StatusCode = why is CaseChangedException ? StatusCodes.Status409Conflict : why is CaseRefusedException ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest;
        Read(id);
        return Page();
    }

    private void Read(string id)
    {
        Record = Cases.Show(id, Actor);
        Alerts = [.. Cases.Alerts(Case.CaseId).OrderBy(a => a.Subject == Case.Subject ? 0 : 1)];
        Refusals = Cases.Refusals(Case.CaseId, Actor);
        TakenIn = Cases.TakenIn(Case.CaseId);
        ViewData["Page"] = "case";
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static DateOnly Day(string? text, string what) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
        ? day
        : throw new StoreException($"{what} is '{Told.Of(text, 20)}'; accepted: a day such as 2026-03-31");
}
