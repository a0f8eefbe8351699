using Screening.Data.Lakes;

namespace Screening.Data.Lists;

/// <summary>Versions of the lists in a lake: every delivery of entries makes one.</summary>
public static class ListVersions
{
    /// <summary>The newest snapshot of the version before the one that a snapshot holds; null when there was none.</summary>
    public static LakeSnapshot? Before(Lake lake, LakeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(snapshot);
        DateTime? last = LastDeliveredAtUtc(snapshot);
        foreach (long number in lake.SnapshotNumbers().Where(n => n < snapshot.Number).OrderDescending())
        {
            LakeSnapshot older = lake.Snapshot(number);
            if (older.DatasetId(RestrictedLists.Dataset) != snapshot.DatasetId(RestrictedLists.Dataset) && LastDeliveredAtUtc(older) != last) return older;
        }

        return null;
    }

    /// <summary>When entries were last delivered (UTC); null for never.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="by">Deliveries after this day do not count, unless there are no others.</param>
    public static DateTime? LastDeliveredAtUtc(LakeSnapshot snapshot, DateOnly? by = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        List<DateTime> delivered = [.. snapshot.Sources.Where(s => s.Dataset == RestrictedLists.Dataset).Select(s => s.DeliveredAtUtc)];
        List<DateTime> then = by is { } day ? delivered.FindAll(d => DateOnly.FromDateTime(d) <= day) : delivered;
        return then.Count > 0 ? then.Max() : delivered.Count == 0 ? null : delivered.Min();
    }
}
