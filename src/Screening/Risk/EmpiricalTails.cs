using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Screening.Features;

namespace Screening.Risk;

/// <summary>
/// The fitted features side by side: how surprising values are among those seen, in nats (-ln of a share). What a value can come to is worked out beforehand, for
/// each different value and for each gap between two of them, and looked up.
/// </summary>
/// <remarks>
/// The tables of all features are larger than a processor's near memory, and a search that waits for memory at each step waits long. So a feature of many values has
/// an index: values go by <see cref="Far"/> into about half as many buckets as there are different ones, few of which hold more than a line of memory. And each step
/// is taken for all features before the next, so that they wait together: the bucket, the values in it, what they come to.
/// </remarks>
internal sealed class EmpiricalTails
{
    /// <summary>
    /// A share of nothing counts as half a row. Any count of a fitted value is at least one, so fitted rows keep their exact score,
    /// and a value beyond all of them is ln 2 more surprising than the outermost one instead of infinitely so.
    /// </summary>
    internal const double LeastCount = 0.5;

    /// <summary>Quantiles between which a value is usual.</summary>
    internal const double UsualLow = 0.1, UsualHigh = 0.9;

    private const int FewestIndexed = 17, MostOnStack = 1024;

    /// <summary>Of so many values the one that is looked for is found one after the other.</summary>
    private const int Few = 8;

    // One a feature, and behind them where the last ends.
    private readonly Place[] _places;

    // Those of each feature are followed by NaN, which equals none.
    private readonly double[] _different;
    private readonly int[] _ends;

    // Where the values of each bucket begin, and behind a feature's last bucket where they end.
    private readonly int[] _index;

    // From twice a feature's first place: missing, below the first value, the first, between it and the second, the second, and so on.
    private readonly double[] _surprises;
    private readonly (double Low, double High)?[] _usual;
    private readonly int _rows;

    /// <summary>Lays fitted columns of so many rows side by side.</summary>
    public EmpiricalTails(IReadOnlyList<EmpiricalColumn> columns, int rows)
    {
        _rows = rows;
        int values = checked(columns.Sum(column => column.Different.Length + 1));
        (_places, _different, _ends, _surprises) = (new Place[columns.Count + 1], new double[values], new int[values], new double[2 * values]);
        List<int> index = [];
        int first = 0;
        for (int feature = 0; feature < columns.Count; feature++)
        {
            EmpiricalColumn column = columns[feature];
            int count = column.Different.Length;
            column.Different.CopyTo(_different, first);
            _different[first + count] = double.NaN;
            column.Ends.CopyTo(_ends, first);
            Span<double> surprises = _surprises.AsSpan(2 * first, (2 * count) + 2);
            surprises[0] = column.Missing;
            for (int below = 0; below <= count; below++)
            {
                surprises[(2 * below) + 1] = column.Surprise(below, isFitted: false);
                if (below < count) surprises[(2 * below) + 2] = column.Surprise(below, isFitted: true);
            }

            _places[feature] = Index(column.Different, first, index);
            first += count + 1;
        }

        _places[^1] = new Place(0, 0, 0, 0, first, 0);
        _index = [.. index];
        _usual = [.. Enumerable.Range(0, columns.Count).Select(feature => Range(feature, UsualLow, UsualHigh))];
    }

    /// <summary>How many features there are.</summary>
    public int Features => _places.Length - 1;

