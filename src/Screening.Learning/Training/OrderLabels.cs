using Screening.Records;

namespace Screening.Learning.Training;

/// <summary>What is known of an order by some day, for learning.</summary>
public enum LabelKind
{
    /// <summary>Nobody decided: neither clean nor diverted.</summary>
    Unreviewed,

    /// <summary>An analyst put it aside or let it go. Not innocence.</summary>
    Dismissed,

    /// <summary>A check from outside looked for diversion and found none. Not innocence either, but more than a dismissal.</summary>
    Checked,

    /// <summary>An analyst confirmed diversion.</summary>
    Confirmed,

    /// <summary>It was established from outside: an agency, a court, a check after shipment.</summary>
    Established,
}

/// <summary>An order's label.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="KnownAt">Since when; <see cref="long.MaxValue"/> when nothing is.</param>
public readonly record struct OrderLabel(LabelKind Kind, long KnownAt)
{
    /// <summary>Nothing is known.</summary>
    public static OrderLabel None { get; } = new(LabelKind.Unreviewed, long.MaxValue);

    /// <summary>Whether it counts as diversion.</summary>
    public bool IsDiversion => Kind is LabelKind.Confirmed or LabelKind.Established;
}

/// <summary>
/// Labels of orders as of a moment: only what was known by then counts, a decision that was told again or taken back counts as it stood then, and what comes
/// from outside outweighs what an analyst decided. An allegation labels nothing: it stays one.
/// </summary>
/// <remarks>
/// An order has the label of what names it. A subject's other orders do not inherit it: which of them the case was about is not known, and they
/// share its features anyway.
/// </remarks>
public sealed class OrderLabels
{
    private readonly Dictionary<int, OrderLabel> _labels = [];

    private OrderLabels()
    {
    }

    /// <summary>How many orders have one.</summary>
    public int Count => _labels.Count;

    /// <summary>How many orders are diversion.</summary>
    public int Diversions => _labels.Values.Count(label => label.IsDiversion);

    /// <summary>The label of an order.</summary>
    /// <param name="order">Its symbol.</param>
    public OrderLabel this[int order] => _labels.GetValueOrDefault(order, OrderLabel.None);

    /// <summary>Labels of a simulated world by its own truth: every order is known, and always was.</summary>
    /// <param name="log">The log.</param>
    /// <param name="isDiversion">The truth, by the order's symbol.</param>
    public static OrderLabels OfTruth(EventLog log, Func<int, bool> isDiversion)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(isDiversion);
        var labels = new OrderLabels();
        foreach (int row in log.Orders.Each())
        {
            int order = log.Orders[row].Order;
            labels._labels[order] = new OrderLabel(isDiversion(order) ? LabelKind.Established : LabelKind.Checked, long.MinValue);
        }

        return labels;
    }

    /// <summary>Reads labels out of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="asOf">The moment; what became known later does not exist.</param>
    public static OrderLabels Of(EventLog log, long asOf)
    {
        ArgumentNullException.ThrowIfNull(log);
        var labels = new OrderLabels();
        bool[] replaced = Replaced(log.Dispositions.Count, row => (log.Dispositions[row].Previous, log.Dispositions[row].KnownAt), asOf);
        foreach (int row in log.Dispositions.Each())
        {
            ref readonly Disposition disposition = ref log.Dispositions[row];
            if (disposition.KnownAt > asOf || disposition.IsGone || replaced[row]) continue;
            labels.Add(disposition.Order, Kind(disposition.Decision), disposition.KnownAt);
        }

        replaced = Replaced(log.OutcomeReports.Count, row => (log.OutcomeReports[row].Previous, log.OutcomeReports[row].KnownAt), asOf);
        foreach (int row in log.OutcomeReports.Each())
        {
            ref readonly OutcomeReport outcome = ref log.OutcomeReports[row];
            if (outcome.KnownAt > asOf || outcome.IsGone || replaced[row] || outcome.Order == Missing.Symbol) continue;
            labels.Add(outcome.Order, Kind(outcome.Finding), outcome.KnownAt);
        }

        return labels;
    }

    // Which rows a later telling known by the moment stands in the place of.
    private static bool[] Replaced(int rows, Func<int, (int Previous, long KnownAt)> telling, long asOf)
    {
        bool[] replaced = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            (int previous, long knownAt) = telling(row);
            if (previous != Missing.Symbol && knownAt <= asOf) replaced[previous] = true;
        }

        return replaced;
    }

    private static LabelKind Kind(Decision decision) => decision switch
    {
        Decision.Confirmed => LabelKind.Confirmed,
        Decision.Dismissed or Decision.Released => LabelKind.Dismissed,
        _ => LabelKind.Unreviewed,
    };

    private static LabelKind Kind(OutcomeFinding finding) => finding switch
    {
        OutcomeFinding.Established => LabelKind.Established,
        OutcomeFinding.NotFound => LabelKind.Checked,
        _ => LabelKind.Unreviewed,
    };

    // An analyst's later decision stands in the place of the earlier; outcomes outweigh decisions, and diversion outweighs a check that found none.
    // The moment is that from which diversion was known, so that a later court does not make an early confirmation a late one.
    private void Add(int order, LabelKind kind, long knownAt)
    {
        if (kind == LabelKind.Unreviewed || order == Missing.Symbol) return;
        OrderLabel before = this[order], now = new(kind, knownAt);
        bool wasOutside = before.Kind is LabelKind.Established or LabelKind.Checked, isOutside = kind is LabelKind.Established or LabelKind.Checked;
        if (isOutside && before.Kind == LabelKind.Established) return;
        if (wasOutside && !isOutside) return;
        if (now.IsDiversion && before.IsDiversion) now = now with { KnownAt = Math.Min(before.KnownAt, knownAt) };
        _labels[order] = now;
    }
}
