using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>How well customer and terminal know each other, and how busy the terminal is. Needs no label.</summary>
internal sealed class CardPlaceGroup : FeatureGroup
{
    private const string Card = "transactions";

    private readonly Dictionary<(int Customer, int Terminal), int> _together = [];
    private readonly Dictionary<int, Timeline> _terminals = [];

    /// <summary>Lengths in days over which a terminal's transactions are counted, ascending.</summary>
    private static int[] Days => [1, 7, 28];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("pair_tx", "pair", "Earlier transactions of the customer at this terminal", "transactions", 0, 1e9, "never", Card, ""),
        new("terminal_days_since_previous", "terminal", "Days since the terminal's previous transaction", "days", 0, 1e5, "the first transaction", Card, ""),
        .. Days.Select(days => new Feature($"terminal_tx_{days}d", "terminal", $"The terminal's transactions in {days} days, this one included", "transactions", 1, 1e9, "never", Card, "")),
        new("terminal_burst_1d_28d", "terminal", "Transactions of a day over the daily mean of 28 days", "1", 0, 28, "never", Card, ""),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        (int, int) pair = (order.Purchaser, order.EndUser);
        _together[pair] = _together.GetValueOrDefault(pair) + 1;
        if (!_terminals.TryGetValue(order.EndUser, out Timeline? terminal)) _terminals[order.EndUser] = terminal = new Timeline();
        terminal.Add(order.EventAt, order.Order, order.Content, order.KnownAt);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        Timeline? terminal = _terminals.GetValueOrDefault(reading.Order.EndUser);
        columns[0] = _together.GetValueOrDefault((reading.Order.Purchaser, reading.Order.EndUser));
        long previous = terminal?.LastBefore(reading.AsOf, reading.Order.Order) ?? Missing.Moment;
        if (previous != Missing.Moment) columns[1] = (reading.AsOf - previous) / (double)Micros.PerDay;
        for (int window = 0; window < Days.Length; window++) columns[2 + window] = reading.VolumeInDays(terminal, holdsLearnt: true, Days[window]).Orders;
        columns[5] = columns[2] / (columns[4] / Days[^1]);
    }
}
