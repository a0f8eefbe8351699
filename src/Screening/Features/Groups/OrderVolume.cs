using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>How an order version changes a timeline: what the version before had contributed is taken back, what this one amounts to is put in.</summary>
internal static class OrderVolume
{
    /// <summary>Takes an order version into the timeline of a key.</summary>
    /// <param name="log">The log.</param>
    /// <param name="row">Row of the order version.</param>
    /// <param name="timeline">The key's timeline.</param>
    /// <param name="isHere">Whether the version belongs to this key.</param>
    /// <param name="wasHere">Whether the version before belonged to this key.</param>
    public static void Learn(EventLog log, int row, Timeline timeline, bool isHere, bool wasHere)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        if (!order.ChangesSums) return;
        if (wasHere)
        {
            ref readonly OrderVersion before = ref log.Orders[order.Previous];
            if (before.Counts) timeline.Remove(before.EventAt, before.Order, before.Content);
        }

        if (isHere && order.Counts) timeline.Add(order.EventAt, order.Order, order.Content, order.KnownAt);
    }
}
