using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Policies;
using Screening.Data.Replay;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>An engine that knows a lake.</summary>
/// <param name="Scoring">What scores.</param>
/// <param name="Snapshot">The snapshot that it knows.</param>
/// <param name="Taken">How many records of each journal, by folder, are in it.</param>
/// <param name="Memory">Where its log lies, to be disposed of after it; <c>null</c> for the heap.</param>
internal sealed record LoadedEngine(LiveScoring Scoring, LakeSnapshot Snapshot, IReadOnlyDictionary<string, long> Taken, LogMemory? Memory);

/// <summary>From a lake to an engine that knows all of it, as a night would on the day of the latest knowledge.</summary>
internal static class Loading
{
    /// <summary>Loads a lake with what its journal told.</summary>
    /// <param name="folder">Folder of the lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="models">Where models lie; <c>null</c> for none.</param>
    /// <param name="memory">Shares out the memory for a snapshot; <c>null</c> for as much as is fast.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="JournalException">The journal of another replica is damaged.</exception>
    /// <exception cref="Data.Ingest.IngestException">The memory is less than what the lake needs.</exception>
    public static LoadedEngine Load(
        string folder, ContractStore contracts, Policy policy, ModelFolders? models, Func<LakeSnapshot, LogMemory?>? memory, TimeProvider clock, int threads, CancellationToken cancellation)
    {
        Replayed replayed = Replay(folder, contracts, policy, memory, clock, threads, cancellation);
        try
        {
            (EventLog log, Engine engine, DateOnly day) = (replayed.Log, replayed.Engine, replayed.Day);
            ServedModel model = models is null ? ServedModel.None : ServedModel.Of(models, policy, log, day, Directory.Exists(Path.Combine(folder, "_truth")));
            var versions = new LiveVersions("", "", engine.Catalogue.Id, $"{policy.Version}-{policy.Hash[..8]}", model.Version, day);
            var setting = new LiveSetting(ControlRegimeFile.Read(contracts).Countries, policy, versions, [], null, model);
            var scoring = new LiveScoring(log, engine, replayed.Anomaly, Of(replayed.Snapshot, folder, setting, day));
            replayed.Memory?.Settle();
            return new LoadedEngine(scoring, replayed.Snapshot, replayed.Taken, replayed.Memory);
        }
        catch
        {
            replayed.Memory?.Dispose();
            throw;
        }
    }

    /// <summary>What is usual among peers as a start would fit it now: the lake, with what the journal told, is replayed beside the one that serves, and let go again.</summary>
    /// <returns>The fit, and the day before which its orders became known.</returns>
    public static (PeerAnomaly? Anomaly, DateOnly PeersBefore) Refit(string folder, ContractStore contracts, Policy policy, TimeProvider clock, CancellationToken cancellation)
    {
        // On one thread, so that the one that decides keeps a core of its own.
        Replayed replayed = Replay(folder, contracts, policy, null, clock, 1, cancellation);
        return (replayed.Anomaly, replayed.Day);
    }

    private static Replayed Replay(
        string folder, ContractStore contracts, Policy policy, Func<LakeSnapshot, LogMemory?>? share, TimeProvider clock, int threads, CancellationToken cancellation)
    {
        Lake lake = Lake.Open(folder);
        DateTime now = clock.GetUtcNow().UtcDateTime;
        JournalDelivery.Take(lake, contracts, now, threads, memory: null, cancellation);
        // Before the snapshot: what is marked as taken in by then is in it.
        Dictionary<string, long> taken = JournalFolder.All(lake.FullPath).ToDictionary(journal => journal.FullPath, JournalDelivery.Taken, StringComparer.Ordinal);
        LakeSnapshot snapshot = lake.Snapshot();
        LogMemory? memory = share?.Invoke(snapshot);
        try
        {
            return Replay(snapshot, contracts, policy, memory, now, threads, cancellation) with { Taken = taken };
        }
        catch
        {
            memory?.Dispose();
            throw;
        }
    }

    private static Replayed Replay(LakeSnapshot snapshot, ContractStore contracts, Policy policy, LogMemory? memory, DateTime now, int threads, CancellationToken cancellation)
    {
        EventLog log;
        using (DuckDbDatabase database = DuckDbDatabase.Open(null, memory?.DuckDb(threads) ?? new DuckDbOptions { Threads = threads }))
            log = EventLogReader.Read(database, snapshot, contracts, long.MaxValue, null, memory, cancellation);
        memory?.Close();
        DateOnly day = Micros.Day(Math.Max(Micros.FromDateTime(now), log.LastKnownAt));
        IReadOnlyList<int> fit = UsualOrders.Before(log, Micros.StartOf(day));
        HashSet<int> chosen = [.. fit];
        ReadPlan plan = ReadPlan.OnArrival(log, chosen.Contains);
        var engine = new Engine(log, ControlRegimeFile.Read(contracts).Countries);
        FeatureMatrix matrix = engine.Advance(log.Events.Count, plan, threads, null, cancellation);
        Dictionary<int, int> looks = Enumerable.Range(0, plan.Reads.Count).ToDictionary(look => plan.Reads[look].Order);
        PeerAnomaly? anomaly = UsualOrders.Fit(log, matrix, [.. fit.Select(row => (row, looks[row]))], policy.Blend.PeerMinimum, threads);
        return new Replayed(log, engine, anomaly, snapshot, day, memory);
    }

    /// <summary>A setting as a snapshot and what reviewers have put aside make it.</summary>
    public static LiveSetting Of(LakeSnapshot snapshot, string folder, LiveSetting setting, DateOnly day)
    {
        DateOnly? lists = ListVersions.LastDeliveredAtUtc(snapshot, day) is { } at ? DateOnly.FromDateTime(at) : null;
        LiveVersions versions = setting.Versions with
        {
            Data = FormattableString.Invariant($"{snapshot.Number}-{snapshot.Id[..12]}"),
            Lists = snapshot.DatasetId("restricted_parties")?[..12] ?? "none",
        };
        return setting with { Versions = versions, Dismissals = Dismissals(folder), ListsDelivered = lists };
    }

    private sealed record Replayed(EventLog Log, Engine Engine, PeerAnomaly? Anomaly, LakeSnapshot Snapshot, DateOnly Day, LogMemory? Memory)
    {
        public IReadOnlyDictionary<string, long> Taken { get; init; } = new Dictionary<string, long>();
    }

    private static IReadOnlyList<NameDismissal> Dismissals(string folder)
    {
        var address = StoreAddress.OfLake(folder);
        if (!address.Exists) return [];
        using var store = AlertStore.Open(address);
        return store.Dismissals();
    }
}
