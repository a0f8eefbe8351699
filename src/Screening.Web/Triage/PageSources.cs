using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Quarantines;
using Screening.Learning.Registry;
using Screening.Records;
using Screening.Web.Live;

namespace Screening.Web.Triage;

/// <summary>What pages are made from beside the store: the lake, the engine where it is loaded, and the models.</summary>
/// <param name="folder">Folder of the lake.</param>
/// <param name="contracts">Contracts.</param>
/// <param name="live">The engine.</param>
/// <param name="models">Where models lie; <c>null</c> for none.</param>
internal sealed class PageSources(string folder, ContractStore contracts, LiveHost live, ModelFolders? models)
{
    private const int BalanceDays = 180;
    private readonly Lock _gate = new();
    private (long Snapshot, DateOnly Day, IReadOnlyList<HubBalance> Rows)? _balance;

    /// <summary>Contracts.</summary>
    public ContractStore Contracts => contracts;

    /// <summary>The engine.</summary>
    public LiveHost Live => live;

    /// <summary>Where models lie; <c>null</c> for none.</summary>
    public ModelFolders? Models => models;

    /// <summary>The lake.</summary>
    public Lake Lake() => Data.Lakes.Lake.Open(folder);

    /// <summary>What the lake refused.</summary>
    public Quarantine Quarantine() => Data.Quarantines.Quarantine.Open(Lake());

    /// <summary>What came in to the parties of each hub, and what nothing accounts for (T09), as of the last thing that is known; made once for each snapshot, on the engine's own thread.</summary>
    /// <exception cref="NotReadyException">The lake is not loaded.</exception>
    public async Task<(DateOnly Day, IReadOnlyList<HubBalance> Rows)> Balance()
    {
        long snapshot = live.Snapshot;
        lock (_gate)
        {
            if (_balance is { } known && known.Snapshot == snapshot) return (known.Day, known.Rows);
        }

        (DateOnly day, IReadOnlyList<HubBalance> rows) = await live.Do(
            decider =>
            {
                EventLog log = decider.Scoring.Log;
                DateOnly last = log.Events.Count == 0 ? DateOnly.MinValue : Micros.Day(log.LastKnownAt);
                return (last, log.Events.Count == 0 ? [] : HubBalance.Of(log, decider.Scoring.Setting.Countries, last, BalanceDays));
            }, isBatch: true).ConfigureAwait(false);
        lock (_gate) _balance = (snapshot, day, rows);
        return (day, rows);
    }
}
