using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>What the book computes of a transaction itself and of its customer: how many transactions, and how large they were.</summary>
internal sealed class CustomerCardGroup : KeyedGroup<Timeline>
{
    private const int FirstNightlessHour = 7;
    private const string Card = "transactions";

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("TX_AMOUNT", "transaction", "Amount of the transaction", "money", 0, 1e9, "never", Card, ""),
        new("TX_DURING_WEEKEND", "transaction", "Whether it was made on a Saturday or Sunday", "0 or 1", 0, 1, "never", Card, ""),
        new("TX_DURING_NIGHT", "transaction", "Whether it was made before seven in the morning", "0 or 1", 0, 1, "never", Card, ""),
        .. CardWindows.Days.SelectMany(days => (Feature[])
        [
            new($"CUSTOMER_ID_NB_TX_{days}DAY_WINDOW", "customer", $"The customer's transactions in {days} days, this one included", "transactions", 1, 1e9, "never", Card, ""),
            new($"CUSTOMER_ID_AVG_AMOUNT_{days}DAY_WINDOW", "customer", $"Their mean amount in {days} days, this one included", "money", 0, 1e9, "never", Card, ""),
        ]),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind == EventKind.Order) keys.Add(log.Orders[at.Row].Purchaser);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.Purchaser;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Timeline? state)
    {
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        (state ??= new Timeline()).Add(order.EventAt, order.Order, order.Content, order.KnownAt);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Timeline? state, Span<double> columns)
    {
        columns[0] = reading.Order.Content.ValueUsd;
        DateTime at = Micros.ToDateTime(reading.Order.OrderedAt);
        columns[1] = at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
        columns[2] = at.Hour < FirstNightlessHour ? 1 : 0;
        for (int window = 0; window < CardWindows.Days.Count; window++)
        {
            Volume volume = reading.VolumeInDays(state, holdsLearnt: true, CardWindows.Days[window]);
            columns[3 + (2 * window)] = volume.Orders;
            columns[4 + (2 * window)] = volume.ValueUsd / volume.Orders;
        }
    }
}
