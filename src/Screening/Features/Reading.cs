using Screening.Records;

namespace Screening.Features;

/// <summary>
/// One look at the engine: which order is read, as of when, and what the engine has already learnt of that very order, which is left
/// out so that an order never sees itself.
/// </summary>
public readonly ref struct Reading
{
    private readonly ref readonly OrderVersion _order;
    private readonly ref readonly OrderVersion _learnt;

    /// <summary>Makes a reading.</summary>
    /// <param name="order">The order as it is read.</param>
    /// <param name="learnt">The version of the order that the engine has learnt, if <paramref name="isLearnt"/>.</param>
    /// <param name="isLearnt">Whether the engine has learnt a version of this order.</param>
    /// <param name="asOf">The moment of the look; nothing known later is in the state.</param>
    public Reading(ref readonly OrderVersion order, ref readonly OrderVersion learnt, bool isLearnt, long asOf)
    {
        _order = ref order;
        _learnt = ref learnt;
        IsLearnt = isLearnt;
        AsOf = asOf;
    }

    /// <summary>The order as it is read.</summary>
    public ref readonly OrderVersion Order => ref _order;

    /// <summary>The version that the engine has learnt; only meaningful if <see cref="IsLearnt"/>.</summary>
    public ref readonly OrderVersion Learnt => ref _learnt;

    /// <summary>Whether the engine has learnt a version of this order.</summary>
    public bool IsLearnt { get; }

    /// <summary>The moment of the look.</summary>
    public long AsOf { get; }

    /// <summary>
    /// The volume that a key's timeline holds in (<paramref name="after"/>, <see cref="AsOf"/>], what it learnt of this order taken out
    /// and the order as it is read put in.
    /// </summary>
    /// <param name="timeline">The key's timeline; <c>null</c> when nothing is known of the key.</param>
    /// <param name="holdsLearnt">Whether this key is the one that learnt the order's earlier version.</param>
    /// <param name="after">Start of the window, itself outside.</param>
    /// <param name="withCurrent">Whether the order as it is read counts.</param>
    public Volume VolumeSince(Timeline? timeline, bool holdsLearnt, long after, bool withCurrent = true)
    {
        Volume volume = timeline?.Between(after, AsOf) ?? default;
        if (IsLearnt && holdsLearnt && Learnt.Counts && IsIn(Learnt.EventAt, after)) volume -= Learnt.Content;
        return withCurrent && IsIn(Order.EventAt, after) ? volume + Order.Content : volume;
    }

    /// <summary>The volume of the window of some days that ends at <see cref="AsOf"/>: (as_of - w, as_of].</summary>
    public Volume VolumeInDays(Timeline? timeline, bool holdsLearnt, int days, bool withCurrent = true) =>
        VolumeSince(timeline, holdsLearnt, AsOf - (days * Micros.PerDay), withCurrent);

    /// <summary>
    /// The volumes that a key's timeline holds since each of several moments, (moment, <see cref="AsOf"/>], in one walk, what it learnt of
    /// this order taken out and the order as it is read put in.
    /// </summary>
    /// <param name="timeline">The key's timeline; <c>null</c> when nothing is known of the key.</param>
    /// <param name="holdsLearnt">Whether this key is the one that learnt the order's earlier version.</param>
    /// <param name="moments">Starts of the windows, themselves outside, latest first.</param>
    /// <param name="volumes">Receives the volume since each.</param>
    /// <returns>Everything up to <see cref="AsOf"/>, however long ago.</returns>
    public Volume VolumesSince(Timeline? timeline, bool holdsLearnt, ReadOnlySpan<long> moments, Span<Volume> volumes)
    {
        Volume all = default;
        volumes.Clear();
        if (timeline is not null)
        {
            all = timeline.Through(AsOf);
            timeline.Since(moments, all, volumes);
        }

        if (IsLearnt && holdsLearnt && Learnt.Counts && Learnt.EventAt <= AsOf)
        {
            all -= Learnt.Content;
            for (int i = moments.Length - 1; i >= 0 && Learnt.EventAt > moments[i]; i--) volumes[i] -= Learnt.Content;
        }

        if (Order.EventAt > AsOf) return all;
        for (int i = moments.Length - 1; i >= 0 && Order.EventAt > moments[i]; i--) volumes[i] += Order.Content;
        return all + Order.Content;
    }

    /// <summary>Whether the order as it is read lies in the window of some days that ends at <see cref="AsOf"/>.</summary>
    public bool IsInDays(int days) => IsIn(Order.EventAt, AsOf - (days * Micros.PerDay));

    /// <summary>Whether the version that the engine has learnt lies in it.</summary>
    public bool IsLearntInDays(int days) => IsIn(Learnt.EventAt, AsOf - (days * Micros.PerDay));

    private bool IsIn(long at, long after) => at > after && at <= AsOf;
}
