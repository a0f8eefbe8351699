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
    /// <param name="cancellation">Stops between blocks of events.</param>
    /// <returns>One row per transaction, one column per feature.</returns>
    public static FeatureMatrix Replay(EventLog log, int threads, CancellationToken cancellation = default)
    {
        ReadPlan reads = ReadPlan.OnArrival(log);
        var matrix = new FeatureMatrix(reads.Reads.Count, Columns.Count);
        new GroupPass(Groups()).Advance(log, 0, log.Events.Count, reads, matrix, threads, null, cancellation);
        return matrix;
    }
}
