using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Screening.Features.Groups;

/// <summary>
/// The middle of a few values. Sorting some thirty values guesses wrongly at every second comparison; counting for one after another how many are less does not
/// guess, takes several at a time, and ends at the middle.
/// </summary>
internal static class Middles
{
    private const int Few = 64;

    /// <summary>The middle value, or the two between which the middle lies: the same twice where their number is odd.</summary>
    /// <typeparam name="T">A number of 64 bits.</typeparam>
    /// <param name="values">At least one, all finite; their order may be changed.</param>
    public static (T Lower, T Upper) Of<T>(Span<T> values)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        (int lower, int upper) = ((values.Length - 1) / 2, values.Length / 2);
        if (values.Length <= Few) return OfFew(values, lower, upper);
        values.Sort();
        return (values[lower], values[upper]);
    }

    [SkipLocalsInit]
    private static (T Lower, T Upper) OfFew<T>(ReadOnlySpan<T> values, int lower, int upper)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int vectors = (values.Length + Vector<T>.Count - 1) / Vector<T>.Count;
        Span<Vector<T>> all = stackalloc Vector<T>[vectors];

        // What fills the last one up is the greatest and counts as less than nothing.
        all[^1] = new Vector<T>(T.MaxValue);
        values.CopyTo(MemoryMarshal.Cast<Vector<T>, T>(all));
        (T low, T high) = (T.MaxValue, T.MaxValue);
        int missing = 2;
        foreach (T value in values)
        {
            (int less, int notMore) = Count(all, value);
            if (less > upper || notMore <= lower) continue;
            bool isLower = less <= lower, isUpper = notMore > upper;
            if (isLower && isUpper) return (value, value);
            if (isLower && low != value) (low, missing) = (value, missing - 1);
            if (isUpper && high != value) (high, missing) = (value, missing - 1);
            if (missing == 0) break;
        }

        return (low, high);
    }

    private static (int Less, int NotMore) Count<T>(ReadOnlySpan<Vector<T>> all, T value)
        where T : unmanaged
    {
        var than = new Vector<T>(value);
        Vector<long> less = default, notMore = default;
        foreach (Vector<T> some in all)
        {
            // A lane that holds is -1.
            less -= Vector.LessThan(some, than).As<T, long>();
            notMore -= Vector.LessThanOrEqual(some, than).As<T, long>();
        }

        return ((int)Vector.Sum(less), (int)Vector.Sum(notMore));
    }
}
