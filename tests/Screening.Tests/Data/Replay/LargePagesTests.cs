using System.Globalization;
using System.Runtime.InteropServices;
using Screening.Data.Replay;
using Xunit;

namespace Screening.Tests.Data.Replay;

public sealed unsafe partial class LargePagesTests
{
    private const int LargePage = 2 << 20, Pages = 4;

    [Fact]
    public void WhatIsNearlyFullIsGatheredWhatIsMostlyEmptyIsLeftAndNoByteChanges()
    {
        using var full = new Memory();
        using var half = new Memory();
        full.Fill(1.0);
        half.Fill(0.5);
        long gathered = LargePages.Gather(TestContext.Current.CancellationToken);
        full.Check(1.0);
        half.Check(0.5);
        // Where the kernel gives large pages to everybody what is touched first brings one.
        if (!CanGather || !File.ReadAllText("/sys/kernel/mm/transparent_hugepage/enabled").Contains("[always]", StringComparison.Ordinal))
        {
            Assert.Equal(0, half.LargeBytes());
            Assert.Equal(Pages * LargePage / 2, half.ResidentBytes());
        }

        // A kernel older than 6.1 or without large pages gives none, and says so.
        Assert.Equal(CanGather ? Pages * LargePage : 0, full.LargeBytes());
        Assert.InRange(gathered, CanGather ? Pages * LargePage : 0, CanGather ? long.MaxValue : 0);
    }

    [Fact]
    public void ItEndsWhenItIsToldTo()
    {
        Assert.SkipUnless(CanGather, "this kernel has no large pages to give");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => LargePages.Gather(stop.Token));
    }

    internal static bool CanGather =>
        OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 1) && File.Exists("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");

    // Some large pages of nobody else's, between two that may not be touched, so that the kernel tells of them apart.
    private sealed class Memory : IDisposable
    {
        private const int None = 0, ReadAndWrite = 3, PrivateAnonymous = 0x22;
        private readonly nint _all, _start;

        public Memory()
        {
            _all = Map(0, (Pages + 3) * LargePage, None, PrivateAnonymous, -1, 0);
            Assert.NotEqual(-1, _all);
            _start = ((_all + LargePage - 1) / LargePage * LargePage) + LargePage;
            Assert.Equal(0, Protect(_start, Pages * LargePage, ReadAndWrite));
        }

        // The first part of each large page.
        public void Fill(double share)
        {
            for (int i = 0; i < Pages * LargePage; i++)
                if (i % LargePage < share * LargePage) ((byte*)_start)[i] = Byte(i);
        }

        public void Check(double share)
        {
            for (int i = 0; i < Pages * LargePage; i++)
                if (i % LargePage < share * LargePage && ((byte*)_start)[i] != Byte(i)) Assert.Fail(FormattableString.Invariant($"byte {i} changed"));
        }

        public long LargeBytes() => Told("AnonHugePages:");

        public long ResidentBytes() => Told("Rss:");

        public void Dispose() => Assert.Equal(0, Unmap(_all, (Pages + 3) * LargePage));

        private long Told(string name)
        {
            string begin = _start.ToString("x", CultureInfo.InvariantCulture) + "-";
            string[] lines = File.ReadAllLines("/proc/self/smaps");
            int at = Array.FindIndex(lines, l => l.StartsWith(begin, StringComparison.Ordinal));
            string told = lines.Skip(at).First(l => l.StartsWith(name, StringComparison.Ordinal));
            return long.Parse(told.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }

        private static byte Byte(int i) => (byte)((i * 2654435761u) >> 24);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint start, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint start, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint start, nint length);
}
