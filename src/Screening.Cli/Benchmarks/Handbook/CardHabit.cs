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
        _past[_next] = new Past(at, cents, unusual);
        _next = (_next + 1) % Room;
        Count = Math.Min(Count + 1, Room);
    }

    /// <summary>The median amount in cents and how many deviations an amount lies above it; NaN with fewer than <see cref="Fewest"/> transactions.</summary>
    public (double Median, double Deviations) Of(long cents)
    {
        if (Count < Fewest) return (double.NaN, double.NaN);
        Span<long> values = stackalloc long[Count];
        for (int i = 0; i < Count; i++) values[i] = _past[i].Cents;
        double median = Median(values);
        for (int i = 0; i < Count; i++) values[i] = (long)Math.Abs(_past[i].Cents - median);
        double deviation = Median(values) / MadOfDeviation;
        return (median, (cents - median) / Math.Max(1, deviation));
    }

    private static double Median(Span<long> values)
    {
        values.Sort();
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
    }

    /// <summary>A past transaction: its moment, its amount and how many deviations that lay above the median then (NaN when nothing was usual yet).</summary>
    internal readonly record struct Past(long At, long Cents, double Unusual);
}
