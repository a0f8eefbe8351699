using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>The book's 15 features of every transaction, computed by the product's keyed groups.</summary>
internal static class CardFeatures
{
    private static FeatureGroup[] Groups() => [new CustomerCardGroup(), new TerminalCardGroup()];

    /// <summary>The features in the order of the columns, under the book's names.</summary>
    public static IReadOnlyList<Feature> Columns { get; } = [.. Groups().SelectMany(g => g.Features)];

    /// <summary>All features of all transactions as they were when each arrived.</summary>
    /// <param name="log">The stream's log.</param>
    /// <param name="threads">How many threads may work at once; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <returns>One row per transaction, one column per feature.</returns>
    public static FeatureMatrix Replay(EventLog log, int threads, CancellationToken cancellation = default)
    {
        FeatureGroup[] groups = Groups();
        ReadPlan reads = ReadPlan.OnArrival(log);
        var stretch = new Stretch(log, 0, log.Events.Count, reads);
        var matrix = new FeatureMatrix(reads.Reads.Count, Columns.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        var plans = new IReadOnlyList<Action>[groups.Length];
        Parallel.For(0, plans.Length, options, i =>
            plans[i] = groups[i].Advance(stretch, matrix, groups[..i].Sum(g => g.Features.Count), pieces: 8 * threads));
        Parallel.ForEach(plans.SelectMany(p => p), options, static piece => piece());
        return matrix;
    }
}
