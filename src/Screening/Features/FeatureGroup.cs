using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Features that are computed together from one state. A group learns events and is read for orders; the same two methods serve live
/// and replay, which differ only in the order in which independent keys are worked off. No group reads another's state.
/// </summary>
public abstract class FeatureGroup
{
    /// <summary>The group's features, in the order of the columns it fills.</summary>
    public abstract IReadOnlyList<Feature> Features { get; }

    /// <summary>Takes in one event. Events come in the log's order.</summary>
    public abstract void Learn(EventLog log, Event at);

    /// <summary>Fills the group's columns for one order. Changes no state and creates no key.</summary>
    public abstract void Read(EventLog log, in Reading reading, Span<double> columns);

    /// <summary>
    /// Works off a whole log for a set of reads, as independent pieces of work that may run on any thread in any order, each filling
    /// its own cells of the matrix.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="reads">What is read and when, in order of position.</param>
    /// <param name="matrix">Where the values go.</param>
    /// <param name="firstColumn">The group's first column in the matrix.</param>
    /// <param name="pieces">About how many pieces to make.</param>
    public abstract IReadOnlyList<Action> Replay(EventLog log, ReadPlan reads, FeatureMatrix matrix, int firstColumn, int pieces);
}
