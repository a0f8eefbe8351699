using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Features that are computed together from one state. A group learns events and is read for orders, one by one or a stretch of the log at
/// once; the same two methods serve both, which differ only in the order in which independent keys are worked off. No group reads another's state.
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
    /// Takes in a stretch of the log and what is read in it, as independent pieces of work that may run on any thread in any order, each with
    /// its own part of the state and its own cells of the matrix. The group has taken in the stretch when all of them have run.
    /// </summary>
    /// <param name="stretch">The events, and what is read between them.</param>
    /// <param name="matrix">Where the values go; row i belongs to look i.</param>
    /// <param name="firstColumn">The group's first column in the matrix.</param>
    /// <param name="pieces">About how many pieces to make.</param>
    public abstract IReadOnlyList<Action> Advance(Stretch stretch, FeatureMatrix matrix, int firstColumn, int pieces);
}
