using Microsoft.AspNetCore.Mvc;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>What happened around a case, in order. A part of the case's page that is fetched when asked for, as it reads the lake; a page of its own without scripts.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The lake behind them.</param>
internal sealed class TimelineModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    /// <summary>The case.</summary>
    public CaseRecord Case { get; private set; } = null!;

    /// <summary>What happened.</summary>
    public CaseTimeline Timeline { get; private set; } = null!;

    public IActionResult OnGet(string id)
    {
        CaseFile file = Cases.Show(id, Actor);
        Case = file.Case;
        Timeline = CaseTimeline.Of(file, Cases.Alerts(Case.CaseId), sources.Lake().Snapshot(), sources.Contracts, HttpContext.RequestAborted);
        return Page();
    }
}
