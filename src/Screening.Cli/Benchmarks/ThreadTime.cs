using System.Runtime.InteropServices;

namespace Screening.Cli.Benchmarks;

/// <summary>Processor time of the calling thread: what a piece of work took even when other work ran beside it.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Processor time that the calling thread has had, in nanoseconds.</summary>
    public static long Nanoseconds()
    {
        if (ClockGetTime(ThreadClock, out TimeSpec time) != 0) throw new InvalidOperationException($"the clock of the thread cannot be read: error {Marshal.GetLastPInvokeError()}");
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly long Seconds, Nanoseconds;
    }
}
