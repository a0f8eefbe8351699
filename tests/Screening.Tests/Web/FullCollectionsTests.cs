using System.Runtime;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

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

    // In the mode in which an endpoint waits for orders all of the heap would be collected while everybody waits.
    [Fact]
    public async Task WhatNobodyHoldsIsGoneAfterACollectionBesideTheProgramAndTheRuntimeGoesOnAsBefore()
    {
        GCLatencyMode mode = GCSettings.LatencyMode;
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        try
        {
            WeakReference dropped = Dropped();
            (long beside, int before) = (GC.GetGCMemoryInfo(GCKind.Background).Index, FullCollections.Count);
            await FullCollections.Collect(TestContext.Current.CancellationToken);
            Assert.True(GC.GetGCMemoryInfo(GCKind.Background).Index > beside, "it was not collected beside the program");
            Assert.True(FullCollections.Count > before, $"{FullCollections.Count} collections of everything, {before} before");
            Assert.False(dropped.IsAlive, "what was dropped is still there");
            Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
        }
        finally
        {
            GCSettings.LatencyMode = mode;
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Dropped() => new(GC.AllocateUninitializedArray<byte>(1 << 20));
}
