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

    /// <inheritdoc/>
    internal sealed override void Advance(in Stretch stretch, int column, StepsByKey steps)
    {
        Arrange(stretch, column, steps);
        if (steps.Count == 0) return;
        MakeRoom(steps[steps.Count - 1].Key);
        EventLog log = stretch.Log;
        for (int i = 0; i < steps.Count; i++)
        {
            Approach(stretch, column, steps, i);
            Step step = steps[i];
            ref TState state = ref _states[step.Key];
            if (step.IsLook) Read(log, stretch.Reading(step.Read), step.Key, state, stretch.Columns(step.Read, column, Features.Count));
            else Learn(log, log.Events[step.At], step.Key, ref state!);
        }
    }

    // A look at an order without a key needs no state, and is taken at once.
    private void Arrange(in Stretch stretch, int column, StepsByKey steps)
    {
        EventLog log = stretch.Log;
        var keys = new KeySet(stackalloc int[KeySet.Most]);
        int read = stretch.FirstRead;
        steps.Clear();
        for (int position = stretch.From; position <= stretch.To; position++)
        {
            for (; read < stretch.EndRead && stretch.Look(read).Position == position; read++)
            {
                int key = Key(log.Orders[stretch.Look(read).Order]);
                if (!Share.Holds(key)) continue;
                if (key == Missing.Symbol) Read(log, stretch.Reading(read), key, default, stretch.Columns(read, column, Features.Count));
                else steps.Add(Step.Look(key, read));
            }

            if (position == stretch.To) break;
            keys.Clear();
            AddKeys(log, log.Events[position], ref keys);
            for (int i = 0; i < keys.Count; i++)
            {
                if (Share.Holds(keys[i])) steps.Add(Step.Learn(keys[i], position));
            }
        }

        steps.Arrange();
    }

    // What lies furthest is asked for first, and what it leads to when it has had time to come.
    private void Approach(in Stretch stretch, int column, StepsByKey steps, int from)
    {
        for (int stage = 0, next = from + (Ahead.Steps * Ahead.EventsPerStep); stage < Ahead.Steps; stage++, next -= Ahead.EventsPerStep)
        {
            if (next >= steps.Count) continue;
            Step step = steps[next];
            if (stage == 0) stretch.Ask(step);
            else if (stage == 1) stretch.AskOrder(step);
            else if (stage == 2) stretch.AskBefore(step, column, Features.Count);
            if (!steps.IsFirst(next)) continue;
            ref TState state = ref _states[step.Key];
            if (stage == 0) Ahead.Ask(in state);
            else if (state is not null) Approach(state, stage);
        }
    }

    private void MakeRoom(int key)
    {
        if (key >= _states.Length) Array.Resize(ref _states, Math.Max(key + 1, _states.Length * 2));
    }
}
