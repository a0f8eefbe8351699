using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Features that are computed together from one state. A group learns events and is read for orders, live one by one and in a replay a stretch
/// of the log at once; the same two methods serve both. No group reads another's state.
/// </summary>
public abstract class FeatureGroup
{
    /// <summary>The group's features, in the order of the columns it fills.</summary>
    public abstract IReadOnlyList<Feature> Features { get; }

    /// <summary>Takes in one event. Events come in the log's order.</summary>
    public abstract void Learn(EventLog log, Event at);

    /// <summary>Fills the group's columns for one order. Changes no state and creates no key.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reading">The look.</param>
    /// <param name="columns">The columns, all missing (NaN); what is not known stays so.</param>
    public abstract void Read(EventLog log, in Reading reading, Span<double> columns);

    /// <summary>Whether its keys are independent of each other: it may then take a share of them, and a stretch key by key.</summary>
    internal virtual bool IsKeyed => false;

    /// <summary>Which of its keys it takes; all unless told.</summary>
    internal GroupShard Share { get; private set; }

    /// <summary>Takes a share of the keys, before anything is learnt.</summary>
    /// <param name="share">The share.</param>
    /// <param name="log">The whole log that it will go over.</param>
    internal virtual void Choose(GroupShard share, EventLog log) => Share = share;

    /// <summary>Whether a look at an order is of its share.</summary>
    internal virtual bool Takes(in OrderVersion order) => true;

    /// <summary>Whether a stretch that it takes in the order of the log tells it of events ahead, by <see cref="Approach(EventLog, Event, int)"/>.</summary>
    internal virtual bool Approaches => false;

    /// <summary>Tells of an event that the group will take soon, so that it may ask for the memory; see <see cref="Ahead"/>. Changes nothing.</summary>
    /// <param name="log">The log.</param>
    /// <param name="at">The event.</param>
    /// <param name="step">How many times the group was told of it before.</param>
    internal virtual void Approach(EventLog log, Event at, int step)
    {
    }

    /// <summary>Takes in a stretch of the log, and what is read within it.</summary>
    /// <param name="stretch">The stretch.</param>
    /// <param name="column">The group's first column in the stretch's matrix.</param>
    /// <param name="steps">Room of the caller's thread.</param>
    internal virtual void Advance(in Stretch stretch, int column, StepsByKey steps)
    {
        (EventLog log, int read, bool approaches) = (stretch.Log, stretch.FirstRead, Approaches);
        for (int position = stretch.From; position <= stretch.To; position++)
        {
            log.Memory.CatchUp();
            if (approaches) Approach(log, position, stretch.To);
            for (; read < stretch.EndRead && stretch.Look(read).Position == position; read++)
            {
                // After the last event there may be millions.
                log.Memory.CatchUp();
                Read(log, stretch.Reading(read), stretch.Columns(read, column, Features.Count));
            }

            if (position < stretch.To) Learn(log, log.Events[position]);
        }
    }

    private void Approach(EventLog log, int position, int to)
    {
        for (int step = 0, next = position + (Ahead.Steps * Ahead.EventsPerStep); step < Ahead.Steps; step++, next -= Ahead.EventsPerStep)
        {
            if (next < to) Approach(log, log.Events[next], step);
        }
    }
}
