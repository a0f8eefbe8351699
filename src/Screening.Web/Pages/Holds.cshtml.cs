using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Everything that does not ship, the longest held first.</summary>
internal sealed class HoldsModel(Desk desk) : DeskPage(desk)
{
    /// <summary>Most holds shown.</summary>
    public const int Most = 300;

    /// <summary>The holds.</summary>
    public IReadOnlyList<(CaseRecord Case, CaseHold Hold)> Standing { get; private set; } = [];

    /// <summary>Why who looks could not release each now; null when he could.</summary>
    public IReadOnlyDictionary<string, string?> Missing { get; private set; } = new Dictionary<string, string?>();

    public void OnGet()
    {
        CaseActor actor = Actor;
        Standing = Cases.StandingHolds(Most);
        Missing = Standing.DistinctBy(s => s.Case.CaseId).ToDictionary(s => s.Case.CaseId, s => Cases.Refusals(s.Case.CaseId, actor)[CaseAction.Release], StringComparer.Ordinal);
    }
}
