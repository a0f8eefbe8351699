using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>How a party orders, and how far its latest orders leave its own habits: the same features for every role of a party.</summary>
internal static class OrderHabits
{
    /// <summary>How many columns <see cref="Read"/> fills.</summary>
    public const int Count = 13;

    private const int EarlierBlocks = 11, FewestBlocks = 6, MostMoments = 33, FewestMoments = 4, MostOrders = 128;
    private const double NormalOfMad = 1.4826;

    /// <summary>How many windows <see cref="ReadVolumes"/> fills: of 1, 7 and 365 days, and of 30 to 360 by 30.</summary>
    public const int Windows = 15;

    /// <summary>The windows of 1, 7, 30, 90 and 365 days among them.</summary>
    public const int Day = 0, Week = 1, Month = 2, Quarter = 4, Year = 14;

    private static readonly int[] s_days = [1, 7, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360, 365];

    /// <summary>The features.</summary>
    /// <param name="prefix">Role as names begin with it.</param>
    /// <param name="party">Role in words, with its preposition: of the purchaser.</param>
    /// <param name="nobody">When the role itself is missing; <c>null</c> when it never is.</param>
    public static IReadOnlyList<Feature> Features(string prefix, string party, string? nobody)
    {
        string never = nobody ?? "never", or = nobody is null ? "" : nobody + ", or ";
        const string Blocks = "the earlier blocks of 30 days of the last 360 days that did not end before the party's first order";
        const string Few = "fewer than six such blocks are known";
        return
        [
            new(prefix + "_orders_1d", "volume", $"Orders {party} in 1 day, this one included", "orders", 0, 1e9, never, "orders", "T16"),
            new(prefix + "_orders_7d", "volume", $"Orders {party} in 7 days, this one included", "orders", 0, 1e9, never, "orders", "T16"),
            new(prefix + "_orders_90d", "volume", $"Orders {party} in 90 days, this one included", "orders", 0, 1e9, never, "orders", "T16"),
            new(prefix + "_orders_365d", "volume", $"Orders {party} in 365 days, this one included", "orders", 0, 1e9, never, "orders", "T16"),
            new(prefix + "_value_usd_sum_1d", "volume", $"Value ordered {party} in 1 day, this order included", "USD", 0, 1e15, never, "orders", "T16"),
            new(prefix + "_value_usd_sum_7d", "volume", $"Value ordered {party} in 7 days, this order included", "USD", 0, 1e15, never, "orders", "T16"),
            new(prefix + "_value_usd_sum_90d", "volume", $"Value ordered {party} in 90 days, this order included", "USD", 0, 1e15, never, "orders", "T16"),
            new(prefix + "_value_30d_robust_z", "volume", $"Value ordered {party} in 30 days, this order included, less its median over {Blocks}, over 1.4826 times their median absolute deviation, a tenth of their median or 1,000 USD, whichever is greatest", "1", -1e12, 1e12, or + Few, "orders", "T16"),
            new(prefix + "_value_cusum", "volume", $"One-sided cumulative sum {party} over {Blocks}, oldest first, and then the latest 30 days with this order: of ln(1 + value in USD) less its median over the earlier blocks, over 1.4826 times its median absolute deviation there and 0.5 at least, less 0.5 each time; it begins at 0 and goes back to 0 instead of below", "1", 0, 1e6, or + Few, "orders", "T16"),
            new(prefix + "_silence_to_usual_gap", "volume", $"Days since the latest other order {party} was placed, over the median of the days between its latest 33 other orders of 365 days, of 1 day at least", "1", 0, 366, or + "fewer than four other orders are known within 365 days", "orders", "T16"),
            new(prefix + "_largest_other_order_usd", "volume", $"Greatest value of a single other order {party}, of the latest 128 within 365 days and any placed at the same moment as the last of these", "USD", 0, 1e15, or + "no other order is known within 365 days", "orders", "T16"),
            new(prefix + "_order_to_largest_other", "volume", $"Value of this order over the greatest of a single other order {party} as above, of 1 USD at least", "1", 0, 1e15, or + "no other order is known within 365 days", "orders", "T16"),
            new(prefix + "_value_share_30d", "volume", $"Share of the value ordered {party} in 365 days that falls in the latest 30, this order included", "1", 0, 1, or + "the value of the 365 days is zero", "orders", "T16"),
        ];
    }

