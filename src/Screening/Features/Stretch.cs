using Screening.Records;

namespace Screening.Features;

/// <summary>Consecutive events of a log, and the looks that are taken between them.</summary>
/// <param name="Log">The log.</param>
/// <param name="From">Position of the first event.</param>
/// <param name="To">Position after the last event.</param>
/// <param name="Reads">The looks, at positions from <paramref name="From"/> through <paramref name="To"/>.</param>
public readonly record struct Stretch(EventLog Log, int From, int To, ReadPlan Reads)
{
    /// <summary>Goes through looks and events in their order: the looks at a position come before its event.</summary>
    /// <param name="read">Receives the number of a look.</param>
    /// <param name="learn">Receives the position of an event.</param>
    public void ForEach(Action<int> read, Action<int> learn)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(learn);
        int next = 0;
        for (int position = From; position <= To; position++)
        {
            for (; next < Reads.Reads.Count && Reads.Reads[next].Position == position; next++) read(next);
            if (position < To) learn(position);
        }
    }
}
