using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// Histograms by key, in steps of an eighth of a doubling. What became known on the latest day is kept apart, so that all looks of a day
/// are held against what was known before it.
/// </summary>
/// <param name="lowest">Exponent of two of the least value told apart; what is lower counts as that.</param>
/// <param name="highest">Exponent of two of the value from which on values are told apart no more.</param>
internal sealed class StepTable(int lowest, int highest)
{
    private const int StepsPerDoubling = 8;
    private readonly Dictionary<int, int[]> _before = [];
    private readonly Dictionary<int, int[]> _today = [];
    private int _day = int.MinValue;

    /// <summary>How many steps there are.</summary>
    public int Steps { get; } = (highest - lowest) * StepsPerDoubling;

    /// <summary>The step of a value that is not negative.</summary>
    public int StepOf(double value) => (int)Math.Clamp(Math.Floor(Math.Log2(value) * StepsPerDoubling) - (lowest * StepsPerDoubling), 0, Steps - 1);

    /// <summary>Moves on to the day of a moment.</summary>
    public void MoveTo(long at)
    {
        int day = Micros.DayNumber(at);
        if (day == _day) return;
        foreach ((int key, int[] counts) in _today)
        {
            int[] before = Of(_before, key);
            for (int step = 0; step < Steps; step++) before[step] += counts[step];
        }

        _today.Clear();
        _day = day;
    }

    /// <summary>Adds values, or with a negative number takes them back.</summary>
    /// <param name="key">The key.</param>
    /// <param name="step">The values' step.</param>
    /// <param name="knownAt">When they became known; not later than the day moved to.</param>
    /// <param name="values">How many.</param>
    public void Add(int key, int step, long knownAt, int values) => Of(Micros.DayNumber(knownAt) < _day ? _before : _today, key)[step] += values;

    /// <summary>The value that a share of a key's values do not exceed, as the middle of its step, without some values; NaN when there are fewer than enough.</summary>
    /// <param name="key">The key.</param>
    /// <param name="asOf">The moment of the look: only what became known on days before counts.</param>
    /// <param name="percent">The share, in per cent, 1 to 100: the value is the least with at least so many at or below it.</param>
    /// <param name="fewest">How many values are enough.</param>
    /// <param name="except">Steps of values of the key that do not count, known on days before.</param>
    public double Quantile(int key, long asOf, int percent, int fewest, ReadOnlySpan<int> except)
    {
        int[]? before = _before.GetValueOrDefault(key), today = Micros.DayNumber(asOf) > _day ? _today.GetValueOrDefault(key) : null;
        long values = Sum(before) + Sum(today) - except.Length;
        if (values < fewest) return double.NaN;
        long rank = ((values * percent) + 99) / 100, below = 0;
        for (int step = 0; ; step++)
        {
            below += (before?[step] ?? 0) + (today?[step] ?? 0) - except.Count(step);
            if (below >= rank) return Math.Pow(2, lowest + ((step + 0.5) / StepsPerDoubling));
        }
    }

    private static long Sum(int[]? counts)
    {
        long sum = 0;
        foreach (int count in counts ?? []) sum += count;
        return sum;
    }

    private int[] Of(Dictionary<int, int[]> table, int key)
    {
        if (!table.TryGetValue(key, out int[]? counts)) table[key] = counts = new int[Steps];
        return counts;
    }
}
