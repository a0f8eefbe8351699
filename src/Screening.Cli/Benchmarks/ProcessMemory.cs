using System.Globalization;

namespace Screening.Cli.Benchmarks;

/// <summary>The memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>Peak resident memory by the kernel's own high-water mark, in MB of 2^20 bytes.</summary>
    public static double PeakMb()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
    }
}
