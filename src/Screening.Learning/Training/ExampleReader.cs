using System.Collections.Immutable;
using Screening.Features;
using Screening.Policies;
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

    /// <summary>Reads examples.</summary>
    /// <param name="log">What was known by the end of the day of training.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="window">From when to when tellings arrived, in microseconds, the end left out.</param>
    /// <param name="labels">What is known of them.</param>
    /// <param name="options">How many, and how anomalies are compared.</param>
    /// <param name="threads">To replay with.</param>
    /// <param name="progress">Hears how far the replay is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Examples Read(
        EventLog log, CountryGroups countries, (long From, long To) window, OrderLabels labels, TrainingOptions options, int threads,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        Subjects subjects = Subjects.Of(log);
        HashSet<int> chosen = Choose(log, window, labels, options);
        ReadPlan plan = ReadPlan.OnArrival(log, chosen.Contains);
        FeatureMatrix features = Engine.Replay(log, countries, plan, threads, progress, cancellation);
        int columns = features.Columns + 1;
        double[] matrix = new double[plan.Reads.Count * columns];
        var items = new List<Example>(plan.Reads.Count);
        for (int look = 0; look < plan.Reads.Count; look++)
        {
            int row = plan.Reads[look].Order;
            ref readonly OrderVersion order = ref log.Orders[row];
            items.Add(new Example(
                order.Order, row, subjects.Of(order.Subject), UsualOrders.Peer(log, row), order.KnownAt, labels[order.Order], order.Content.ValueUsd, order.Content.H100e));
            features[look].CopyTo(matrix.AsSpan(look * columns));
        }

        AddAnomalies(items, matrix, features.Columns, options.PeerMinimum, threads, cancellation);
        return new Examples(items, NamesOf(Engine.DefaultCatalogue), matrix);
    }

    // The last telling of each order while it was open. Beyond the most that fit, unlabelled orders are thinned by a hash of their own content: the same orders
    // however the log is told, and each with the same chance.
    private static HashSet<int> Choose(EventLog log, (long From, long To) window, OrderLabels labels, TrainingOptions options)
    {
        var last = new Dictionary<int, int>();
        for (int row = 0; row < log.Orders.Count; row++)
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (order.IsRemainder || !order.IsOpen || order.KnownAt < window.From || order.KnownAt >= window.To) continue;
            last[order.Order] = row;
        }

        List<int> rows = [.. last.Values];
        int labelled = rows.Count(row => labels[log.Orders[row].Order].Kind != LabelKind.Unreviewed);
        int room = Math.Max(0, options.MostOrders - labelled), others = rows.Count - labelled;
        if (room >= others) return [.. rows];
        return [.. rows.Where(row => labels[log.Orders[row].Order].Kind != LabelKind.Unreviewed || Chance.Of(log.Symbols.Orders.Text(log.Orders[row].Order)!, options.Seed) < (double)room / others)];
    }

    // Month after month, each held against the year before it.
    private static void AddAnomalies(List<Example> items, double[] matrix, int features, int peerMinimum, int threads, CancellationToken cancellation)
    {
        int columns = features + 1;
        var months = items.Select((item, i) => (Month: MonthOf(item.KnownAt), Index: i)).GroupBy(m => m.Month, m => m.Index).OrderBy(m => m.Key).ToList();
        Parallel.ForEach(months, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, month =>
        {
            long start = Micros.StartOf(month.Key);
            PeerAnomaly? usual = UsualBefore(items, matrix, features, start, peerMinimum);
            foreach (int index in month)
            {
                Span<double> row = matrix.AsSpan(index * columns, columns);
                row[features] = usual?.Bits(items[index].Peer, row[..features]) ?? double.NaN;
            }
        });
    }

    private static PeerAnomaly? UsualBefore(List<Example> items, double[] matrix, int features, long start, int peerMinimum)
    {
        IReadOnlyList<int> before = UsualOrders.Before(start, items.Count, i => items[i].KnownAt);
        if (before.Count < peerMinimum) return null;
        double[] rows = new double[before.Count * features];
        for (int i = 0; i < before.Count; i++) matrix.AsSpan(before[i] * (features + 1), features).CopyTo(rows.AsSpan(i * features));
        return PeerAnomaly.Fit(rows, [.. before.Select(i => items[i].Peer)], features, peerMinimum);
    }

    private static DateOnly MonthOf(long moment)
    {
        DateOnly day = Micros.Day(moment);
        return new DateOnly(day.Year, day.Month, 1);
    }
}
