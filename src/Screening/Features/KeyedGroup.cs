using Screening.Records;

namespace Screening.Features;

/// <summary>
/// A group whose keys are independent of each other. Live, each event goes to the state of its keys; over a stretch of the log key comes
/// after key, sorted by counting, each key's events in order, so that its state is met once.
/// </summary>
/// <typeparam name="TState">State of one key; its default is that nothing is known.</typeparam>
public abstract class KeyedGroup<TState> : FeatureGroup
{
    private TState[] _states = [];

    /// <summary>Adds the keys whose state an event changes: none, one, or more when it concerns several or what it tells again moves between them.</summary>
    protected abstract void AddKeys(EventLog log, Event at, ref KeySet keys);

    /// <summary>The key whose state a look at an order needs, or <see cref="Missing.Symbol"/>.</summary>
    protected abstract int Key(in OrderVersion order);

    /// <summary>Takes one event into the state of one of its keys.</summary>
    protected abstract void Learn(EventLog log, Event at, int key, ref TState? state);

    /// <summary>Fills the columns from the state of the order's key.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reading">The look.</param>
    /// <param name="key">The order's key, or <see cref="Missing.Symbol"/> when the order does not name one.</param>
    /// <param name="state">The key's state; the default when nothing is known of the key.</param>
    /// <param name="columns">The group's columns.</param>
    protected abstract void Read(EventLog log, in Reading reading, int key, in TState? state, Span<double> columns);

    /// <inheritdoc/>
    public sealed override void Learn(EventLog log, Event at)
    {
        var keys = new KeySet(stackalloc int[KeySet.Most]);
        AddKeys(log, at, ref keys);
        for (int i = 0; i < keys.Count; i++)
        {
            MakeRoom(keys[i]);
            Learn(log, at, keys[i], ref _states[keys[i]]!);
        }
    }

    /// <inheritdoc/>
    public sealed override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int key = Key(reading.Order);
        Read(log, reading, key, key >= 0 && key < _states.Length ? _states[key] : default, columns);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Action> Advance(Stretch stretch, FeatureMatrix matrix, int firstColumn, int pieces)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        (int[] starts, int[] work) = SortByKey(stretch);
        int keys = starts.Length - 1;
        MakeRoom(keys - 1);
        var actions = new List<Action>();
        for (int from = 0; from < keys;)
        {
            int to = from + 1;
            while (to < keys && starts[to] - starts[from] < Math.Max(1, work.Length / Math.Max(1, pieces))) to++;
            (int first, int last) = (from, to);
            if (starts[last] > starts[first]) actions.Add(() => AdvanceKeys(stretch, matrix, firstColumn, starts, work, first, last));
            from = to;
        }

        return actions;
    }

    private void MakeRoom(int key)
    {
        if (key >= _states.Length) Array.Resize(ref _states, Math.Max(key + 1, _states.Length * 2));
    }

    private void AdvanceKeys(Stretch stretch, FeatureMatrix matrix, int firstColumn, int[] starts, int[] work, int first, int last)
    {
        EventLog log = stretch.Log;
        for (int slot = first; slot < last; slot++)
        {
            int key = slot - 1; // slot 0 holds the looks at orders that name no key
            for (int i = starts[slot]; i < starts[slot + 1]; i++)
            {
                if (work[i] >= 0)
                {
                    Learn(log, log.Events[work[i]], key, ref _states[key]!);
                    continue;
                }

                int row = ~work[i];
                Read(log, ReadPlan.Reading(log, stretch.Reads.Reads[row]), key, key < 0 ? default : _states[key], matrix[row].Slice(firstColumn, Features.Count));
            }
        }
    }

    // Events by position, looks as the complement of their row, key after key; within a key in the order of the log.
    private (int[] Starts, int[] Work) SortByKey(Stretch stretch)
    {
        var slots = new List<int>(stretch.To - stretch.From);
        var items = new List<int>(stretch.To - stretch.From);
        int[] room = new int[KeySet.Most];
        int most = -1;
        stretch.ForEach(
            read => Visit(Key(stretch.Log.Orders[stretch.Reads.Reads[read].Order]) + 1, ~read),
            position =>
            {
                var keys = new KeySet(room);
                AddKeys(stretch.Log, stretch.Log.Events[position], ref keys);
                for (int i = 0; i < keys.Count; i++) Visit(keys[i] + 1, position);
            });

        int[] starts = new int[most + 2];
        foreach (int slot in slots) starts[slot + 1]++;
        for (int slot = 1; slot < starts.Length; slot++) starts[slot] += starts[slot - 1];
        int[] work = new int[items.Count], next = (int[])starts.Clone();
        for (int i = 0; i < work.Length; i++) work[next[slots[i]]++] = items[i];
        return (starts, work);

        void Visit(int slot, int item)
        {
            slots.Add(slot);
            items.Add(item);
            most = Math.Max(most, slot);
        }
    }
}
