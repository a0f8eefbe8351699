using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Screening.Cli.Benchmarks;

/// <summary>Sleeps until a moment to within the kernel's own timers, a tenth of a millisecond; those of the runtime go by a clock of 4 ms.</summary>
internal static partial class Pace
{
    /// <summary>Sleeps.</summary>
    /// <param name="start">A time stamp.</param>
    /// <param name="seconds">How long after it to go on; at once where that is past.</param>
    public static void Until(long start, double seconds)
    {
        // A signal, such as the collector's, ends a sleep early: what is left is slept again.
        for (double left = seconds - Stopwatch.GetElapsedTime(start).TotalSeconds; left > 0; left = seconds - Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            var time = new TimeSpec((long)left, (long)((left - Math.Floor(left)) * 1e9));
            _ = NanoSleep(in time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
