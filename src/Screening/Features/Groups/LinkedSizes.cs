using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What the single orders of linked parties are to each other: how alike in size, how far apart, who bought and sold, and whether their parts make a whole.</summary>
internal static class LinkedSizes
{
    /// <summary>How many other orders of a window are looked at one by one; where there are more, nothing is said.</summary>
    public const int MostOthers = 250;

    private const int MostMet = 16;

    /// <summary>Fills the columns from linked_orders_of_largest_size_90d through linked_kit_across_purchasers.</summary>
    /// <param name="reading">The look.</param>
    /// <param name="window">The orders placed in (<paramref name="after"/>, as of], in order of time.</param>
    /// <param name="after">Start of the window, itself outside.</param>
    /// <param name="parts">What products are in which wholes.</param>
    /// <param name="columns">The columns, all missing.</param>
    public static void Read(in Reading reading, ReadOnlySpan<RecentOrder> window, long after, PartRoles parts, Span<double> columns)
    {
        if (window.Length > MostOthers + 1) return;
        Span<RecentOrder> orders = stackalloc RecentOrder[window.Length + 1];
        int count = 0;
        bool isIn = reading.Order.EventAt > after, isPlaced = !isIn;
        foreach (ref readonly RecentOrder other in window)
        {
            if (other.Order == reading.Order.Order) continue;
            if (!isPlaced && other.At > reading.Order.EventAt)
            {
                orders[count++] = RecentOrders.Of(reading.Order);
                isPlaced = true;
            }

            orders[count++] = other;
        }

        if (!isPlaced) orders[count++] = RecentOrders.Of(reading.Order);
        if (count - (isIn ? 1 : 0) > MostOthers) return;
        orders = orders[..count];
        ReadSizes(orders, columns);
        columns[3] = MedianGapDays(orders);
        Span<int> parties = stackalloc int[count];
        for (int i = 0; i < count; i++) parties[i] = orders[i].Purchaser;
        columns[4] = Different(parties);
        for (int i = 0; i < count; i++) parties[i] = orders[i].Seller;
        columns[5] = Different(parties);
        (columns[6], columns[7]) = Kit(orders, parts);
    }

    private static void ReadSizes(ReadOnlySpan<RecentOrder> orders, Span<double> columns)
    {
        long largest = 0;
        foreach (ref readonly RecentOrder order in orders) largest = Math.Max(largest, order.Tpp);
        int same = 0, half = 0, near = 0;
        foreach (ref readonly RecentOrder order in orders)
        {
            if (largest == 0 || order.Tpp < largest - order.Tpp) continue;
            if (order.Tpp == largest) same++;
            else half++;
            if ((Int128)order.Tpp * 10 >= (Int128)largest * 9) near++;
        }

        (columns[0], columns[1]) = (same, half);
        if (same + half > 1) columns[2] = (near - 1) / (double)(same + half - 1);
    }

    private static double MedianGapDays(ReadOnlySpan<RecentOrder> orders)
    {
        if (orders.Length < 2) return double.NaN;
        Span<long> gaps = stackalloc long[orders.Length - 1];
        for (int i = 0; i < gaps.Length; i++) gaps[i] = orders[i + 1].At - orders[i].At;
        (long lower, long upper) = Middles.Of(gaps);
        return (lower + upper) / 2.0 / Micros.PerDay;
    }

    /// <summary>How many different numbers there are; may sort them.</summary>
    public static int Different(Span<int> numbers)
    {
        // Linked parties mostly have a few purchasers and sellers: to look each up among those met costs less than to sort.
        Span<int> met = stackalloc int[MostMet];
        int different = 0, at = 0;
        for (; at < numbers.Length; at++)
        {
            if (met[..different].Contains(numbers[at])) continue;
            if (different == MostMet) break;
            met[different++] = numbers[at];
        }

        if (at == numbers.Length) return different;
        numbers.Sort();
        different = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i == 0 || numbers[i] != numbers[i - 1]) different++;
        }

        return different;
    }

    private static (double Roles, double AcrossPurchasers) Kit(ReadOnlySpan<RecentOrder> orders, PartRoles parts)
    {
        uint roles = 0;
        foreach (ref readonly RecentOrder order in orders)
        {
            foreach (PartRoles.Line line in parts.Of(order.Product))
            {
                if (line.Role != PartRole.Unknown) roles |= 1u << (int)line.Role;
            }
        }

        if (roles == 0) return (double.NaN, double.NaN);
        bool hasBoard = (roles & (1u << (int)PartRole.Baseboard)) != 0;
        bool hasModule = (roles & ((1u << (int)PartRole.Accelerator) | (1u << (int)PartRole.Module))) != 0;
        return (System.Numerics.BitOperations.PopCount(roles), hasBoard && hasModule && MeetsAcrossPurchasers(orders, parts) ? 1 : 0);
    }

    private static bool MeetsAcrossPurchasers(ReadOnlySpan<RecentOrder> orders, PartRoles parts)
    {
        foreach (ref readonly RecentOrder order in orders)
        {
            foreach (PartRoles.Line board in parts.Of(order.Product))
            {
                if (board.Role != PartRole.Baseboard) continue;
                foreach (ref readonly RecentOrder other in orders)
                {
                    if (other.Purchaser == order.Purchaser) continue;
                    foreach (PartRoles.Line line in parts.Of(other.Product))
                    {
                        if (line.Whole == board.Whole && line.Role is PartRole.Accelerator or PartRole.Module) return true;
                    }
                }
            }
        }

        return false;
    }
}
