using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Nightly.Spread;

/// <summary>One task of a night that is spread over nodes: loads what the plan names, computes its shares of groups, leaves a part, and stays to score. Done again it leaves the same parts.</summary>
internal static class NightTask
{
    /// <summary>Does a task.</summary>
    /// <returns>The values that it left, and how many shards of looks it scored.</returns>
    /// <exception cref="UsageException">The plan is none of this program's, the lake is not as it was planned, or this node has another policy or model than the night.</exception>
    public static (NightPart Part, int Scored) Run(string lake, string planId, int task, string node, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        NightPlan plan = NightPlan.Read(lake, planId);
        if (task < 0 || task >= plan.Tasks.Count) throw new UsageException(FormattableString.Invariant($"--task is {task}; accepted: 0 to {plan.Tasks.Count - 1}"));
        using LifeSign sign = LifeSign.Give(NightPlan.SignOf(lake, planId, task));
        ContractStore contracts = Home.Contracts();
        LakeSnapshot snapshot = Lake.Open(lake).Snapshot(plan.Snapshot);
        if (snapshot.Id != plan.SnapshotId) throw new UsageException($"snapshot {plan.Snapshot} of {lake} is {snapshot.Id[..12]}; the plan was made from {plan.SnapshotId[..12]}: this node sees another lake");
        progress.Report("load");
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        EventLog log = EventLogReader.Read(database, snapshot, contracts, Micros.EndOf(plan.Date), null, null, cancellation);
        var night = NightLooks.Of(log, plan.Date);
        CountryGroups countries = Home.CountryGroups(contracts);
        var matrix = new FeatureMatrix(night.Plan.Reads.Count, Engine.DefaultCatalogue.Count);
        NightPart part = Part(lake, plan, task, node, log, countries, night.Plan, matrix, threads, progress, cancellation);
        progress.Report("score");
        return (part, new ScoreTask(lake, plan, task, node).Run(log, countries, night, matrix, threads, cancellation));
    }

    private static NightPart Part(
        string lake, NightPlan plan, int task, string node, EventLog log, CountryGroups countries, ReadPlan reads, FeatureMatrix matrix, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        PartCells cells = PartCells.Of(log, countries, reads, plan.Tasks[task]);
        string looks = NightLooks.HashOf(log, reads, plan.Tasks[task], cells);
        if (NightPart.Read(lake, plan, task, looks, cells) is { } done) return done;
        progress.Report("replay");
        Engine.ReplayPart(log, countries, reads, plan.Tasks[task], matrix, threads, progress, cancellation: cancellation);
        return NightPart.Write(lake, plan, task, looks, cells, matrix, node);
    }
}
