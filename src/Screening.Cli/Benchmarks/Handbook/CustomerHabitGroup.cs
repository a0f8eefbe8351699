using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>How a transaction compares with what its customer usually does, and how many unusual ones there were of late. Needs no label.</summary>
internal sealed class CustomerHabitGroup : KeyedGroup<CardHabit>
{
    /// <summary>Deviations above the median from which a transaction is unusual.</summary>
    public const double Unusual = 3;

    private const string Card = "transactions", TooFew = "fewer than five earlier transactions";

    /// <summary>Days over which unusual transactions are counted, ascending.</summary>
    private static int[] Days => [1, 3, 7, 14];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("customer_amount_deviations", "customer", "How many robust deviations the amount lies above the customer's median of 100 transactions", "1", -1e9, 1e9, TooFew, Card, ""),
        new("customer_amount_over_median", "customer", "The amount over that median", "1", 0, 1e9, TooFew, Card, ""),
        new("customer_days_since_previous", "customer", "Days since the customer's previous transaction", "days", 0, 1e5, "the first transaction", Card, ""),
        new("customer_kept_tx", "customer", "Earlier transactions that are kept", "transactions", 0, CardHabit.Room, "never", Card, ""),
        .. Days.Select(days => new Feature($"customer_unusual_tx_{days}d", "customer", $"The customer's earlier transactions in {days} days that were {Unusual} deviations or more above the median", "transactions", 0, CardHabit.Room, "never", Card, "")),
        .. Days.Select(days => new Feature($"customer_unusual_share_{days}d", "customer", $"Their share among the earlier transactions in {days} days", "1", 0, 1, "no earlier transaction in these days", Card, "")),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind == EventKind.Order) keys.Add(log.Orders[at.Row].Purchaser);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.Purchaser;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref CardHabit? state)
    {
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        state ??= new CardHabit();
        state.Add(order.EventAt, order.Content.ValueCents, state.Of(order.Content.ValueCents).Deviations);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in CardHabit? state, Span<double> columns)
    {
        columns[3] = state?.Count ?? 0;
        for (int window = 0; window < Days.Length; window++) columns[4 + window] = 0;
        if (state is null) return;
        long cents = reading.Order.Content.ValueCents;
        (double median, columns[0]) = state.Of(cents);
        columns[1] = cents / Math.Max(1, median);
        columns[2] = (reading.AsOf - state.LatestAt) / (double)Micros.PerDay;
        (int seen, int unusual) = (0, 0);
        for (int window = 0; window < Days.Length; window++)
        {
            long after = reading.AsOf - (Days[window] * Micros.PerDay);
            for (; seen < state.Count && state.Back(seen).At > after; seen++) unusual += state.Back(seen).Unusual >= Unusual ? 1 : 0;
            columns[4 + window] = unusual;
            if (seen > 0) columns[4 + Days.Length + window] = (double)unusual / seen;
        }
    }
}
