using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;

namespace Screening.Cli.Nightly.Spread;

/// <summary>
/// What a node does with its log once its task's values are there: waits until those of all tasks are, fits what is usual by them as the night does, and scores the shard of its
/// number, then those of tasks that nobody has stayed for. Nothing waits for it: the night scores what nobody has scored.
/// </summary>
/// <param name="lake">Folder of the lake.</param>
/// <param name="plan">The plan.</param>
/// <param name="task">The task, from 1.</param>
/// <param name="node">Name of the node.</param>
internal sealed class ScoreTask(string lake, NightPlan plan, int task, string node)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly LifeWatch _watch = new();

    /// <summary>For how long a life sign may stand still.</summary>
    public TimeSpan Silence { init => _watch = new LifeWatch { Silence = value }; }

    /// <summary>After so many looks it sees whether the night is over.</summary>
    public int LooksAtOnce { get; init; } = 256;

    /// <summary>Scores what there is to score.</summary>
    /// <param name="log">What was known.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="night">What is looked at.</param>
    /// <param name="matrix">Receives the values of all tasks.</param>
    /// <param name="threads">To fit with.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many shards it scored.</returns>
    /// <exception cref="UsageException">This node has another policy or model than the night.</exception>
    public int Run(EventLog log, CountryGroups countries, NightLooks night, FeatureMatrix matrix, int threads, CancellationToken cancellation)
    {
        try
        {
            if (Gather(log, countries, night.Plan, matrix, cancellation) is not { } rows || Terms(cancellation) is not { } terms) return 0;
            NightRules rules = terms.Load(lake, plan, log);
            PeerAnomaly? usual = LookScorer.UsualOf(log, night, matrix, rules.Policy.Blend.PeerMinimum, threads);
            if (NightPlan.IsOver(lake, plan.Id)) return 0;
            return Score(new LookScorer(log, night, matrix, usual, rules), new ScoreBasis(terms.Id(), rows, usual?.Hash() ?? ""), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PolicyException && NightPlan.IsOver(lake, plan.Id))
        {
            return 0;
        }
    }

    // Its own shard first, then those behind it, so that nodes seldom meet.
    private int Score(LookScorer scorer, ScoreBasis basis, CancellationToken cancellation)
    {
        int done = 0;
        for (int step = 0; step < plan.Tasks.Count; step++)
        {
            int shard = (task + step) % plan.Tasks.Count;
            if (shard == 0 || File.Exists(ScorePart.FileOf(lake, plan.Id, shard)) || (shard != task && _watch.Lives(Sign(shard)))) continue;
            (int first, int count) = plan.ShardOf(shard, scorer.Count);
            var scores = new LookScore[count];
            for (int at = 0; at < count; at += LooksAtOnce)
            {
                if (NightPlan.IsOver(lake, plan.Id)) return done;
                scorer.Score(first + at, scores.AsSpan(at, Math.Min(LooksAtOnce, count - at)), cancellation);
            }

            ScorePart.Write(lake, plan, shard, basis, first, scores, node);
            done++;
        }

        return done;
    }

    // Null when there is nothing to wait for any more: the night is over or gone, or a task is nobody's, so that this node is to take it.
    private string? Gather(EventLog log, CountryGroups countries, ReadPlan reads, FeatureMatrix matrix, CancellationToken cancellation)
    {
        string[] hashes = new string[plan.Tasks.Count];
        List<int> open = [.. Enumerable.Range(0, plan.Tasks.Count)];
        while (true)
        {
            // A task that has begun nowhere, or whose node is gone, this one is to take rather than wait for.
            if (!NightLives() || open.Any(other => !HasPart(other) && !_watch.Lives(Sign(other)))) return null;
            open.RemoveAll(Takes);
            if (open.Count == 0) return NightPart.HashOf(hashes);
            Wait(cancellation);
        }

        // One that is damaged the night puts another in the place of.
        bool Takes(int other)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!HasPart(other)) return false;
            PartCells cells = PartCells.Of(log, countries, reads, plan.Tasks[other]);
            if (NightPart.Take(lake, plan, other, NightLooks.HashOf(log, reads, plan.Tasks[other], cells), cells, matrix, out NightPart? part) is not null) return false;
            hashes[other] = part!.Sha256;
            return true;
        }
    }

    private ScoreTerms? Terms(CancellationToken cancellation)
    {
        while (NightLives())
        {
            if (ScoreTerms.Read(lake, plan.Id) is { } terms) return terms;
            Wait(cancellation);
        }

        return null;
    }

    private bool NightLives() => !NightPlan.IsOver(lake, plan.Id) && _watch.Lives(Sign(0));

    private bool HasPart(int other) => File.Exists(NightPart.FileOf(lake, plan.Id, other));

    private string Sign(int other) => NightPlan.SignOf(lake, plan.Id, other);

    private static void Wait(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(s_look);
        cancellation.ThrowIfCancellationRequested();
    }
}