    /// <summary>The number of values of <paramref name="sorted"/> that are &lt;= <paramref name="value"/>.</summary>
    internal static int CountAtMost(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Of each value of a row the larger of the left, the right and the skew-chosen surprise; of being missing where it is NaN.</summary>
    /// <param name="row">A value for each feature.</param>
    /// <param name="perFeature">Receives as many.</param>
    public void Surprises(ReadOnlySpan<double> row, Span<double> perFeature)
    {
        int features = Features;
        Span<int> at = features <= MostOnStack ? stackalloc int[features] : new int[features], end = features <= MostOnStack ? stackalloc int[features] : new int[features];
        ref double different = ref MemoryMarshal.GetArrayDataReference(_different), surprises = ref MemoryMarshal.GetArrayDataReference(_surprises);
        ref int index = ref MemoryMarshal.GetArrayDataReference(_index);
        ReadOnlySpan<Place> places = _places;
        for (int feature = 0; feature < features; feature++)
        {
            ref readonly Place place = ref places[feature];
            ref int bucket = ref Unsafe.Add(ref index, place.Index + Bucket(place, row[feature]));
            at[feature] = bucket;
            end[feature] = Unsafe.Add(ref bucket, 1);
            Ahead.Ask(in Unsafe.Add(ref different, bucket));
        }

        for (int feature = 0; feature < features; feature++)
        {
            double value = row[feature];
            int found = 2 * places[feature].First;
            if (!double.IsNaN(value))
            {
                int next = NotBelow(ref different, at[feature], end[feature], value);
                found = (2 * next) + 1 + (Unsafe.Add(ref different, next) == value ? 1 : 0);
                Ahead.Ask(in Unsafe.Add(ref surprises, found));
            }

            at[feature] = found;
        }

        for (int feature = 0; feature < features; feature++) perFeature[feature] = Unsafe.Add(ref surprises, at[feature]);
    }

    /// <summary>How many fitted values lie at least as far out as a value, on the side where they are fewer, of how many that are present; for NaN how many rows miss it too, of all.</summary>
    public (int AsFar, int Of) Rarity(int feature, double value)
    {
        (int first, _, int present) = Values(feature);
        if (double.IsNaN(value)) return (_rows - present, _rows);
        int bucket = _places[feature].Index + Bucket(_places[feature], value);
        int next = NotBelow(ref MemoryMarshal.GetArrayDataReference(_different), _index[bucket], _index[bucket + 1], value), less = next == first ? 0 : _ends[next - 1];
        return (Math.Min(_different[next] == value ? _ends[next] : less, present - less), present);
    }

    /// <summary>The values at <see cref="UsualLow"/> and <see cref="UsualHigh"/>, or <c>null</c> when no value is present.</summary>
    public (double Low, double High)? Usual(int feature) => _usual[feature];

    /// <summary>The values at two quantiles by nearest rank, or <c>null</c> when no value is present.</summary>
    public (double Low, double High)? Range(int feature, double low, double high) => Values(feature).Present == 0 ? null : (At(feature, low), At(feature, high));

    /// <summary>Adds all that was fitted to a hash.</summary>
    internal void AddTo(IncrementalHash hash)
    {
        hash.AppendData(MemoryMarshal.AsBytes<double>(_different));
        hash.AppendData(MemoryMarshal.AsBytes<int>(_ends));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_surprises));
    }

    private double At(int feature, double quantile)
    {
        (int first, int count, int present) = Values(feature);
        int rank = Math.Clamp((int)Math.Ceiling(quantile * present) - 1, 0, present - 1), at = _ends.AsSpan(first, count).BinarySearch(rank + 1);
        return _different[first + (at < 0 ? ~at : at)];
    }

    private (int First, int Count, int Present) Values(int feature)
    {
        (int first, int count) = (_places[feature].First, _places[feature + 1].First - _places[feature].First - 1);
        return (first, count, count == 0 ? 0 : _ends[first + count - 1]);
    }

    // The first place from one to another whose value is not below a value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NotBelow(ref double different, int from, int to, double value)
    {
        while (to - from > Few)
        {
            int middle = (from + to) >>> 1;
            if (Unsafe.Add(ref different, middle) < value) from = middle + 1;
            else to = middle;
        }

        while (from < to && Unsafe.Add(ref different, from) < value) from++;
        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(in Place place, double value) => (int)Math.Min(Math.Max((Far(value, place.Scale) - place.Least) >> place.Shift, 0), place.LastBucket);

    /// <summary>How far a value lies from 0: a number that never falls while the value rises, in even steps as long as it is small by the scale and by its digits beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Far(double value, double scale)
    {
        // Halved, so that even the infinities lie less than 2^63 from each other.
        long far = (BitConverter.DoubleToInt64Bits((Math.Abs(value) * scale) + 1) - BitConverter.DoubleToInt64Bits(1)) >> 1, sign = BitConverter.DoubleToInt64Bits(value) >> 63;
        return (far ^ sign) - sign;
    }

    // By the middle of the magnitudes: in one bucket are then few of any feature's values, whatever its unit.
    private static Place Index(double[] different, int first, List<int> index)
    {
        int begin = index.Count;
        if (different.Length < FewestIndexed)
        {
            index.AddRange([first, first + different.Length]);
            return new Place(0, 0, 0, 0, first, begin);
        }

        double[] magnitudes = [.. different.Where(value => value != 0 && double.IsFinite(value)).Select(Math.Abs).Order()];
        double scale = Math.Min(1 / magnitudes[magnitudes.Length / 2], double.MaxValue);
        long least = Far(different[0], scale), span = Far(different[^1], scale) - least;
        int shift = 0;
        while (span >> shift >= different.Length / 2) shift++;
        var place = new Place(scale, least, shift, (int)(span >> shift), first, begin);
        for (int at = 0, bucket = 0; bucket <= place.LastBucket; bucket++)
        {
            while (Bucket(place, different[at]) < bucket) at++;
            index.Add(first + at);
        }

        index.Add(first + different.Length);
        return place;
    }

    // Scale, least and shift say of a value which bucket it falls into; Index is where the first of them stands.
    private readonly record struct Place(double Scale, long Least, int Shift, int LastBucket, int First, int Index);
}
