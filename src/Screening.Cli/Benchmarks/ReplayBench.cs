using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Screening.Cli.Lakes;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Simulation;

namespace Screening.Cli.Benchmarks;

/// <summary>What one process that loaded and replayed a lake took.</summary>
/// <param name="OrderVersions">Order versions read on arrival.</param>
/// <param name="OrderLines">Their lines.</param>
/// <param name="Legs">Legs of shipments.</param>
/// <param name="Features">Features of each.</param>
/// <param name="Stages">Reading the Parquet alone, loading, replaying.</param>
/// <param name="Groups">Where the replay's processor time went, group by group.</param>
/// <param name="PeakMb">Peak resident memory of the process, in MB of 2^20 bytes.</param>
internal sealed record ReplayMeasured(long OrderVersions, long OrderLines, long Legs, int Features, IReadOnlyList<StageTime> Stages, IReadOnlyList<GroupTime> Groups, double PeakMb);

/// <summary>What one group of features took of a replay.</summary>
/// <param name="Group">Its type.</param>
/// <param name="Features">How many features it has.</param>
/// <param name="Seconds">Seconds of processor time.</param>
internal sealed record GroupTime(string Group, int Features, double Seconds);

/// <summary>
/// Measures a replay of a simulated world: every feature of every order version as it arrived, in a process of its own, so that peak memory is the replay's. Rows
/// are made stretch after stretch and looked at once, as an export or a training set would.
/// </summary>
internal sealed class ReplayBench(string folder, int threads, string? memory, ConsoleProgress progress, CancellationToken cancellation)
{
    /// <summary>Simulates a world and replays it.</summary>
    public IReadOnlyList<ReplayMeasured> Run(WorldOptions options, int repeats)
    {
        progress.Report(FormattableString.Invariant($"simulating and ingesting {options.Orders:#,0} orders"));
        string lake = Path.Combine(folder, FormattableString.Invariant($"lake-{options.Orders}"));
        SimulatedLake.Make(lake, options, progress, cancellation);
        return [.. Enumerable.Range(0, repeats).Select(_ => Child(lake))];
    }

    /// <summary>What each group, or a shard of it, takes of a night: what <see cref="Nightly.Spread.NightCut"/> balances by, and <see cref="GroupStates"/> shares memory out by.</summary>
    /// <param name="lake">Folder of a lake.</param>
    /// <param name="shards">Shards into which keyed groups are cut, of which one is taken.</param>
    /// <param name="memory">Most memory, such as 4GB; <c>null</c> for as much as is fast.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>By group: nanoseconds of processor time an event, bytes of its state at the end.</returns>
    public static IEnumerable<(string Group, double NanosecondsPerEvent, double BytesPerEvent)> Night(string lake, int shards, string? memory, CancellationToken cancellation)
    {
        using LoadedLog loaded = ConsoleProgress.Run(progress => LoadedLog.Of(lake, null, Environment.ProcessorCount, progress, cancellation, memory));
        yield return ("heap after loading", 0, GC.GetTotalMemory(true) / (double)loaded.Log.Events.Count);
        ReadPlan reads = NightLooks.Of(loaded.Log, loaded.Date).Plan;
        var matrix = new FeatureMatrix(reads.Reads.Count, Engine.DefaultCatalogue.Count);
        foreach ((int number, GroupColumns group) in Engine.DefaultGroups.Index())
        {
            long before = GC.GetTotalMemory(true);
            var atTheEnd = new AtTheEnd();
            IReadOnlyList<long> spent = Engine.ReplayPart(loaded.Log, loaded.Countries, reads, [new GroupShard(number, 0, group.IsKeyed ? shards : 1)], matrix, 1, atTheEnd, ThreadTime.Nanoseconds, cancellation);
            yield return (group.Name, spent[0] / (double)loaded.Log.Events.Count, (atTheEnd.Bytes - before) / (double)loaded.Log.Events.Count);
        }
    }

    // While a group still holds its state.
    private sealed class AtTheEnd : IProgress<double>
    {
        public long Bytes { get; private set; }

        public void Report(double value)
        {
            if (value >= 1) Bytes = GC.GetTotalMemory(true);
        }
    }

    /// <summary>The work of a child.</summary>
    public static ReplayMeasured Work(string lake, int threads, string? limit, CancellationToken cancellation)
    {
        var stages = new Stages();
        ContractStore contracts = Home.Contracts();
        CountryGroups countries = Home.CountryGroups(contracts);
        LakeSnapshot snapshot = Lake.Open(lake).Snapshot();
        using LogMemory? memory = GroupStates.ShareWhole(limit, snapshot);
        long rows = snapshot.AllFiles.Sum(f => f.Rows);
        EventLog log;
        using (DuckDbDatabase database = DuckDbDatabase.Open(null, memory?.DuckDb(threads) ?? new DuckDbOptions { Threads = threads }))
        {
            stages.Time("read parquet alone", rows, () => ReadAlone(database, snapshot, contracts));
            log = stages.Time("load", rows, () => EventLogReader.Read(database, snapshot, contracts, long.MaxValue, null, memory, cancellation));
        }

        memory?.Close();

        long read = 0;
        double seen = 0;
        Engine engine = stages.Time("replay", log.Events.Count, () => Engine.Replay(log, countries, threads, (reads, matrix) =>
        {
            read += matrix.Rows;
            for (int row = 0; row < matrix.Rows; row++) seen += matrix[row][0];
        }, ThreadTime.Nanoseconds, cancellation: cancellation));
        if (double.IsNaN(seen)) throw new InvalidOperationException("the compute of an order is missing");
        GroupTime[] groups = [.. engine.Spent.Select(g => new GroupTime(g.Group, g.Features, g.Spent / 1e9))];
        return new ReplayMeasured(read, log.Lines.Count, log.Legs.Count, engine.Catalogue.Count, stages.Done, groups, ProcessMemory.PeakMb());
    }

    private ReplayMeasured Child(string lake)
    {
        progress.Report($"replaying {Path.GetFileName(lake)}");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments = ["bench", "replay-once", lake, "--threads", threads.ToString(CultureInfo.InvariantCulture), .. memory is null ? Array.Empty<string>() : ["--memory", memory]];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
        using CancellationTokenRegistration stop = cancellation.Register(() => child.Kill());
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<ReplayMeasured>(output)! : throw new UsageException($"the replay ended with {child.ExitCode}; its error stands above");
    }

    // What no engine on this lake can be faster than: every column of every file, read and thrown away.
    private static long ReadAlone(DuckDbDatabase database, LakeSnapshot snapshot, ContractStore contracts)
    {
        long rows = 0;
        using DuckDbConnection connection = database.Connect();
        foreach (DataContract contract in contracts.Contracts)
        {
            using DuckDbResult result = connection.Query($"SELECT * FROM {snapshot.Relation(contract)}");
            while (result.NextChunk() is { } chunk) rows += chunk.RowCount;
        }

        return rows;
    }
}
