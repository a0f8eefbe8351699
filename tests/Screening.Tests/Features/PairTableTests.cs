using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class PairTableTests
{
    [Fact]
    public void APairFindsItsOwnThingHoweverManyThereAre()
    {
        var table = new PairTable<string>();
        for (int first = -1; first < 60; first++)
        {
            for (int second = -1; second < 60; second++)
            {
                Assert.Null(table.Find(first, second));
                table.Ask(first, second);
                table.Set(first, second, $"{first} {second}");
            }
        }

        Assert.Equal(61 * 61, table.Count);
        for (int first = -1; first < 60; first++)
        {
            for (int second = -1; second < 60; second++) Assert.Equal($"{first} {second}", table.Find(first, second));
        }

        Assert.Null(table.Find(60, 0));
    }

    [Fact]
    public void AThingGivenLaterTakesThePlaceOfTheOneBefore()
    {
        var table = new PairTable<string>();
        table.Set(1, 2, "first");
        table.Set(1, 2, "second");
        Assert.Equal("second", table.Find(1, 2));
        Assert.Equal(1, table.Count);
    }
}
