namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>A customer's latest transactions, as many as there is room for, and what is usual among them: robust, so that a few fraudulent ones do not move it.</summary>
internal sealed class CardHabit
{
    /// <summary>Most transactions kept.</summary>
    public const int Room = 100;

    /// <summary>Fewest of which anything is said to be usual.</summary>
    public const int Fewest = 5;

    // The share of a normal distribution's standard deviation that the median absolute deviation is.
    private const double MadOfDeviation = 0.6745;

    private readonly Past[] _past = new Past[Room];
    private readonly long[] _ascending = new long[Room];
    private int _next;

    /// <summary>Transactions kept.</summary>
    public int Count { get; private set; }

    /// <summary>The moment of the latest; only meaningful when there is one.</summary>
    public long LatestAt => _past[(_next + Room - 1) % Room].At;

    /// <summary>The past transaction that lies so many back, 0 the latest.</summary>
    public ref readonly Past Back(int steps) => ref _past[(_next + (2 * Room) - 1 - steps) % Room];

    /// <summary>Takes in a transaction, in the order of their moments.</summary>
    public void Add(long at, long cents, double unusual)
    {
        if (Count == Room)
        {
            int gone = Array.BinarySearch(_ascending, 0, Count, _past[_next].Cents);
            Array.Copy(_ascending, gone + 1, _ascending, gone, Count - gone - 1);
            Count--;
        }

        int place = Array.BinarySearch(_ascending, 0, Count, cents);
        if (place < 0) place = ~place;
        Array.Copy(_ascending, place, _ascending, place + 1, Count - place);
        _ascending[place] = cents;
        _past[_next] = new Past(at, cents, unusual);
        _next = (_next + 1) % Room;
        Count++;
    }

    /// <summary>The median amount in cents and how many deviations an amount lies above it; NaN with fewer than <see cref="Fewest"/> transactions.</summary>
    public (double Median, double Deviations) Of(long cents)
    {
        if (Count < Fewest) return (double.NaN, double.NaN);

        // The median of an even number lies between two, so all is counted in half cents.
        long median = _ascending[(Count - 1) / 2] + _ascending[Count / 2];
        double deviation = MedianDistance(median) / MadOfDeviation;
        return (median / 2.0, ((2 * cents) - median) / Math.Max(2, deviation));
    }

    // The distances from the median in half cents grow outwards on both sides, so the middle ones are met by walking from the median outwards.
    private double MedianDistance(long median)
    {
        (int below, int above) = ((Count - 1) / 2, ((Count - 1) / 2) + 1);
        (long last, long before) = (0, 0);
        for (int taken = 0; taken <= Count / 2; taken++)
        {
            long down = below >= 0 ? median - (2 * _ascending[below]) : long.MaxValue, up = above < Count ? (2 * _ascending[above]) - median : long.MaxValue;
            before = last;
            last = Math.Min(down, up);
            if (down <= up) below--;
            else above++;
        }

        return Count % 2 == 1 ? last : (before + last) / 2.0;
    }

    /// <summary>A past transaction: its moment, its amount and how many deviations that lay above the median then (NaN when nothing was usual yet).</summary>
    internal readonly record struct Past(long At, long Cents, double Unusual);
}
