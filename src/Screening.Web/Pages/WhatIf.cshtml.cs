using Microsoft.AspNetCore.Mvc;
using Screening.Alerts;
using Screening.Data.Store;
using Screening.Web.Live;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Asks the engine what would change the ruling on the order that speaks for a case. That it was asked is on record.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The engine behind them.</param>
internal sealed class WhatIfModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    /// <summary>The case.</summary>
    public CaseRecord Case { get; private set; } = null!;

    /// <summary>What was found; <c>null</c> where it cannot be had.</summary>
    public WhatIf? Found { get; private set; }

    /// <summary>Why it cannot be had; <c>null</c> where it can.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        Case = Cases.Find(id);
        Alert? alert = Cases.Alerts(Case.CaseId).OrderBy(a => a.Subject == Case.Subject ? 0 : 1).FirstOrDefault();
        if (alert is null)
        {
            Problem = "what was shown of the case belongs to a night that was replaced";
            return Page();
        }

        Cases.Record(Actor, "what_if", Case.CaseId, new { order = alert.OrderId });
        try
        {
            Found = await sources.Live.Do(decider => WhatIf.Of(decider, alert.OrderId)).ConfigureAwait(false);
            if (Found is null) Problem = $"the engine knows no order {Told.Of(alert.OrderId, 60)} that has not gone: what has shipped, or was cancelled, nothing changes any more";
        }
        catch (Exception e) when (e is NotReadyException or OverloadedException or InvalidOperationException)
        {
            Problem = $"the engine cannot be asked now: {e.Message}";
        }

        return Page();
    }
}
