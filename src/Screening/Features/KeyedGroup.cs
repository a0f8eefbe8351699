using Screening.Records;

namespace Screening.Features;

/// <summary>
/// A group whose keys are independent of each other: an event goes to the state of each of its keys, a look to that of the order's key.
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
    internal sealed override bool IsKeyed => true;

    /// <inheritdoc/>
    internal sealed override bool Takes(in OrderVersion order) => Share.Holds(Key(order));

    /// <inheritdoc/>
    internal sealed override bool Approaches => true;

    /// <inheritdoc/>
    internal sealed override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind != EventKind.Order) return;
        int key = Key(log.Orders[at.Row]);
        if ((uint)key >= (uint)_states.Length || !Share.Holds(key)) return;
        ref TState state = ref _states[key];
        if (step == 0) Ahead.Ask(in state);
        else if (state is not null) Approach(state, step);
    }

    /// <summary>Asks for what a look at a state takes: in step 1 for the state itself, later for what it refers to. See <see cref="Ahead"/>.</summary>
    internal virtual void Approach(in TState state, int step)
    {
        if (step == 1 && !typeof(TState).IsValueType) Ahead.AskObject(state);
    }

    /// <inheritdoc/>
    public sealed override void Learn(EventLog log, Event at)
    {
        var keys = new KeySet(stackalloc int[KeySet.Most]);
        AddKeys(log, at, ref keys);
        for (int i = 0; i < keys.Count; i++)
        {
            if (!Share.Holds(keys[i])) continue;
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

    private void MakeRoom(int key)
    {
        if (key >= _states.Length) Array.Resize(ref _states, Math.Max(key + 1, _states.Length * 2));
    }
}
