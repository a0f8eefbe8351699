using Screening.Records;

namespace Screening.Features;

/// <summary>The volume of one key over time: orders sorted by the moment they were placed, each with the running sum up to and including it.</summary>
public sealed class Timeline : RunningSums<Volume>
{
    /// <summary>The greatest TPP of a single other order in (<paramref name="after"/>, <paramref name="through"/>]; 0 when there is none.</summary>
    public long LargestTpp(long after, long through, int exceptOrder) => Largest(after, through, exceptOrder, static (in Volume volume) => volume.Tpp);

    /// <summary>
    /// The greatest value of a single other order in (<paramref name="after"/>, <paramref name="through"/>], in US cents, of the latest
    /// <paramref name="most"/> there and any that were placed at the same moment as the last of these; <see cref="Missing.Amount"/> when there is none.
    /// </summary>
    public long LargestValueCents(long after, long through, int exceptOrder, int most) =>
        LargestOfLatest(after, through, exceptOrder, most, static (in Volume volume) => volume.ValueCents);

    /// <summary>Number and value of all orders placed through each of several moments, in one walk; all must lie within memory.</summary>
    /// <param name="moments">The moments, latest first.</param>
    /// <param name="orders">Where the numbers go.</param>
    /// <param name="cents">Where the values go, in US cents.</param>
    public void Through(ReadOnlySpan<long> moments, Span<long> orders, Span<long> cents)
    {
        Span<Volume> sums = stackalloc Volume[moments.Length];
        Through(moments, sums);
        for (int i = 0; i < sums.Length; i++) (orders[i], cents[i]) = (sums[i].Orders, sums[i].ValueCents);
    }
}
