using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Features that are computed together from one state. A group learns events and is read for orders, live one by one and in a replay a block
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
}
