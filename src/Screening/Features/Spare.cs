using System.Numerics;

namespace Screening.Features;

/// <summary>
/// Arrays that keys have grown out of, for other keys that grow into their size. Without it what a replay has thrown away would soon be as much as what it holds,
/// and be found out only when the heap has nearly doubled. Each thread has its own, so nothing is locked; what stands in an array is not defined.
/// </summary>
/// <typeparam name="T">What the arrays hold.</typeparam>
internal static class Spare<T>
    where T : struct
{
    // Greater ones are few; and no more are kept than some MB of each size.
    private const int Sizes = 11, Most = 1 << 12;

    [ThreadStatic]
    private static Stack<T[]>?[]? t_spare;

    /// <summary>An array of a length.</summary>
    public static T[] Take(int length)
    {
        return t_spare is { } spare && SizeOf(length) is >= 0 and int size && spare[size] is { } arrays && arrays.TryPop(out T[]? array) ? array : new T[length];
    }

    /// <summary>An array with the first elements of another, which nobody looks at any more.</summary>
    /// <param name="array">The other.</param>
    /// <param name="count">How many elements.</param>
    /// <param name="length">Length of the new one.</param>
    public static T[] Grow(T[] array, int count, int length)
    {
        T[] larger = Take(length);
        Array.Copy(array, larger, count);
        if (SizeOf(array.Length) is >= 0 and int size)
        {
            Stack<T[]> arrays = (t_spare ??= new Stack<T[]>?[Sizes])[size] ??= new Stack<T[]>();
            if (arrays.Count < Most) arrays.Push(array);
        }

        return larger;
    }

    private static int SizeOf(int length) => BitOperations.IsPow2(length) && length < 1 << Sizes ? BitOperations.Log2((uint)length) : -1;
}
