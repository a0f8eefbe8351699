using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>
/// What the known labels say of a terminal, beyond the book's three windows: shares of labelled transactions over more windows, the run of frauds that the labels end
/// with and since when it lasts, and how many of the frauds were of a usual amount, which points at the terminal rather than at the customer. A label is learnt when
/// it becomes known.
/// </summary>
internal sealed class TerminalEvidenceGroup : FeatureGroup
{
    private const int LookBackDays = 60;
    private const string Source = "transactions labels", NoLabel = "no label in 60 days";

    private readonly Dictionary<int, CardHabit> _habits = [];
    private readonly Dictionary<int, TerminalLabels> _labels = [];
    private readonly List<bool> _isPlain = [];

    /// <summary>Lengths of the labelled windows in days, ascending.</summary>
    private static int[] Days => [3, 14, 21, 28];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("terminal_fraud_run", "terminal", "Frauds that the terminal's known labels end with, unbroken", "transactions", 0, 1e9, "never", Source, ""),
        new("terminal_plain_fraud_run", "terminal", "Those of them whose amount was usual for the customer", "transactions", 0, 1e9, "never", Source, ""),
        new("terminal_days_since_run_began", "terminal", "Days since the first fraud of that run", "days", 0, LookBackDays, "the latest label is no fraud", Source, ""),
        new("terminal_days_since_before_run", "terminal", "Days since the last labelled transaction before that run", "days", 0, LookBackDays, NoLabel, Source, ""),
        new("terminal_days_since_first_plain_fraud", "terminal", "Days since the first known fraud of a usual amount in 60 days", "days", 0, LookBackDays, "no such fraud", Source, ""),
        new("terminal_days_since_last_plain_fraud", "terminal", "Days since the last known fraud of a usual amount in 60 days", "days", 0, LookBackDays, "no such fraud", Source, ""),
        new("terminal_days_since_label", "terminal", "Days since the latest labelled transaction", "days", 0, LookBackDays, NoLabel, Source, ""),
        new("terminal_labelled_60d", "terminal", "Labelled transactions in 60 days", "transactions", 0, 1e9, "never", Source, ""),
        .. Days.Select(days => new Feature($"terminal_risk_{days}d", "terminal", $"Share of fraud among the labelled transactions of the {days} days that ended 7 days ago", "1", 0, 1, "no label in these days", Source, "")),
        .. Days.Select(days => new Feature($"terminal_plain_frauds_{days}d", "terminal", $"Frauds of a usual amount in the {days} days that ended 7 days ago", "transactions", 0, 1e9, "never", Source, "")),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Order)
        {
            ref readonly OrderVersion order = ref log.Orders[at.Row];
            if (!_habits.TryGetValue(order.Purchaser, out CardHabit? habit)) _habits[order.Purchaser] = habit = new CardHabit();
            double unusual = habit.Of(order.Content.ValueCents).Deviations;
            habit.Add(order.EventAt, order.Content.ValueCents, unusual);
            while (_isPlain.Count <= order.Order) _isPlain.Add(false);
            _isPlain[order.Order] = unusual < CustomerHabitGroup.Unusual;
        }
        else if (at.Kind == EventKind.Disposition)
        {
            ref readonly Disposition label = ref log.Dispositions[at.Row];
            ref readonly OrderVersion order = ref log.Orders[label.Order];
            if (!_labels.TryGetValue(order.EndUser, out TerminalLabels? labels)) _labels[order.EndUser] = labels = new TerminalLabels();
            bool isFraud = label.Decision == Decision.Confirmed;
            labels.Add(order.EventAt, label.Order, new TerminalLabelCount(1, isFraud ? 1 : 0, isFraud && _isPlain[label.Order] ? 1 : 0), label.KnownAt);
        }
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        columns[0] = columns[1] = columns[7] = 0;
        columns.Slice(8 + Days.Length, Days.Length).Clear();
        if (!_labels.TryGetValue(reading.Order.EndUser, out TerminalLabels? labels)) return;
        long asOf = reading.AsOf, after = asOf - (LookBackDays * Micros.PerDay), through = asOf - (CardWindows.LabelDelayDays * Micros.PerDay);
        (TerminalLabelCount run, long firstAt, long beforeAt) = labels.LatestRun(after);
        (columns[0], columns[1]) = (run.Frauds, run.PlainFrauds);
        columns[2] = DaysSince(firstAt);
        columns[3] = DaysSince(beforeAt);
        (long firstPlainAt, long lastPlainAt) = labels.PlainFrauds(after);
        columns[4] = DaysSince(firstPlainAt);
        columns[5] = DaysSince(lastPlainAt);
        columns[6] = labels.LatestAt > after ? DaysSince(labels.LatestAt) : double.NaN;
        columns[7] = labels.Between(after, through).Transactions;
        for (int window = 0; window < Days.Length; window++)
        {
            TerminalLabelCount count = labels.Between(through - (Days[window] * Micros.PerDay), through);
            if (count.Transactions > 0) columns[8 + window] = (double)count.Frauds / count.Transactions;
            columns[8 + Days.Length + window] = count.PlainFrauds;
        }

        double DaysSince(long at) => at == Missing.Moment ? double.NaN : (asOf - at) / (double)Micros.PerDay;
    }
}
