namespace Screening.Features;

/// <summary>A group with one state for everything: a stretch is one piece of work, in the order of the log.</summary>
public abstract class GlobalGroup : FeatureGroup
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<Action> Advance(Stretch stretch, FeatureMatrix matrix, int firstColumn, int pieces) =>
    [
        () => stretch.ForEach(
            read => Read(stretch.Log, ReadPlan.Reading(stretch.Log, stretch.Reads.Reads[read]), matrix[read].Slice(firstColumn, Features.Count)),
            position => Learn(stretch.Log, stretch.Log.Events[position])),
    ];
}
