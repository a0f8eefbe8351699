using Screening.Records;

namespace Screening.Features;

/// <summary>A group with one state for everything: a replay works it off in one pass, in the order of the log.</summary>
public abstract class GlobalGroup : FeatureGroup
{
    /// <summary>A group of the same kind that has learnt nothing.</summary>
    protected abstract GlobalGroup Fresh();

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Action> Replay(EventLog log, ReadPlan reads, FeatureMatrix matrix, int firstColumn, int pieces) =>
    [
        () =>
        {
            GlobalGroup group = Fresh();
            int read = 0;
            for (int position = 0; position <= log.Events.Count; position++)
            {
                for (; read < reads.Reads.Count && reads.Reads[read].Position == position; read++)
                    group.Read(log, ReadPlan.Reading(log, reads.Reads[read]), matrix[read].Slice(firstColumn, Features.Count));
                if (position < log.Events.Count) group.Learn(log, log.Events[position]);
            }
        },
    ];
}
