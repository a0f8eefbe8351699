using Serilog;

namespace Screening.Cli.Nightly.Spread;

/// <summary>
/// The scoring of a night over several nodes: does the first shard of looks itself, takes in those that come, and as long as others are missing goes on with them from the last
/// look backwards. So it never waits for a node, and ends with the same scores whether all nodes score, some die, or none is there.
/// </summary>
/// <param name="lake">Folder of the lake.</param>
/// <param name="plan">The plan.</param>
/// <param name="node">Name of this node.</param>
/// <param name="told">Where it is told what happens.</param>
internal sealed class SpreadScores(string lake, NightPlan plan, string node, ILogger told)
{
    /// <summary>After so many looks it sees what has come meanwhile.</summary>
    public int LooksAtOnce { get; init; } = 256;

    /// <summary>Who scored each shard to its end; in their order.</summary>
    public IReadOnlyList<string> MadeBy { get; private set; } = [];

    /// <summary>Scores the looks.</summary>
    /// <param name="scorer">Scores one.</param>
    /// <param name="basis">What scores must rest on.</param>
    /// <param name="cancellation">Ends it.</param>
    public LookScore[] Run(LookScorer scorer, ScoreBasis basis, CancellationToken cancellation)
    {
        var whole = new LookScore[scorer.Count];
        string[] made = [.. plan.Tasks.Select(_ => node)];
        void Here(int first, int count) => scorer.Score(first, whole.AsSpan(first, count), cancellation);

        (int first, int count) = plan.ShardOf(0, scorer.Count);
        Here(first, count);
        var open = Enumerable.Range(1, plan.Tasks.Count - 1).ToDictionary(shard => shard, shard => plan.ShardOf(shard, scorer.Count).Count);
        while (true)
        {
            foreach (int shard in open.Keys.Order().ToArray())
            {
                if (Takes(shard, scorer, basis, whole, Here) is not { } by) continue;
                made[shard] = by;
                open.Remove(shard);
            }

            if (open.Count == 0) break;
            int last = open.Keys.Max(), left = open[last], some = Math.Min(LooksAtOnce, left);
            Here(plan.ShardOf(last, scorer.Count).First + left - some, some);
            open[last] = left - some;
            if (left == some) open.Remove(last);
        }

        told.Information("{Looks} looks were scored in shards by {Nodes}", scorer.Count, made);
        MadeBy = made;
        return whole;
    }

    // Null when nobody has left it; a part that is not what it says is scored here.
    private string? Takes(int shard, LookScorer scorer, ScoreBasis basis, LookScore[] whole, Action<int, int> here)
    {
        if (!File.Exists(ScorePart.FileOf(lake, plan.Id, shard))) return null;
        if (ScorePart.Take(lake, plan, shard, basis, scorer, whole, out string by) is not { } problem) return by;
        told.Warning("{Problem}; it is scored again", problem);
        (int first, int count) = plan.ShardOf(shard, scorer.Count);
        here(first, count);
        return node;
    }
}
