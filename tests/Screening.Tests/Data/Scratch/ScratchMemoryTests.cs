using System.Globalization;
using Screening.Data.Scratch;
using Screening.Features;
using Screening.Records;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Scratch;

public sealed class ScratchMemoryTests
{
    [Fact]
    public void WhatWasWrittenIsReadAgainAfterItsPagesWereDropped()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue);
        var rows = new Rows<(long, long, long)>(memory);
        var symbols = new SymbolTable(memory);
        const int Count = 3_000_000;
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(i, rows.Add((i, -i, i * 7L)));
            if (i % 500_000 == 0) memory.Drop();
            if (i < 100_000) Assert.Equal(i, symbols.Intern(FormattableString.Invariant($"a text that is longer than fifteen bytes {i}")));
        }

        memory.Drop();
        Assert.True(memory.Bytes > 64L << 20, $"{memory.Bytes} bytes: more than one file is what this is about");
        for (int i = 0; i < Count; i += 997) Assert.Equal((i, -i, i * 7L), rows[i]);
        for (int i = 0; i < 100_000; i += 31) Assert.Equal(FormattableString.Invariant($"a text that is longer than fifteen bytes {i}"), symbols.Text(i));
        Assert.Equal(77, symbols.Find("a text that is longer than fifteen bytes 77"));
    }

    [Fact]
    public void ItsFilesHaveNoNameWhileTheyAreUsed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there a file keeps its name until it is closed");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue);
        var matrix = new FeatureMatrix(10, 3, memory);
        Assert.True(memory.Bytes > 0);
        Assert.True(double.IsNaN(matrix[9][2]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["scratch"]));
    }

    [Fact]
    public void PagesAreDroppedWhileTheProcessTakesMoreThanItMay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system drops them by itself");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], 1);
        const int Bytes = 256 << 20;
        unsafe
        {
            new Span<byte>((void*)memory.Take(Bytes).Start, Bytes).Fill(7);
        }

        for (int look = 0; look < 500 && Resident(folder["scratch"]) > 0; look++) Thread.Sleep(20);
        Assert.Equal(0, Resident(folder["scratch"]));
    }

    [Fact]
    public void OnceClosedPagesMayStayUpToAnotherLimitAndRoomIsTheHeaps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system drops them by itself");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], 1);
        const int Bytes = 64 << 20;
        nint start = memory.Take(Bytes).Start;
        long files = memory.Bytes;
        memory.Close(long.MaxValue);
        unsafe
        {
            new Span<byte>((void*)start, Bytes).Fill(7);
        }

        // One look may have been under way.
        Thread.Sleep(100);
        unsafe
        {
            new Span<byte>((void*)start, Bytes).Fill(8);
        }

        Thread.Sleep(200);
        Assert.Equal(Bytes, Resident(folder["scratch"]));
        Assert.NotEqual(0, memory.Take(Bytes * 2L).Start);
        Assert.Equal(files, memory.Bytes);
    }

    // Rows come as fast as pages are dropped: who goes on meanwhile is over the limit for as long as there are rows.
    [Fact]
    public async Task WhoPassesOverRowsWaitsWhilePagesAreDroppedWhereverHisRoomIs()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using ManualResetEventSlim isOver = new(), isDropping = new(), mayDrop = new();
        int looks = 0;
        using var memory = new ScratchMemory(folder["scratch"], 1, () =>
        {
            if (Thread.CurrentThread.Name != "scratch" || !isOver.IsSet) return 0;
            // Two looks find that it is too much, the next asks whether what grows has to go as well.
            if (++looks <= 2) return 2;
            isDropping.Set();
            mayDrop.Wait();
            return 0;
        });
        _ = memory.OfWhatGrows.Take(1 << 20);
        memory.CatchUp();
        isOver.Set();
        Assert.True(isDropping.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Task[] passing = [.. new RoomMemory[] { memory, memory.OfWhatGrows }.Select(room => Task.Run(room.CatchUp, TestContext.Current.CancellationToken))];
        await Task.Delay(200, TestContext.Current.CancellationToken);
        bool[] isOn = [.. passing.Select(p => p.IsCompleted)];
        isOver.Reset();
        mayDrop.Set();
        await Task.WhenAll(passing).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([false, false], isOn);
    }

    // A watch that does not get a processor in time is no bound.
    [Fact]
    public void WhoPassesOverRowsDropsPagesHimselfNowAndThenWhereverHisRoomIs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system drops them by itself");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        bool isOver = false;
        using var memory = new ScratchMemory(folder["scratch"], 1, () => isOver && Thread.CurrentThread.Name != "scratch" && Resident(folder["scratch"]) > 0 ? 2 : 0);
        foreach (RoomMemory room in new[] { memory, memory.OfWhatGrows })
        {
            const int Bytes = 64 << 20;
            nint start = room.Take(Bytes).Start;
            unsafe
            {
                new Span<byte>((void*)start, Bytes).Fill(7);
            }

            isOver = true;
            Assert.Equal(Bytes, Resident(folder["scratch"]));
            for (int row = 0; row < 256; row++) room.CatchUp();
            Assert.Equal(0, Resident(folder["scratch"]));
            isOver = false;
        }
    }

    // All at once would have to be brought again, page by page, by whoever waits for an answer.
    [Fact]
    public void LookedAtInAnyOrderNoMoreRowsGoThanHaveTo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system drops them by itself");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        const long Most = 1024L << 20, Kept = 256L << 20;
        const int Bytes = 512 << 20;
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue, () => Most - Kept + Resident(folder["scratch"]));
        nint start = memory.Take(Bytes).Start, table = memory.OfWhatGrows.Take(1 << 20).Start;
        memory.ExpectAnyOrder();
        unsafe
        {
            new Span<byte>((void*)table, 1 << 20).Fill(1);
            new Span<byte>((void*)start, Bytes).Fill(7);
        }

        memory.Close(Most);
        for (int look = 0; look < 500 && Resident(folder["scratch"]) > Kept; look++) Thread.Sleep(20);
        Assert.InRange(Resident(folder["scratch"]), Kept * 3 / 4, Kept);
        Thread.Sleep(100);
        Assert.InRange(Resident(folder["scratch"]), Kept * 3 / 4, Kept);
    }

    [Fact]
    public void WhatGrowsLiesInFilesOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue);
        memory.Take(8);
        long rows = memory.Bytes;
        memory.OfWhatGrows.Take(8);
        Assert.Equal(2 * rows, memory.Bytes);
        Assert.Same(memory.OfWhatGrows, memory.OfWhatGrows.OfWhatGrows);
        memory.Take(8);
        memory.OfWhatGrows.Take(8);
        Assert.Equal(2 * rows, memory.Bytes);
    }

    // Otherwise a fault brings megabytes around what was asked for, and one byte that is written makes the kernel write them: nothing else shows it but the disk.
    [Fact]
    public void WhatGrowsIsBroughtPageByPageAndRowsAreOnceTheyAreLookedAtInAnyOrder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system is not asked");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue);
        memory.Take(8);
        Assert.Equal([false], InAnyOrder(folder["scratch"]));
        memory.OfWhatGrows.Take(8);
        memory.OfWhatGrows.Take(100L << 20);
        Assert.Equal([false, true, true], InAnyOrder(folder["scratch"]).Order());
        memory.Close(long.MaxValue);
        Assert.Contains(false, InAnyOrder(folder["scratch"]));
        memory.ExpectAnyOrder();
        Assert.Equal([true, true, true], InAnyOrder(folder["scratch"]));
    }

    [Fact]
    public void OnceClosedWhatIsWrittenIntoTablesStaysInMemoryAndIsNotDropped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere files are written");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue);
        var index = new SymbolIndex(memory);
        for (int key = 0; key < 100_000; key++) index.Set(key, key * 7);
        Assert.All(Told(folder["scratch"], "VmFlags:"), flags => Assert.Contains(" sh ", flags, StringComparison.Ordinal));
        memory.Close(1);
        for (int key = 0; key < 100_000; key += 1_000) index.Set(key, key * 5);
        memory.Drop();
        for (int key = 0; key < 100_000; key++) Assert.Equal(key % 1_000 == 0 ? key * 5 : key * 7, index.Newest(key));
        Assert.All(Told(folder["scratch"], "VmFlags:"), flags => Assert.DoesNotContain(" sh ", flags, StringComparison.Ordinal));
        for (int key = 100_000; key < 300_000; key++) index.Set(key, key);
        memory.Drop();
        for (int key = 0; key < 300_000; key += 500) Assert.Equal(key >= 100_000 ? key : key % 1_000 == 0 ? key * 5 : key * 7, index.Newest(key));
    }

    [Fact]
    public void HowMuchOfTheProcessIsInMemoryIsWhatTheSystemTells()
    {
        long now = ResidentBytes.Now(), told = Environment.WorkingSet;
        Assert.InRange(now, told * 0.5, told * 2.0);
    }

    [Fact]
    public void ADiskWithoutRoomIsToldWithItsFolder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        using var memory = new ScratchMemory(folder["scratch"], long.MaxValue);
        string told = Assert.Throws<ScratchException>(() => memory.Take(1L << 45)).Message;
        Assert.StartsWith($"there is no room for {1L << 25} MB more of scratch files in {folder["scratch"]}, which --memory needs", told, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["scratch"]));
        Assert.NotEqual(0, memory.Take(8).Start);
    }

    [Fact]
    public void AFolderThatLiesInMemoryIsRefused()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no folder in memory here");
        Assert.Contains("lies in memory, so that scratch files in it would spare none", Assert.Throws<ScratchException>(() => new ScratchMemory("/dev/shm", 1)).Message, StringComparison.Ordinal);
    }

    // Bytes of a folder's files that are in the memory of this process, whatever else other tests hold.
    private static long Resident(string folder) => Told(folder, "Rss:").Sum(told => long.Parse(told[..^"kB".Length], CultureInfo.InvariantCulture) * 1024);

    // Of each of a folder's files whether the kernel was told that it is looked at in any order.
    private static bool[] InAnyOrder(string folder) => [.. Told(folder, "VmFlags:").Select(told => told.Split(' ').Contains("rr"))];

    // What the kernel tells under a heading of each of a folder's files.
    private static List<string> Told(string folder, string heading)
    {
        List<string> told = [];
        bool isOurs = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.StartsWith(heading, StringComparison.Ordinal) && isOurs) told.Add(line[heading.Length..]);
            else if (line.Contains('-') && !line.Contains(" kB", StringComparison.Ordinal)) isOurs = line.Contains(folder, StringComparison.Ordinal);
        }

        return told;
    }
}
