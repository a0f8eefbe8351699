using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features;

/// <summary>One look that a replay takes.</summary>
/// <param name="Order">Row of the order version that is read.</param>
/// <param name="Position">How many events of the log have been learnt before the look.</param>
/// <param name="AsOf">The moment of the look.</param>
public readonly record struct PlannedRead(int Order, int Position, long AsOf);

/// <summary>The looks that a replay takes, in order of position; row i of the matrix belongs to look i.</summary>
public sealed class ReadPlan
{
    private readonly List<PlannedRead> _reads = [];

    /// <summary>The looks.</summary>
    public IReadOnlyList<PlannedRead> Reads => _reads;

    /// <summary>
    /// The looks at order versions when they arrived, as the endpoint would have taken them: before each is learnt. An order that is
    /// gone is not looked at.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="chosen">Which order rows to look at; all when <c>null</c>.</param>
    public static ReadPlan OnArrival(EventLog log, Func<int, bool>? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        return OnArrival(log, 0, log.Events.Count, chosen);
    }

    /// <summary>The looks at the order versions among the events of a stretch when they arrived.</summary>
    /// <param name="log">The log.</param>
    /// <param name="from">Position of the first event.</param>
    /// <param name="to">Position after the last.</param>
    /// <param name="chosen">Which order rows to look at; all when <c>null</c>.</param>
    public static ReadPlan OnArrival(EventLog log, int from, int to, Func<int, bool>? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        var plan = new ReadPlan();
        for (int position = from; position < to; position++)
        {
            log.Memory.CatchUp();
            Event at = log.Events[position];
            if (at.Kind == EventKind.Order && !log.Orders[at.Row].IsGone && (chosen is null || chosen(at.Row)))
                plan._reads.Add(new PlannedRead(at.Row, position, log.Orders[at.Row].KnownAt));
        }

        return plan;
    }

    /// <summary>Adds looks at orders when everything in the log has been learnt; returns the matrix row of the first.</summary>
    /// <exception cref="ArgumentException">The log knows more than <paramref name="asOf"/> may.</exception>
    public int AtTheEnd(EventLog log, IEnumerable<int> orderRows, long asOf)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(orderRows);
        if (log.Events.Count > 0 && asOf < log.LastKnownAt)
        {
            throw new ArgumentException(
                $"the log knows things of {Micros.ToDateTime(log.LastKnownAt):O}; it cannot be read as of {Micros.ToDateTime(asOf):O}", nameof(asOf));
        }

        int first = _reads.Count;
        foreach (int row in orderRows) _reads.Add(new PlannedRead(row, log.Events.Count, asOf));
        return first;
    }

    /// <summary>Some of the looks, one after another.</summary>
    internal ReadPlan Part(int first, int count)
    {
        var part = new ReadPlan();
        part._reads.AddRange(AsSpan().Slice(first, count));
        return part;
    }

    /// <summary>The looks, until the next is added.</summary>
    internal ReadOnlySpan<PlannedRead> AsSpan() => CollectionsMarshal.AsSpan(_reads);

    /// <summary>Refuses looks outside a stretch.</summary>
    internal void CheckWithin(int from, int to)
    {
        if (_reads.Count == 0 || (_reads[0].Position >= from && _reads[^1].Position <= to)) return;
        throw new ArgumentException($"looks are planned at the positions {_reads[0].Position} to {_reads[^1].Position}; accepted: {from} to {to}");
    }

    /// <summary>
    /// The reading of a look: on arrival the engine has learnt the version before, at the end the version that is in force.
    /// </summary>
    internal static Reading Reading(EventLog log, PlannedRead read)
    {
        ref readonly OrderVersion order = ref log.Orders[read.Order];
        bool arriving = read.Position < log.Events.Count;
        return Reading(log, in order, arriving ? order.Previous : log.InForce(order.Order), read.AsOf);
    }

    /// <summary>A reading that leaves out a learnt version, given by its row or <see cref="Missing.Symbol"/>.</summary>
    internal static Reading Reading(EventLog log, ref readonly OrderVersion order, int learnt, long asOf) =>
        learnt == Missing.Symbol
            ? new Reading(in order, in order, isLearnt: false, asOf)
            : new Reading(in order, in log.Orders[learnt], isLearnt: true, asOf);
}
