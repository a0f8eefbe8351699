using Screening.Records;

namespace Screening.Features;

/// <summary>The volume of one key over time: orders sorted by the moment they were placed, each with the running sum up to and including it.</summary>
public sealed class Timeline : RunningSums<Volume>
{
    /// <summary>
    /// The greatest value of a single other order in (<paramref name="after"/>, <paramref name="through"/>], in US cents, of the latest
    /// <paramref name="most"/> there and any that were placed at the same moment as the last of these, so that a busy key costs no more
    /// than that; <see cref="Missing.Amount"/> when there is none.
    /// </summary>
    public long LargestValueCents(long after, long through, int exceptOrder, int most)
    {
        long largest = Missing.Amount, lastAt = Missing.Moment;
        int seen = 0;
        for (int place = After(through) - 1; place >= 0 && At(place) > after; place--)
        {
            if (Order(place) == exceptOrder) continue;
            if (seen >= most && At(place) != lastAt) break;
            largest = Math.Max(largest, Sum(place).ValueCents - SumBefore(place).ValueCents);
            lastAt = At(place);
            seen++;
        }

        return largest;
    }
}
