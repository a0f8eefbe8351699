using System.Globalization;
using System.Runtime.InteropServices;

namespace Screening.Data.Replay;

/// <summary>
/// Puts the memory that a process goes on holding into large pages (2 MB on most machines). A decision looks at thousands of places all over a heap of gigabytes; of
/// pages of 4 kB the processor remembers where a few thousand lie, and looks up each other one in tables that are themselves far away. Linux alone, from 6.1 on
/// (MADV_COLLAPSE of madvise(2)); what is in memory is the same before and after.
/// </summary>
internal static partial class LargePages
{
    private const int Collapse = 25;
    private const int MostPages = 32; // Of one call, so that it can be stopped between two.
    private const int MostRefusals = 256; // More pages than were given: the kernel cannot, or has no memory that lies together.

    /// <summary>Gathers what lies in memory already, as far as it fills a large page to seven eighths; the rest of such a page is taken as well.</summary>
    /// <param name="cancellation">Stops it now and then.</param>
    /// <returns>Bytes of the process that lie in large pages now, as the kernel tells them; 0 where it has none or gives none.</returns>
    public static long Gather(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || SizeBytes() is not { } size) return 0;
        try
        {
            return Gather(size, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container may hide what the kernel tells of a process; it serves without, somewhat slower.
            return 0;
        }
    }

    private static long Gather(long size, CancellationToken cancellation)
    {
        int refusals = 0;
        // One entry of 8 bytes for each page; its highest bit says whether the page is in memory (Documentation/admin-guide/mm/pagemap.rst of Linux).
        using var pages = new FileStream("/proc/self/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var entries = new byte[size / Environment.SystemPageSize * sizeof(ulong)];
        foreach ((long from, long to) in Owned())
        {
            for (long at = (from + size - 1) / size * size; at + size <= to;)
            {
                cancellation.ThrowIfCancellationRequested();
                long end = at;
                while (end + size <= to && end - at < MostPages * size && IsNearlyFull(pages, end, entries)) end += size;
                if (end > at && (refusals += Refused(at, end, size)) > MostRefusals) return Gathered();
                at = Math.Max(end, at + size);
            }
        }

        return Gathered();
    }

    // Pages that were refused less those that were given. A call ends at the first for which no memory lies together; the next may find some.
    private static int Refused(long from, long to, long size)
    {
        int pages = (int)((to - from) / size), refused = 0;
        if (Advise((nint)from, (nuint)(to - from), Collapse) == 0) return -pages;
        for (long at = from; at < to; at += size)
        {
            if (Advise((nint)at, (nuint)size, Collapse) != 0) refused++;
        }

        return refused - (pages - refused);
    }

    private static long Gathered()
    {
        const string Name = "AnonHugePages:";
        string? line = File.ReadLines("/proc/self/smaps_rollup").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(Name.Length, line.Length - Name.Length - " kB".Length), CultureInfo.InvariantCulture) << 10;
    }

    private static long? SizeBytes()
    {
        const string Told = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size";
        return File.Exists(Told) && long.TryParse(File.ReadAllText(Told), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long size) ? size : null;
    }

    // Stretches that may be written, that nobody shares and that come from no file: lines such as 7f0000000000-7f0000200000 rw-p 00000000 00:00 0.
    private static List<(long From, long To)> Owned()
    {
        var stretches = new List<(long, long)>();
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 5 || words[1] != "rw-p" || words[4] != "0") continue;
            int dash = words[0].IndexOf('-', StringComparison.Ordinal);
            if (long.TryParse(words[0].AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long from)
                && long.TryParse(words[0].AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long to))
                stretches.Add((from, to));
        }

        return stretches;
    }

    private static bool IsNearlyFull(FileStream pages, long at, byte[] entries)
    {
        pages.Position = at / Environment.SystemPageSize * sizeof(ulong);
        if (pages.ReadAtLeast(entries, entries.Length, throwOnEndOfStream: false) < entries.Length) return false;
        int here = 0;
        for (int i = sizeof(ulong) - 1; i < entries.Length; i += sizeof(ulong)) here += entries[i] >> 7;
        return here >= entries.Length / sizeof(ulong) / 8 * 7;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint start, nuint length, int advice);
}
