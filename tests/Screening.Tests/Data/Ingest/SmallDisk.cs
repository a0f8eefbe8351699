using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Tests.Cli;

namespace Screening.Tests.Data.Ingest;

/// <summary>
/// The test program run again as a process that ingests into a lake which has no room, in two ways. A file system in memory of a given size, in a mount
/// namespace of its own, is a full disk and nothing less; a plain container may forbid it. A limit on the size of a file (RLIMIT_FSIZE) works for anybody.
/// </summary>
internal static partial class SmallDisk
{
    public const string FileSystem = "file system", FileLimit = "file limit";

    /// <summary>As FileLimit, with so little memory that rows have to be spilled, for which alone there is no room.</summary>
    public const string Spill = "spill";

    private const string Variable = "SCREENING_TEST_SMALL_DISK";
    private const int Page = 4096;
    private const int FileSizeExceeded = 25, Ignore = 1, FileSize = 1;
    private const int Remount = 32;
    private const long Roomy = 256L << 20, Scarce = 16L << 20;

    [ModuleInitializer]
    internal static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } asked) return;
        var words = asked.Split('|');
        try
        {
            foreach (var line in Run(words[0], words[1], words[2], words[3..])) Console.WriteLine(line);
            Environment.Exit(0);
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
            Environment.Exit(1);
        }
    }

    /// <summary>True when this user may make a file system of a namespace's own here.</summary>
    public static bool CanMount(string disk)
    {
        try
        {
            using var tried = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "none", disk]) { RedirectStandardError = true, UseShellExecute = false })!;
            tried.StandardError.ReadToEnd();
            tried.WaitForExit();
            return tried.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Ingests files again and again into copies of a lake, each time with another room for them.</summary>
    /// <param name="mechanism">FileSystem or FileLimit.</param>
    /// <param name="start">The lake to begin with.</param>
    /// <param name="disk">An empty folder; what is there is gone afterwards.</param>
    /// <param name="files">The delivery.</param>
    /// <returns>For each room the error.</returns>
    public static IReadOnlyList<string> Try(string mechanism, string start, string disk, string[] files)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Screening.Tests");
        var info = mechanism == FileSystem
            ? new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", FormattableString.Invariant($"mount -t tmpfs -o size={Roomy} none \"$0\" && exec \"$1\""), disk, program])
            : new ProcessStartInfo(program);
        info.RedirectStandardOutput = true;
        info.Environment[Variable] = string.Join('|', [mechanism, start, disk, .. files]);
        using var child = Process.Start(info)!;
        var said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? said.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException($"the child ended with {child.ExitCode}: {said}");
    }

    private static IEnumerable<string> Run(string mechanism, string start, string disk, string[] files)
    {
        var path = Path.Combine(disk, "lake");
        if (mechanism != FileSystem) _ = Signal(FileSizeExceeded, Ignore);
        TemporaryFolder.Copy(start, path);
        var before = Lake.Open(path).Snapshot();
        var used = Used(path);
        var memory = mechanism == Spill ? "1.5GB" : null;
        Ingest(path, files, null);
        var (expected, least) = (Contents(path), Used(path) - used);
        var largest = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Max(f => new FileInfo(f).Length);
        foreach (var room in mechanism switch { FileSystem => Rooms(least), FileLimit => Rooms(largest), _ => [Scarce] })
        {
            Directory.Delete(path, recursive: true);
            TemporaryFolder.Copy(start, path);
            Limit(mechanism, disk, mechanism == FileSystem ? used + room : room);
            var error = "none";
            try
            {
                Ingest(path, files, memory);
            }
            catch (IOException e)
            {
                error = e.Message;
            }
            Limit(mechanism, disk, Roomy);
            yield return FormattableString.Invariant($"{room} of {(mechanism == FileSystem ? least : largest)}: {error}");
            Check(path, before, error, expected, files);
        }
    }

    private static void Check(string path, LakeSnapshot before, string error, string[] expected, string[] files)
    {
        var lake = Lake.Open(path);
        if (error != "none" && (lake.Snapshot().Id, lake.Snapshot().Number) != (before.Id, before.Number)) throw new InvalidOperationException($"the snapshot is {lake.Snapshot().Number} after the error: {error}");
        if (lake.Snapshot().Verify() is [var problem, ..]) throw new InvalidOperationException(problem);
        Ingest(path, files, null);
        if (!Contents(path).SequenceEqual(expected)) throw new InvalidOperationException($"a rerun gave another lake after the error: {error}");
    }

    /// <summary>From next to nothing to a page less than enough.</summary>
    private static long[] Rooms(long enough) => [.. new[] { Page, enough / 10, enough / 4, enough / 2, enough * 2 / 3, enough * 3 / 4, enough * 9 / 10, enough - (8 * Page), enough - (4 * Page), enough - (3 * Page), enough - (2 * Page), enough - Page }.Select(r => r / Page * Page).Where(r => r > 0).Distinct()];

    private static void Ingest(string lake, string[] files, string? memory) => Ingestion.Run(Lake.Open(lake), SomeDelivery.Contracts, IngestChild.Request("orders", files) with { MemoryLimit = memory });

    private static string[] Contents(string lake) =>
    [
        .. Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(p => $"{Path.GetRelativePath(lake, p)} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(p)))}"),
    ];

    private static long Used(string lake) => Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Sum(f => (new FileInfo(f).Length + Page - 1) / Page * Page);

    private static void Limit(string mechanism, string disk, long bytes)
    {
        if (mechanism == FileSystem)
        {
            if (Mount("none", disk, "tmpfs", Remount, FormattableString.Invariant($"size={bytes}")) != 0) throw new InvalidOperationException($"remounting with {bytes} bytes failed: {Marshal.GetLastPInvokeErrorMessage()}");
            return;
        }
        // Only the limit in force is lowered: a process may raise it again up to the hard one.
        if (GetLimit(FileSize, out var limit) != 0) throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        limit.Current = bytes == Roomy ? limit.Most : Math.Min(limit.Most, (ulong)bytes);
        if (SetLimit(FileSize, in limit) != 0) throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Current;
        public ulong Most;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);
}
