using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>
/// What the book computes of a transaction's terminal: how many of its transactions were fraud, by the labels that are known. A label is an event of its own, learnt
/// when it becomes known, so that no state holds one before its time.
/// </summary>
internal sealed class TerminalCardGroup : KeyedGroup<RunningSums<LabelledCount>>
{
    private const string Source = "transactions labels";

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        .. CardWindows.Days.SelectMany(days => (Feature[])
        [
            new($"TERMINAL_ID_NB_TX_{days}DAY_WINDOW", "terminal", $"The terminal's transactions in the {days} days that ended {CardWindows.LabelDelayDays} days ago", "transactions", 0, 1e9, "never", Source, ""),
            new($"TERMINAL_ID_RISK_{days}DAY_WINDOW", "terminal", $"Share of fraud among them; 0 when there is none", "1", 0, 1, "never", Source, ""),
        ]),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind == EventKind.Disposition) keys.Add(log.Orders[log.Dispositions[at.Row].Order].EndUser);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.EndUser;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref RunningSums<LabelledCount>? state)
    {
        ref readonly Disposition label = ref log.Dispositions[at.Row];
        var count = new LabelledCount(1, label.Decision == Decision.Confirmed ? 1 : 0);
        (state ??= new RunningSums<LabelledCount>()).Add(log.Orders[label.Order].EventAt, label.Order, count, label.KnownAt);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in RunningSums<LabelledCount>? state, Span<double> columns)
    {
        long through = reading.AsOf - (CardWindows.LabelDelayDays * Micros.PerDay);
        for (int window = 0; window < CardWindows.Days.Count; window++)
        {
            LabelledCount count = state?.Between(through - (CardWindows.Days[window] * Micros.PerDay), through) ?? default;
            columns[2 * window] = count.Transactions;
            columns[1 + (2 * window)] = count.Risk;
        }
    }
}
