using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Records;
using Screening.Risk;

namespace Screening.Learning.Training;

/// <summary>
/// Reads orders as they could have been judged: each by the last telling that arrived while it could still be held, with what was known when it did, through the
/// very engine that serves. Behind the catalogue's features stands one more, the anomaly.
/// </summary>
public static class ExampleReader
{
    /// <summary>Name of the feature that is no engine's: -log2 of the share of peers that are more unusual, fitted on the year before the order's month.</summary>
    public const string AnomalyName = "anomaly_bits";

    /// <summary>Names of a model's features: the catalogue's, and the anomaly.</summary>
    public static ImmutableArray<string> NamesOf(FeatureCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. catalogue.Features.Select(feature => feature.Name), AnomalyName];
    }

    /// <summary>Plans which orders are read: the last telling of each while it was open.</summary>
    /// <param name="log">What was known by the end of the day of training.</param>
    /// <param name="window">From when to when tellings arrived, in microseconds, the end left out.</param>
    /// <param name="labels">What is known of them.</param>
    /// <param name="options">How many.</param>
    /// <param name="allFrom">From when on all are read whatever their number, in microseconds.</param>
    public static ReadPlan Plan(EventLog log, (long From, long To) window, OrderLabels labels, TrainingOptions options, long allFrom = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        BitArray chosen = Choose(log, window, labels, options, allFrom);
        return ReadPlan.OnArrival(log, row => chosen[row]);
    }

    /// <summary>Reads examples. Their values lie in the memory of the log.</summary>
    /// <param name="source">What was known by the end of the day of training.</param>
    /// <param name="plan">What is read, by <see cref="Plan"/>.</param>
    /// <param name="labels">What is known of the orders.</param>
    /// <param name="peerMinimum">Orders of one kind of party that are enough for a comparison of their own.</param>
    /// <param name="threads">To find what is unusual with; they change no bit.</param>
    /// <param name="progress">Hears how far the replay is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Examples Read(
        LearningLog source, ReadPlan plan, OrderLabels labels, int peerMinimum, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(labels);
        EventLog log = source.Log;
        var matrix = new FeatureMatrix(plan.Reads.Count, Engine.DefaultCatalogue.Count + 1, log.Memory);
        source.Replay(plan, matrix, progress);
        Subjects subjects = Subjects.Of(log);
        var items = new List<Example>(plan.Reads.Count);
        foreach (PlannedRead read in plan.Reads)
        {
            log.Memory.CatchUp();
            ref readonly OrderVersion order = ref log.Orders[read.Order];
            items.Add(new Example(
                order.Order, read.Order, subjects.Of(order.Subject), UsualOrders.Peer(log, read.Order), order.KnownAt, labels[order.Order], order.Content.ValueUsd, order.Content.H100e));
        }

        // Month after month, each held against the year before it: what is usual is large, so that only one month's is in memory.
        foreach (IGrouping<DateOnly, int> month in Enumerable.Range(0, items.Count).GroupBy(i => MonthOf(items[i].KnownAt)).OrderBy(month => month.Key))
        {
            cancellation.ThrowIfCancellationRequested();
            AddAnomalies(month, items, matrix, peerMinimum, threads, cancellation);
            if (source.Memory is not null) LogMemory.Collect();
        }

        return new Examples(items, NamesOf(Engine.DefaultCatalogue), matrix);
    }

    // The last telling of each order while it was open. Beyond the most that fit, unlabelled orders are thinned by a hash of their own content: the same orders
    // however the log is told, and each with the same chance.
    private static BitArray Choose(EventLog log, (long From, long To) window, OrderLabels labels, TrainingOptions options, long allFrom)
    {
        BitArray chosen = new(log.Orders.Count), later = new(log.Symbols.Orders.Count);
        int labelled = 0, others = 0;
        for (int row = log.Orders.Count - 1; row >= 0; row--)
        {
            log.Memory.CatchUp();
            ref readonly OrderVersion order = ref log.Orders[row];
            if (order.IsRemainder || !order.IsOpen || order.KnownAt < window.From || order.KnownAt >= window.To || later[order.Order]) continue;
            later[order.Order] = chosen[row] = true;
            if (order.KnownAt >= allFrom) continue;
            if (labels[order.Order].Kind != LabelKind.Unreviewed) labelled++;
            else others++;
        }

        int room = Math.Max(0, options.MostOrders - labelled);
        if (room >= others) return chosen;
        for (int row = 0; row < chosen.Count; row++)
        {
            log.Memory.CatchUp();
            if (!chosen[row] || log.Orders[row].KnownAt >= allFrom || labels[log.Orders[row].Order].Kind != LabelKind.Unreviewed) continue;
            chosen[row] = Chance.Of(log.Symbols.Orders.Text(log.Orders[row].Order)!, options.Seed) < (double)room / others;
        }

        return chosen;
    }

    // Of its own, so that nothing holds what is usual afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddAnomalies(IGrouping<DateOnly, int> month, List<Example> items, FeatureMatrix matrix, int peerMinimum, int threads, CancellationToken cancellation)
    {
        int features = matrix.Columns - 1;
        PeerAnomaly? usual = UsualBefore(items, matrix, Micros.StartOf(month.Key), peerMinimum, threads);
        Parallel.ForEach(month, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, index =>
        {
            Span<double> row = matrix[index];
            row[features] = usual?.Bits(items[index].Peer, row[..features]) ?? double.NaN;
        });
    }

    private static PeerAnomaly? UsualBefore(List<Example> items, FeatureMatrix matrix, long start, int peerMinimum, int threads)
    {
        int features = matrix.Columns - 1;
        IReadOnlyList<int> before = UsualOrders.Before(start, items.Count, i => items[i].KnownAt);
        if (before.Count < peerMinimum) return null;
        double[] rows = new double[before.Count * features];
        for (int i = 0; i < before.Count; i++) matrix[before[i]][..features].CopyTo(rows.AsSpan(i * features));
        return PeerAnomaly.Fit(rows, [.. before.Select(i => items[i].Peer)], features, peerMinimum, threads);
    }

    private static DateOnly MonthOf(long moment)
    {
        DateOnly day = Micros.Day(moment);
        return new DateOnly(day.Year, day.Month, 1);
    }
}
