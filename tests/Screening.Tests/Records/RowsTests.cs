using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class RowsTests
{
    [Fact]
    public void RowsKeepTheirPlaceAcrossBlocks()
    {
        var rows = new Rows<long>();
        for (int i = 0; i < 40_000; i++) Assert.Equal(i, rows.Add(i * 3L));
        Assert.Equal(40_000, rows.Count);
        for (int i = 0; i < 40_000; i++) Assert.Equal(i * 3L, rows[i]);
    }

    [Fact]
    public void AReferenceToARowOutlivesGrowth()
    {
        var rows = new Rows<long>();
        rows.Add(7);
        ref readonly long first = ref rows[0];
        for (int i = 0; i < 40_000; i++) rows.Add(i);
        Assert.Equal(7, first);
    }

    [Fact]
    public void WhoPassesOverRowsLetsTheMemoryCatchUpBeforeEach()
    {
        var memory = new CountedMemory();
        var rows = new Rows<long>(memory);
        for (int i = 0; i < 5; i++) rows.Add(i);
        var caughtUp = new List<(int Row, int Times)>();
        memory.Times = 0;
        foreach (int row in rows.Each()) caughtUp.Add((row, memory.Times));
        foreach (int row in rows.Each([3, 1])) caughtUp.Add((row, memory.Times));
        Assert.Equal([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (3, 6), (1, 7)], caughtUp);
    }
}
