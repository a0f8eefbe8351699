using Screening.Data.Lakes;
using Screening.Data.Looks;
using Screening.Data.Quarantines;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>How good the data are: what came, what was refused and why, how fresh it is, and whether a delivery is unlike those before.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The lake behind them.</param>
internal sealed class DataModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    /// <summary>Deliveries of a page.</summary>
    public const int Rows = 50;

    private const int MostRefused = 200;

    /// <summary>The datasets, in the contracts' order.</summary>
    public IReadOnlyList<DatasetStanding> Datasets { get; private set; } = [];

    /// <summary>Files that came, the latest first: a page of them.</summary>
    public IReadOnlyList<LakeSource> Sources { get; private set; } = [];

    /// <summary>How many came in all.</summary>
    public int SourceCount { get; private set; }

    /// <summary>Place of the first of the page, from 0.</summary>
    public int From { get; private set; }

    /// <summary>Deliveries with refused rows, the latest first.</summary>
    public IReadOnlyList<DeliverySummary> Refused { get; private set; } = [];

    /// <summary>Whether there are more of them than are shown.</summary>
    public bool HasMoreRefused { get; private set; }

    /// <summary>Number of the snapshot.</summary>
    public long Snapshot { get; private set; }

    public void OnGet(int from)
    {
        ViewData["Page"] = "data";
        Lake lake = sources.Lake();
        LakeSnapshot snapshot = lake.Snapshot();
        Snapshot = snapshot.Number;
        Datasets = DeliveryLook.Of(lake, snapshot, sources.Contracts, Now);
        SourceCount = snapshot.Sources.Count;
        From = Math.Clamp(from, 0, Math.Max(0, SourceCount - 1)) / Rows * Rows;
        Sources = [.. snapshot.Sources.Reverse().Skip(From).Take(Rows)];
        using Quarantine quarantine = sources.Quarantine();
        IReadOnlyList<DeliverySummary> refused = quarantine.List(null, HttpContext.RequestAborted);
        (Refused, HasMoreRefused) = ([.. refused.Take(MostRefused)], refused.Count > MostRefused);
    }
}
