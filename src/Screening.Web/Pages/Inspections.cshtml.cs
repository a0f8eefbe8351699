using Screening.Casework;
using Screening.Data.Looks;
using Screening.Web.Live;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Inspections: the plans that lie in the lake, what the visits found, and what came in to each hub that nothing accounts for.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The lake and the engine behind them.</param>
internal sealed class InspectionsModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    /// <summary>Whether who looks sees plans: nobody is to be warned of a visit.</summary>
    public bool SeesPlans => Actor.Role is CaseRole.Lead or CaseRole.Auditor;

    /// <summary>Plans with what their visits found, the latest first.</summary>
    public IReadOnlyList<(KeptPlan Plan, IReadOnlyDictionary<string, VisitFinding> Found)> Plans { get; private set; } = [];

    /// <summary>Plans that could not be read, and why.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The reconciliation; <c>null</c> where it cannot be had.</summary>
    public IReadOnlyList<HubBalance>? Balance { get; private set; }

    /// <summary>Its last day.</summary>
    public DateOnly BalanceDay { get; private set; }

    /// <summary>Why it cannot be had, or was not asked for; <c>null</c> where it is there.</summary>
    public string? NoBalance { get; private set; }

    /// <summary>Whether it was asked for.</summary>
    public bool WasAsked { get; private set; }

    public async Task OnGetAsync(string? balance)
    {
        ViewData["Page"] = "inspections";
        WasAsked = balance is not null;
        if (SeesPlans)
        {
            (IReadOnlyList<KeptPlan> plans, IReadOnlyList<string> problems) = KeptPlan.All(sources.Lake().FullPath);
            if (plans.Count > 0) Cases.Record(Actor, "view_plans", null, new { plans = plans.Select(p => p.Id) });
            var snapshot = sources.Lake().Snapshot();
            Plans = [.. plans.Select(p => (p, InspectionReports.Of(snapshot, sources.Contracts, p.Id, HttpContext.RequestAborted)))];
            Problems = problems;
        }

        if (!WasAsked) return;
        try
        {
            (BalanceDay, Balance) = await sources.Balance().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NotReadyException or OverloadedException or InvalidOperationException)
        {
            NoBalance = e.Message;
        }
    }
}
