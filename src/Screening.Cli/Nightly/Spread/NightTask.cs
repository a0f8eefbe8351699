using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Nightly.Spread;

/// <summary>One task of a night that is spread over nodes: loads what the plan names, computes its shares of groups, leaves a part. Done again it leaves the same part.</summary>
internal static class NightTask
{
    /// <summary>Does a task.</summary>
    /// <exception cref="UsageException">The plan is none of this program's, or the lake is not as it was planned.</exception>
    public static NightPart Run(string lake, string planId, int task, string node, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        NightPlan plan = NightPlan.Read(lake, planId);
        if (task < 0 || task >= plan.Tasks.Count) throw new UsageException(FormattableString.Invariant($"--task is {task}; accepted: 0 to {plan.Tasks.Count - 1}"));
        ContractStore contracts = Home.Contracts();
        LakeSnapshot snapshot = Lake.Open(lake).Snapshot(plan.Snapshot);
        if (snapshot.Id != plan.SnapshotId) throw new UsageException($"snapshot {plan.Snapshot} of {lake} is {snapshot.Id[..12]}; the plan was made from {plan.SnapshotId[..12]}: this node sees another lake");
        progress.Report("load");
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        EventLog log = EventLogReader.Read(database, snapshot, contracts, Micros.EndOf(plan.Date), null, null, cancellation);
        ReadPlan reads = NightLooks.Of(log, plan.Date).Plan;
        CountryGroups countries = Home.CountryGroups(contracts);
        PartCells cells = PartCells.Of(log, countries, reads, plan.Tasks[task]);
        string looks = NightLooks.HashOf(log, reads, plan.Tasks[task], cells);
        if (NightPart.Read(lake, plan, task, looks, cells) is { } done) return done;
        progress.Report("replay");
        var matrix = new FeatureMatrix(reads.Reads.Count, Engine.DefaultCatalogue.Count);
        Engine.ReplayPart(log, countries, reads, plan.Tasks[task], matrix, threads, progress, cancellation: cancellation);
        return NightPart.Write(lake, plan, task, looks, cells, matrix, node);
    }
}
