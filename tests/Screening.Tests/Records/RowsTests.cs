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
}
