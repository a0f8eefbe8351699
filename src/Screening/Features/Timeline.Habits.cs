using Screening.Records;

namespace Screening.Features;

/// <content>What single orders of a key tell of its habits. Each read walks a stated number of orders at most, so that a busy key costs no more than that.</content>
public sealed partial class Timeline
{
    /// <summary>
    /// The greatest value of a single other order in (<paramref name="after"/>, <paramref name="through"/>], in US cents, of the latest
    /// <paramref name="most"/> there and any that were placed at the same moment as the last of these; <see cref="Missing.Amount"/> when there is none.
    /// </summary>
    public long LargestValueCents(long after, long through, int exceptOrder, int most)
    {
        long largest = Missing.Amount, lastAt = Missing.Moment;
        int seen = 0;
        for (int place = After(through) - 1; place >= 0 && _entries[place].At > after; place--)
        {
            if (_entries[place].Order == exceptOrder) continue;
            if (seen >= most && _entries[place].At != lastAt) break;
            largest = Math.Max(largest, _entries[place].Sum.ValueCents - SumBefore(place).ValueCents);
            lastAt = _entries[place].At;
            seen++;
        }

        return largest;
    }

    /// <summary>Number and value of all orders placed through each of several moments, in one walk; all must lie within memory.</summary>
    /// <param name="moments">The moments, latest first.</param>
    /// <param name="orders">Where the numbers go.</param>
    /// <param name="cents">Where the values go, in US cents.</param>
    public void Through(ReadOnlySpan<long> moments, Span<long> orders, Span<long> cents)
    {
        int end = _count;
        for (int i = 0; i < moments.Length; i++)
        {
            int low = 0;
            while (low < end)
            {
                int middle = (low + end) / 2;
                if (_entries[middle].At <= moments[i]) low = middle + 1;
                else end = middle;
            }

            (orders[i], cents[i]) = end == 0 ? (_base.Orders, _base.ValueCents) : (_entries[end - 1].Sum.Orders, _entries[end - 1].Sum.ValueCents);
        }
    }

    /// <summary>The moments at which the latest other orders in (<paramref name="after"/>, <paramref name="through"/>] were placed, latest first, as many as there is room for.</summary>
    /// <returns>How many there are.</returns>
    public int LatestMoments(long after, long through, int exceptOrder, Span<long> moments)
    {
        int count = 0;
        for (int place = After(through) - 1; place >= 0 && count < moments.Length && _entries[place].At > after; place--)
        {
            if (_entries[place].Order != exceptOrder) moments[count++] = _entries[place].At;
        }

        return count;
    }
}
