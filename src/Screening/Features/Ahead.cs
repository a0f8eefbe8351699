using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Screening.Features;

/// <summary>
/// Asks the processor for memory before it is needed. A replay knows the next events of its block; the state of their keys lies anywhere in gigabytes, and most
/// of what a look at it takes is waiting. Nothing is read or changed by asking, and on other processors nothing happens.
/// </summary>
internal static unsafe class Ahead
{
    /// <summary>How many times a group is told of an event before it takes it: what it asks for in one step, it may follow in the next.</summary>
    public const int Steps = 4;

    /// <summary>Events between one step and the next: time enough for memory to answer.</summary>
    public const int EventsPerStep = 4;

    private const int LineBytes = 64;

    /// <summary>Asks for a place.</summary>
    public static void Ask<T>(ref readonly T place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
    }

    /// <summary>Asks for all of a value.</summary>
    public static void AskAll<T>(ref readonly T value)
        where T : struct
    {
        ref byte first = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value));
        for (int at = 0; at < Unsafe.SizeOf<T>(); at += LineBytes) Ask(in Unsafe.Add(ref first, at));
    }

    /// <summary>Asks for all of some values.</summary>
    public static void AskAll(Span<double> values)
    {
        for (int i = 0; i < values.Length; i += LineBytes / sizeof(double)) Ask(in values[i]);
    }

    /// <summary>Asks for the first bytes of an object.</summary>
    /// <param name="thing">The object; <c>null</c> asks for nothing.</param>
    /// <param name="lines">How many lines of 64 bytes.</param>
    public static void AskObject(object? thing, int lines = 1)
    {
        if (thing is null) return;
        ref byte first = ref Unsafe.As<Fields>(thing).First;
        for (int line = 0; line < lines; line++) Ask(in Unsafe.Add(ref first, line * LineBytes));
    }

    /// <summary>Asks for the last elements that an array is filled with.</summary>
    /// <param name="array">The array.</param>
    /// <param name="count">Elements that it is filled with.</param>
    /// <param name="lines">How many lines of 64 bytes.</param>
    public static void AskEnd<T>(T[] array, int count, int lines)
    {
        // The length is not looked at: it may be as far away as what is asked for.
        ref byte start = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(array));
        int end = count * Unsafe.SizeOf<T>();
        for (int line = 1; line <= lines && line * LineBytes < end + LineBytes; line++) Ask(in Unsafe.Add(ref start, Math.Max(0, end - (line * LineBytes))));
    }

    private sealed class Fields
    {
        public byte First;
    }
}
