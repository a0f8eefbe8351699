using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class LayoutsTests
{
    [Fact]
    public void EveryLayoutIsFoundByItsName()
    {
        Assert.Equal(["ofac-sdn", "sec-statements", "un-consolidated"], Layouts.Names);
        Assert.All(Layouts.Names, name => Assert.Equal(name, Layouts.Find(name)!.Name));
        Assert.Null(Layouts.Find("csv"));
    }

    [Fact]
    public void NoLayoutNamesAColumnTwice() => Assert.All(Layouts.Names, name => Assert.Equal(Layouts.Find(name)!.Columns.Count, Layouts.Find(name)!.Columns.Distinct().Count()));

    [Fact]
    public void ASemicolonInsideAValueNeverMakesTwoOfIt() => Assert.Equal("Hall 2, Gate 5; Quay", ListText.Join(["Hall 2; Gate 5", null, " ", "Quay "]));
}
