using Screening.Records;

namespace Screening.Features;

/// <summary>
/// A group whose keys are independent of each other. Live, each event goes to the state of its key; a replay takes key after key,
/// sorted by counting, each key's events in order, the state hot and reused.
/// </summary>
/// <typeparam name="TState">State of one key.</typeparam>
public abstract class KeyedGroup<TState> : FeatureGroup
    where TState : class, IKeyState, new()
{
    private readonly Dictionary<int, TState> _states = [];

    /// <summary>The keys whose state an event changes: none, one, or two when what it tells again moves from one key to another.</summary>
    protected abstract (int First, int Second) Keys(EventLog log, Event at);

    /// <summary>The key whose state a look at an order needs, or <see cref="Missing.Symbol"/>.</summary>
    protected abstract int Key(in OrderVersion order);

    /// <summary>Takes one event into the state of one of its keys.</summary>
    protected abstract void Learn(EventLog log, Event at, int key, TState state);

    /// <summary>Fills the columns from the state of the order's key.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reading">The look.</param>
    /// <param name="key">The order's key, or <see cref="Missing.Symbol"/> when the order does not name one.</param>
    /// <param name="state">The key's state; a fresh one when nothing is known of the key.</param>
    /// <param name="columns">The group's columns.</param>
    protected abstract void Read(EventLog log, in Reading reading, int key, TState state, Span<double> columns);

    /// <inheritdoc/>
    public sealed override void Learn(EventLog log, Event at)
    {
        (int first, int second) = Keys(log, at);
        if (first != Missing.Symbol) Learn(log, at, first, State(first));
        if (second != Missing.Symbol && second != first) Learn(log, at, second, State(second));
    }

    /// <inheritdoc/>
    public sealed override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int key = Key(reading.Order);
        Read(log, reading, key, _states.GetValueOrDefault(key, Unknown), columns);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Action> Replay(EventLog log, ReadPlan reads, FeatureMatrix matrix, int firstColumn, int pieces)
    {
        (int[] starts, int[] work) = SortByKey(log, reads);
        var actions = new List<Action>();
        int keys = starts.Length - 1;
        for (int from = 0; from < keys;)
        {
            int to = from + 1;
            while (to < keys && starts[to] - starts[from] < Math.Max(1, work.Length / Math.Max(1, pieces))) to++;
            (int first, int last) = (from, to);
            actions.Add(() => ReplayKeys(log, reads, matrix, firstColumn, starts, work, first, last));
            from = to;
        }

        return actions;
    }

    private static TState Unknown { get; } = new();

    private TState State(int key)
    {
        if (_states.TryGetValue(key, out TState? state)) return state;
        return _states[key] = new TState();
    }

    private void ReplayKeys(EventLog log, ReadPlan reads, FeatureMatrix matrix, int firstColumn, int[] starts, int[] work, int first, int last)
    {
        var state = new TState();
        for (int slot = first; slot < last; slot++)
        {
            state.Clear();
            int key = slot - 1; // slot 0 holds the looks at orders that name no key
            for (int i = starts[slot]; i < starts[slot + 1]; i++)
            {
                if (work[i] >= 0)
                {
                    Learn(log, log.Events[work[i]], key, state);
                    continue;
                }

                int row = ~work[i];
                Read(log, ReadPlan.Reading(log, reads.Reads[row]), key, state, matrix[row].Slice(firstColumn, Features.Count));
            }
        }
    }

    // Events by position, looks as the complement of their row, key after key; within a key in the order of the log.
    private (int[] Starts, int[] Work) SortByKey(EventLog log, ReadPlan reads)
    {
        var counts = new List<int>();
        ForEach(log, reads, (slot, _) =>
        {
            while (counts.Count <= slot + 1) counts.Add(0);
            counts[slot + 1]++;
        });

        int[] starts = counts.Count == 0 ? [0] : [.. counts];
        for (int slot = 1; slot < starts.Length; slot++) starts[slot] += starts[slot - 1];
        int[] work = new int[starts[^1]];
        int[] next = (int[])starts.Clone();
        ForEach(log, reads, (slot, item) => work[next[slot]++] = item);
        return (starts, work);
    }

    private void ForEach(EventLog log, ReadPlan reads, Action<int, int> visit)
    {
        int read = 0;
        for (int position = 0; position <= log.Events.Count; position++)
        {
            for (; read < reads.Reads.Count && reads.Reads[read].Position == position; read++)
                visit(Key(log.Orders[reads.Reads[read].Order]) + 1, ~read);
            if (position == log.Events.Count) break;
            (int first, int second) = Keys(log, log.Events[position]);
            if (first != Missing.Symbol) visit(first + 1, position);
            if (second != Missing.Symbol && second != first) visit(second + 1, position);
        }
    }
}