    /// <summary>What was ordered in each window, this order as it is read in place of what was learnt of it.</summary>
    /// <param name="reading">The look.</param>
    /// <param name="orders">The party's orders in the role.</param>
    /// <param name="holds">Whether the party learnt the version that the look leaves out.</param>
    /// <param name="volumes">Receives the volume of each window.</param>
    /// <returns>Everything, however long ago.</returns>
    public static Volume ReadVolumes(in Reading reading, Timeline orders, bool holds, Span<Volume> volumes)
    {
        Span<long> moments = stackalloc long[Windows];
        for (int i = 0; i < Windows; i++) moments[i] = reading.AsOf - (s_days[i] * Micros.PerDay);
        return reading.VolumesSince(orders, holds, moments, volumes);
    }

    /// <summary>Fills the columns.</summary>
    /// <param name="reading">The look.</param>
    /// <param name="orders">The party's orders in the role.</param>
    /// <param name="volumes">What <see cref="ReadVolumes"/> filled.</param>
    /// <param name="all">What it returned.</param>
    /// <param name="columns">The columns, all missing.</param>
    public static void Read(in Reading reading, Timeline orders, ReadOnlySpan<Volume> volumes, in Volume all, Span<double> columns)
    {
        (columns[0], columns[1], columns[2], columns[3]) = (volumes[Day].Orders, volumes[Week].Orders, volumes[Quarter].Orders, volumes[Year].Orders);
        (columns[4], columns[5], columns[6]) = (volumes[Day].ValueUsd, volumes[Week].ValueUsd, volumes[Quarter].ValueUsd);
        ReadBlocks(all.Orders, volumes, columns);
        ReadOthers(reading, orders, columns);
        if (volumes[Year].ValueCents > 0) columns[12] = (double)volumes[Month].ValueCents / volumes[Year].ValueCents;
    }

    //   as_of - 360                                         as_of - 30       as_of
    //   ---|-- 11 --|-- 10 --| ... |-- 3 --|-- 2 --|-- 1 --|---- 0 ----|
    //               o first order: blocks 10 to 1 count, and block 11 if the order lies on its end
    private static void ReadBlocks(long inAll, ReadOnlySpan<Volume> volumes, Span<double> columns)
    {
        long month = volumes[Month].ValueCents;
        int blocks = 0;
        while (blocks < EarlierBlocks && inAll > volumes[Month + blocks].Orders) blocks++;
        if (blocks < FewestBlocks) return;
        Span<double> values = stackalloc double[blocks], logs = stackalloc double[blocks + 1];
        for (int i = 0; i < blocks; i++) values[i] = volumes[Month + i + 1].ValueCents - volumes[Month + i].ValueCents;
        logs[0] = Log(month);
        for (int i = 0; i < blocks; i++) logs[i + 1] = Log(values[i]);
        (double median, double deviation) = MedianAndDeviation(values);
        columns[7] = (month - median) / Math.Max(NormalOfMad * deviation, Math.Max(0.1 * median, 1_000_00));
        logs[1..].CopyTo(values);
        (median, deviation) = MedianAndDeviation(values);
        double sum = 0, scale = Math.Max(NormalOfMad * deviation, 0.5);
        for (int i = blocks; i >= 0; i--) sum = Math.Max(0, sum + ((logs[i] - median) / scale) - 0.5);
        columns[8] = sum;
    }

    private static double Log(double cents) => cents == 0 ? 0 : Math.Log(1 + (cents / 100.0));

    private static void ReadOthers(in Reading reading, Timeline orders, Span<double> columns)
    {
        long yearAgo = reading.AsOf - (365 * Micros.PerDay);
        long largest = orders.LargestValueCents(yearAgo, reading.AsOf, reading.Order.Order, MostOrders);
        if (largest == Missing.Amount) return;
        columns[10] = largest / 100.0;
        columns[11] = reading.Order.Content.ValueCents / (double)Math.Max(100, largest);
        Span<long> moments = stackalloc long[MostMoments];
        int count = orders.LatestMoments(yearAgo, reading.AsOf, reading.Order.Order, moments);
        if (count < FewestMoments) return;
        Span<double> gaps = stackalloc double[count - 1];
        for (int i = 0; i < gaps.Length; i++) gaps[i] = moments[i] - moments[i + 1];
        columns[9] = (reading.AsOf - moments[0]) / Math.Max(Micros.PerDay, Median(gaps));
    }

    // Both change the order of what they are given.
    private static (double Median, double Deviation) MedianAndDeviation(Span<double> values)
    {
        double median = Median(values);
        for (int i = 0; i < values.Length; i++) values[i] = Math.Abs(values[i] - median);
        return (median, Median(values));
    }

    private static double Median(Span<double> values)
    {
        (double lower, double upper) = Middles.Of(values);
        return values.Length % 2 == 1 ? upper : (lower + upper) / 2;
    }
}
