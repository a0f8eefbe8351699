using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Windows;

/// <summary>
/// Twenty windowed features of each order on arrival, ten of its purchaser and ten of its end user, by the timelines that the product's groups use. Every window is
/// (ordered_at - w, ordered_at] over the orders that were known by then, the order itself included.
/// </summary>
internal static class WindowFeatures
{
    /// <summary>Features of one key.</summary>
    public const int PerKey = 10;

    /// <summary>How far back the previous order may lie, in days.</summary>
    public const int PreviousDays = 365;

    private const int PiecesPerThread = 16;

    /// <summary>Windows in days, ascending.</summary>
    public static IReadOnlyList<int> Days { get; } = [1, 7, 30, 90, 365];

    /// <summary>What is computed of a key, in the order of its columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "orders_1d", "orders_7d", "orders_30d", "value_cents_30d", "value_cents_90d", "value_cents_365d", "tpp_90d", "tpp_365d", "days_since_previous", "value_to_mean_90d",
    ];

    private static readonly long[] Lengths = [.. Days.Select(d => d * Micros.PerDay)];

    /// <summary>All features: a row per order; the purchaser's columns first, then the end user's.</summary>
    /// <param name="orders">The stream, in the order in which it became known.</param>
    /// <param name="threads">How many threads may work at once; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    public static FeatureMatrix Compute(WindowOrder[] orders, int threads, CancellationToken cancellation = default)
    {
        var matrix = new FeatureMatrix(orders.Length, 2 * PerKey);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        var plans = new IReadOnlyList<Action>[2];
        Parallel.For(0, plans.Length, options, role => plans[role] = Plan(orders, role == 0, matrix, role * PerKey, PiecesPerThread * threads));
        Parallel.ForEach(plans.SelectMany(p => p), options, static piece => piece());
        return matrix;
    }

    private static List<Action> Plan(WindowOrder[] orders, bool ofPurchaser, FeatureMatrix matrix, int firstColumn, int pieces)
    {
        (int[] starts, int[] rows) = SortByKey(orders, ofPurchaser);
        var actions = new List<Action>();
        for (int from = 0; from < starts.Length - 1;)
        {
            int to = from + 1;
            while (to < starts.Length - 1 && starts[to] - starts[from] < Math.Max(1, rows.Length / pieces)) to++;
            (int first, int last) = (from, to);
            actions.Add(() => Replay(orders, matrix, firstColumn, starts, rows, first, last));
            from = to;
        }

        return actions;
    }

    // The same counting sort as the product's keyed groups: key after key, a key's orders as they became known.
    private static (int[] Starts, int[] Rows) SortByKey(WindowOrder[] orders, bool ofPurchaser)
    {
        int keys = 0;
        foreach (ref readonly WindowOrder order in orders.AsSpan()) keys = Math.Max(keys, (ofPurchaser ? order.Purchaser : order.EndUser) + 1);
        int[] starts = new int[keys + 1];
        foreach (ref readonly WindowOrder order in orders.AsSpan()) starts[(ofPurchaser ? order.Purchaser : order.EndUser) + 1]++;
        for (int key = 1; key < starts.Length; key++) starts[key] += starts[key - 1];
        int[] rows = new int[orders.Length], next = (int[])starts.Clone();
        for (int row = 0; row < orders.Length; row++) rows[next[ofPurchaser ? orders[row].Purchaser : orders[row].EndUser]++] = row;
        return (starts, rows);
    }

    private static void Replay(WindowOrder[] orders, FeatureMatrix matrix, int firstColumn, int[] starts, int[] rows, int first, int last)
    {
        var timeline = new Timeline();
        for (int key = first; key < last; key++)
        {
            timeline.Clear();
            foreach (int row in rows.AsSpan(starts[key], starts[key + 1] - starts[key]))
            {
                ref readonly WindowOrder order = ref orders[row];
                var own = new Volume(1, order.ValueCents, order.Tpp, 0, 0);
                Read(timeline, order.OrderedAt, row, own, matrix[row].Slice(firstColumn, PerKey));
                timeline.Add(order.OrderedAt, row, own, order.OrderedAt);
            }
        }
    }

    private static void Read(Timeline timeline, long at, int row, in Volume own, Span<double> columns)
    {
        Span<Volume> sums = stackalloc Volume[Lengths.Length];
        timeline.Windows(at, Lengths, sums);
        columns[0] = sums[0].Orders + own.Orders;
        columns[1] = sums[1].Orders + own.Orders;
        columns[2] = sums[2].Orders + own.Orders;
        columns[3] = sums[2].ValueCents + own.ValueCents;
        double value = sums[3].ValueCents + own.ValueCents, orders = sums[3].Orders + own.Orders;
        columns[4] = value;
        columns[5] = sums[4].ValueCents + own.ValueCents;
        columns[6] = sums[3].Tpp + own.Tpp;
        columns[7] = sums[4].Tpp + own.Tpp;
        long previous = timeline.LastBefore(at, row);
        columns[8] = previous > at - (PreviousDays * Micros.PerDay) ? (at - previous) / (double)Micros.PerDay : double.NaN;
        columns[9] = own.ValueCents * orders / value;
    }
}
