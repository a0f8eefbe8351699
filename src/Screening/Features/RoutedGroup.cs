using Screening.Records;

namespace Screening.Features;

/// <summary>
/// A group that goes over the log in two steps: in the log's order events become notices for keys, with what little all keys share, as which
/// version of an order is in force; the states of the keys, which nothing else changes, learn the notices and are looked at. A replay takes the second
/// step key by key.
/// </summary>
/// <typeparam name="TNotice">What a key is told.</typeparam>
/// <typeparam name="TState">State of one key; its default is that nothing is known.</typeparam>
public abstract class RoutedGroup<TNotice, TState> : FeatureGroup
    where TNotice : struct
{
    private readonly Notices<TNotice> _told = new();
    private TState[] _states = [];

    /// <summary>Takes one event into what all keys share, and adds what it tells which keys.</summary>
    protected abstract void Route(EventLog log, Event at, Notices<TNotice> notices);

    /// <summary>The key whose state a look at an order needs, or <see cref="Missing.Symbol"/>.</summary>
    protected abstract int Key(in OrderVersion order);

    /// <summary>Takes one notice into the state of its key. What all keys share may be further on by then, and is not to be asked.</summary>
    protected abstract void Learn(EventLog log, TNotice notice, int key, ref TState? state);

    /// <summary>Fills the columns from the state of the order's key.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reading">The look.</param>
    /// <param name="key">The order's key, or <see cref="Missing.Symbol"/> when the order does not name one.</param>
    /// <param name="state">The key's state; the default when nothing is known of the key.</param>
    /// <param name="columns">The group's columns.</param>
    protected abstract void Read(EventLog log, in Reading reading, int key, in TState? state, Span<double> columns);

    /// <summary>Row of the order version that a notice is about, so that it may be asked for, or <see cref="Missing.Symbol"/>.</summary>
    protected abstract int OrderRow(TNotice notice);

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
    internal sealed override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind != EventKind.Order) return;
        int key = Key(log.Orders[at.Row]);
        if ((uint)key < (uint)_states.Length) Approach(key, step);
    }

    /// <inheritdoc/>
    public sealed override void Learn(EventLog log, Event at)
    {
        _told.Clear();
        Route(log, at, _told);
        for (int i = 0; i < _told.Count; i++)
        {
            int key = _told.Key(i);
            if (!Share.Holds(key)) continue;
            MakeRoom(key);
            Learn(log, _told[i], key, ref _states[key]!);
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
        Notices<TNotice> notices = steps.Notices<TNotice>();
        Arrange(stretch, column, steps, notices);
        if (steps.Count == 0) return;
        MakeRoom(steps[steps.Count - 1].Key);
        EventLog log = stretch.Log;
        for (int i = 0; i < steps.Count; i++)
        {
            log.Memory.CatchUp();
            Approach(stretch, column, steps, notices, i);
            Step step = steps[i];
            ref TState state = ref _states[step.Key];
            if (step.IsLook) Read(log, stretch.Reading(step.Read), step.Key, state, stretch.Columns(step.Read, column, Features.Count));
            else Learn(log, notices[step.Notice], step.Key, ref state!);
        }
    }

    // A look at an order without a key needs no state, and is taken at once.
    private void Arrange(in Stretch stretch, int column, StepsByKey steps, Notices<TNotice> notices)
    {
        EventLog log = stretch.Log;
        int read = stretch.FirstRead;
        steps.Clear();
        notices.Clear();
        for (int position = stretch.From; position <= stretch.To; position++)
        {
            log.Memory.CatchUp();
            for (; read < stretch.EndRead && stretch.Look(read).Position == position; read++)
            {
                // After the last event there may be millions.
                log.Memory.CatchUp();
                int key = Key(log.Orders[stretch.Look(read).Order]);
                if (!Share.Holds(key)) continue;
                if (key == Missing.Symbol) Read(log, stretch.Reading(read), key, default, stretch.Columns(read, column, Features.Count));
                else steps.Add(Step.Look(key, read));
            }

            if (position == stretch.To) break;
            int told = notices.Count;
            Route(log, log.Events[position], notices);
            for (; told < notices.Count; told++)
            {
                if (Share.Holds(notices.Key(told))) steps.Add(Step.Learn(notices.Key(told), told));
            }
        }

        steps.Arrange();
    }

    // What lies furthest is asked for first, and what it leads to when it has had time to come.
    private void Approach(in Stretch stretch, int column, StepsByKey steps, Notices<TNotice> notices, int from)
    {
        for (int stage = 0, next = from + (Ahead.Steps * Ahead.EventsPerStep); stage < Ahead.Steps; stage++, next -= Ahead.EventsPerStep)
        {
            if (next >= steps.Count) continue;
            Step step = steps[next];
            if (stage == 0) stretch.Ask(step, notices);
            else if (stage < 3) stretch.AskOrder(step, step.IsLook ? Missing.Symbol : OrderRow(notices[step.Notice]), withBefore: stage == 2, column, Features.Count);
            if (steps.IsFirst(next)) Approach(step.Key, stage);
        }
    }

    private void Approach(int key, int step)
    {
        ref TState state = ref _states[key];
        if (step == 0) Ahead.Ask(in state);
        else if (state is not null) Approach(state, step);
    }

    private void MakeRoom(int key)
    {
        if (key >= _states.Length) Array.Resize(ref _states, Math.Max(key + 1, _states.Length * 2));
    }
}
