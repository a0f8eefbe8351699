using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Scratch;

/// <summary>How much of this process is in memory, asked so often that the question must cost little.</summary>
internal static class ResidentBytes
{
    private const string Told = "/proc/self/statm";
    private static readonly SafeFileHandle? s_told = File.Exists(Told) ? File.OpenHandle(Told) : null;

    /// <summary>Bytes in memory, of the heap, of files and of the program.</summary>
    public static long Now()
    {
        if (s_told is null) return Environment.WorkingSet;
        // Pages of the whole address space, and after a space those in memory.
        Span<byte> line = stackalloc byte[128];
        ReadOnlySpan<byte> told = line[..RandomAccess.Read(s_told, line, 0)];
        told = told[(told.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(told, out long pages, out _) ? pages * Environment.SystemPageSize : Environment.WorkingSet;
    }
}
