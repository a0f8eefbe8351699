using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Screening.Casework;
using Screening.Data.Looks;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Tips: those that were told by form and those that the lake holds, for who may see them; and the form, and the file, by which more come in.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The lake behind them.</param>
internal sealed class TipsModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    /// <summary>Most tips shown.</summary>
    public const int Most = 200;

    /// <summary>Whether who looks sees tips.</summary>
    public bool Sees => CasePermissions.SeesTips(Actor.Role);

    /// <summary>Whether who looks writes them down.</summary>
    public bool Writes => Sees && May(CaseAction.Note);

    /// <summary>Tips told by form, the latest first.</summary>
    public IReadOnlyList<Tip> Told { get; private set; } = [];

    /// <summary>Tips that the lake holds and nobody told here, the latest first.</summary>
    public IReadOnlyList<Tip> Held { get; private set; } = [];

    /// <summary>What went wrong; <c>null</c> for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was done just now; <c>null</c> for nothing.</summary>
    public string? Done { get; private set; }

    public void OnGet(string? done)
    {
        Done = done switch { "tip" => "The tip is kept, and goes to the lake with the next night.", "status" => "Kept; the lake learns it with the next night.", "file" => "The file waits for the next night. What it refuses of it stands on the page of data.", _ => null };
        Read();
    }

    public IActionResult OnPostAdd(string? received, string? partyId, string? partyName, string? order, string? source, string? reliability, string? summary) => Try("tip", () => Cases.AddTip(
        new Tip
        {
            ReceivedAtUtc = DateTime.TryParseExact(received, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime at)
                ? at
                : throw new StoreException($"received is '{Triage.Told.Of(received, 30)}'; accepted: a moment such as 2026-03-31T09:30, UTC"),
            PartyId = partyId,
            PartyName = partyName,
            OrderId = order,
            SourceKind = source ?? "",
            Reliability = reliability ?? "",
            Summary = summary ?? "",
        }, Actor));

    public IActionResult OnPostStatus(string? tip, string? status) => Try("status", () => Cases.SetTipStatus(tip ?? "", status ?? "", Actor));

    public IActionResult OnPostFile(IFormFile? upload) => Try("file", () =>
    {
        if (upload is null) throw new StoreException("no file was chosen");
        using Stream content = upload.OpenReadStream();
        TipFile.Deliver(Cases, sources.Lake().FullPath, upload.FileName, content, Actor);
    });

    /// <summary>What was typed into a field of the form that was not accepted; <c>null</c> elsewhere.</summary>
    public string? Typed(string field) => Problem is not null && Request.HasFormContentType ? (string?)Request.Form[field] : null;

    private IActionResult Try(string name, Action work)
    {
        try
        {
            work();
            return LocalRedirect("/tips?done=" + name);
        }
        catch (StoreException e)
        {
            Problem = Triage.Told.Sentence(e.Message);
            Response.StatusCode = e is CaseRefusedException ? 403 : 400;
            Read();
            return Page();
        }
    }

    private void Read()
    {
        ViewData["Page"] = "tips";
        if (!Sees) return;
        Told = Cases.Tips(Most, Actor);
        HashSet<string> here = [.. Told.Select(t => t.TipId)];
        Held = [.. LakeTips.Read(sources.Lake().Snapshot(), sources.Contracts, Most, HttpContext.RequestAborted).Where(t => !here.Contains(t.TipId))];
    }
}
