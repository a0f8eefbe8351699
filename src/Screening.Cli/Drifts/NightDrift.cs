using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Data.Store;
using Screening.Learning.Drift;
using Screening.Records;

namespace Screening.Cli.Drifts;

/// <summary>Drift as a part of a night.</summary>
internal static class NightDrift
{
    /// <summary>The list with what changed lately. Nights of later dates, and what the store has of the night itself, change nothing of it.</summary>
    public static NightlyList Told(NightlyList list, Screen screen, EventLog log, AlertStore? store, int threads, CancellationToken cancellation)
    {
        var options = new DriftOptions();
        IReadOnlyDictionary<DateOnly, int> before = store?.AlertsByNight(DriftWatch.ReferenceFrom(list.Date, options), list.Date) ?? new Dictionary<DateOnly, int>();
        var alerts = new Dictionary<DateOnly, int>(before) { [list.Date] = list.Alerts.Count };
        return list with { Drift = DriftWords.Note(DriftWatch.Of(log, list.Date, screen.Arrived!, alerts, options, threads, cancellation), options) };
    }
}
