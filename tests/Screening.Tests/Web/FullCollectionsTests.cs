using System.Runtime;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>Alone, as what others allocate would be collected meanwhile.</summary>
[CollectionDefinition(nameof(FullCollectionsTests), DisableParallelization = true)]
[Collection(nameof(FullCollectionsTests))]
public sealed class FullCollectionsTests
{
    [Theory]
    [InlineData(1L << 30, 1L << 30, false)]
    [InlineData((1L << 30) + (255L << 20), 1L << 30, false)]
    [InlineData((1L << 30) + (256L << 20), 1L << 30, true)]
    [InlineData(15L << 30, 16L << 30, false)]
    [InlineData((18L << 30) - 1, 16L << 30, false)]
    [InlineData(18L << 30, 16L << 30, true)]
    public void AHeapIsCollectedWhenItHasGrownByAnEighthAndEnoughToMatter(long bytes, long after, bool isDue) => Assert.Equal(isDue, FullCollections.IsDue(bytes, after));

    [Theory]
    [InlineData(2L << 30, 0, 32, false)]
    [InlineData((2L << 30) - 1, 0, 32, true)]
    [InlineData(145L << 20, 0, 32, true)]
    [InlineData(15L << 30, 30, 32, false)]
    [InlineData(15L << 30, 31, 32, true)]
    [InlineData(15L << 30, 40, 32, true)]
    public void TheRuntimeIsLeftToItsRulesWhereTheHeapIsSmallAndJustBelowWhatItTakesForMuch(long bytes, long load, long high, bool isLeft) =>
        Assert.Equal(isLeft, FullCollections.IsLeft(bytes, load << 30, high << 30));

    // In batch mode everybody would wait for each collection of a small heap: the runtime has one before the heap has grown enough here.
    [Fact]
    public async Task ASmallHeapIsCollectedBesideTheProgramByTheRuntime()
    {
        GCLatencyMode mode = GCSettings.LatencyMode;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        LeaveNothing();
        Assert.InRange(GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes, 1, 8 * FullCollections.LeastBytes - 1);
        Task keeping = new FullCollections().Keep(stop.Token);
        try
        {
            Assert.Equal(GCLatencyMode.SustainedLowLatency, GCSettings.LatencyMode);
        }
        finally
        {
            await stop.CancelAsync();
            await keeping;
            GCSettings.LatencyMode = mode;
        }
    }

    [Fact]
    public async Task WhereItIsLeftToThemTheRuntimeGoesByItsOwnRulesBesideTheProgram()
    {
        GCLatencyMode mode = GCSettings.LatencyMode;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bool isLeft = false;
        Task keeping = new FullCollections(() => Volatile.Read(ref isLeft)).Keep(stop.Token);
        try
        {
            foreach (bool said in new[] { false, true, false })
            {
                Volatile.Write(ref isLeft, said);
                GCLatencyMode expected = said ? GCLatencyMode.SustainedLowLatency : GCLatencyMode.Batch;
                for (int i = 0; GCSettings.LatencyMode != expected && i < 300; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
                Assert.Equal(expected, GCSettings.LatencyMode);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await keeping;
            GCSettings.LatencyMode = mode;
        }
    }

    // In the mode in which an endpoint waits for orders all of the heap would be collected while everybody waits.
    [Fact]
    public async Task WhatNobodyHoldsIsGoneAfterACollectionBesideTheProgramAndTheRuntimeGoesOnAsBefore()
    {
        GCLatencyMode mode = GCSettings.LatencyMode;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var collections = new FullCollections(() => false);

        // What other tests left would be gone while something is made beside, and hide it. And the runtime collects a heap of a few megabytes at once, while everybody waits.
        LeaveNothing();
        byte[] held = GC.AllocateUninitializedArray<byte>(64 << 20);
        Task keeping = collections.Keep(stop.Token);
        try
        {
            Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
            WeakReference dropped = Dropped(1 << 20);
            (long beside, int before) = (Beside(), FullCollections.Count);
            await collections.Collect(TestContext.Current.CancellationToken);
            Assert.True(Beside() > beside, "it was not collected beside the program");
            Assert.True(FullCollections.Count > before, $"{FullCollections.Count} collections of everything, {before} before");
            Assert.False(dropped.IsAlive, "what was dropped is still there");
            Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);

            // A second replay beside: all is collected while it needs what it made, and again when it is over and needs it no more.
            dropped = await collections.Beside(() =>
            {
                Assert.Equal(GCLatencyMode.SustainedLowLatency, GCSettings.LatencyMode);
                return Used((int)FullCollections.LeastBytes * 3);
            });
            for (int i = 0; (dropped.IsAlive || GCSettings.LatencyMode != GCLatencyMode.Batch) && i < 300; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.False(dropped.IsAlive, "what the work left is still there");
            Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
            await Assert.ThrowsAsync<InvalidOperationException>(() => collections.Beside<int>(() => throw new InvalidOperationException()));
        }
        finally
        {
            await stop.CancelAsync();
            await keeping;
            GCSettings.LatencyMode = mode;
            GC.KeepAlive(held);
        }
    }

    private static void LeaveNothing() => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    // The latest collection beside the program that is over.
    private static long Beside() => GC.GetGCMemoryInfo(GCKind.Background).Index;

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Dropped(int bytes) => new(GC.AllocateUninitializedArray<byte>(bytes));

    private static async Task<WeakReference> Used(int bytes)
    {
        byte[] made = GC.AllocateUninitializedArray<byte>(bytes);

        // How large the heap is tells the latest collection of any kind; the runtime may have begun one of its own for so large an array.
        GC.Collect();
        long before = Beside();
        for (int i = 0; Beside() == before && i < 300; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(Beside() > before, "it was not collected while it grew");
        GC.KeepAlive(made);
        return new WeakReference(made);
    }
}
