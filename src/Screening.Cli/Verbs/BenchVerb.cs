using System.CommandLine;
using System.Diagnostics;
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

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench replay</c>: how fast the engine works off history on this machine.</summary>
internal static class BenchVerb
{
    public static Command Command()
    {
        Option<int?> orders = Verb.Whole("--orders", "Orders in the simulated world; 1000000 if not given", 100, 100_000_000);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the world", DefaultValueFactory = _ => 7 };
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var replay = new Command("replay", "Simulate, ingest, load and replay; every feature of every order on arrival") { orders, seed, threads, json };
        replay.Runs((parsed, cancellation) =>
        {
            var options = new WorldOptions { Orders = parsed.GetValue(orders) ?? 1_000_000, Days = 365, Seed = parsed.GetValue(seed) };
            string text = "";
            object result = ConsoleProgress.Run(progress => Replay(options, parsed.GetValue(threads) ?? Environment.ProcessorCount, progress, cancellation, out text));
            if (parsed.GetValue(json)) Verb.PrintJson(result);
            else Console.Write(text);
        });
        return new Command("bench", "Measure this machine") { replay, BenchIngestVerb.Command(), BenchIngestVerb.OnceCommand(), BenchHandbookVerb.Command(), BenchWindowsVerb.Command(), BenchWindowsVerb.OnceCommand() };
    }

    private static object Replay(WorldOptions options, int threads, ConsoleProgress progress, CancellationToken cancellation, out string text)
    {
        string folder = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"screening-bench-{Environment.ProcessId}"));
        try
        {
            var stages = new Stages(progress);
            ContractStore contracts = Home.Contracts();
            CountryGroups countries = Home.CountryGroups(contracts);
            stages.Time("simulate and ingest", options.Orders, () => SimulatedLake.Make(folder, options, progress, cancellation));
            LakeSnapshot snapshot = Lake.Open(folder).Snapshot();
            using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
            long rows = snapshot.AllFiles.Sum(f => f.Rows);
            stages.Time("read parquet alone", rows, () => ReadAlone(database, snapshot, contracts));
            EventLog log = stages.Time("load", rows, () => EventLogReader.Read(database, snapshot, contracts, Micros.EndOf(options.LastDay), progress.Of(rows), cancellation));
            ReadPlan plan = ReadPlan.OnArrival(log);
            FeatureMatrix matrix = stages.Time("replay", log.Events.Count, () => Engine.Replay(log, countries, plan, threads, progress, cancellation));
            long peak = Process.GetCurrentProcess().PeakWorkingSet64;
            var times = stages.Done.Select(s => new { s.Name, s.Rows, s.Seconds, RowsPerSecond = s.Rows / s.Seconds }).ToList();
            text = string.Concat(times.Select(t => FormattableString.Invariant($"{t.Name,-22} {t.Rows,12:#,0} rows {t.Seconds,8:0.00} s {t.RowsPerSecond,12:#,0} rows/s\n")))
                + FormattableString.Invariant($"{matrix.Rows:#,0} order versions x {matrix.Columns} features; peak memory {peak / 1048576.0:#,0} MB; {threads} threads\n");
            return new { options.Orders, OrderVersions = matrix.Rows, Features = matrix.Columns, Threads = threads, Stages = times, PeakMemoryMb = peak / 1048576.0 };
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
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
