using Screening.Alerts;
using Xunit;

namespace Screening.Tests.Web.Drawing;

public sealed class WaterfallTests
{
    [Fact]
    public void PartsFollowUponEachOtherAndEndAtTheMargin()
    {
        foreach (Alert alert in Cli.Reports.Some.NightlyList().Alerts)
        {
            IReadOnlyList<WaterfallStep> steps = Waterfall.Of(alert);
            Assert.Equal("start", steps[0].Reason.Code);
            Assert.Equal(0, steps[0].From);
            for (int i = 1; i < steps.Count; i++) Assert.Equal(steps[i - 1].To, steps[i].From);
            Assert.Equal(alert.Margin, steps[^1].To, 9);
        }
    }

    [Fact]
    public void NumbersAsShownAddUpToTheTotalAsShown()
    {
        const int Seed = 417;
        var random = new Random(Seed);
        for (int round = 0; round < 500; round++)
        {
            Reason[] reasons = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(i => new Reason(i == 0 ? "start" : $"T{i:00}", "n", "c", "s", (random.NextDouble() * 9) - 4, ""))];
            Alert alert = Cli.Reports.Some.Alert() with { Reasons = reasons, Margin = reasons.Sum(r => r.LogOdds) };
            IReadOnlyList<WaterfallStep> steps = Waterfall.Of(alert);
            Assert.Equal(steps[^1].ShownTo, steps.Sum(s => s.ShownAdds));
            Assert.All(steps, s => Assert.True(Math.Abs((double)s.ShownAdds - s.Reason.LogOdds) <= 0.0101, $"seed {Seed}, round {round}: {s}"));
        }
    }

    [Fact]
    public void WithoutAStartWhatIsLeftOfTheMarginIsTheStart()
    {
        Alert alert = Cli.Reports.Some.Alert() with { Reasons = [new Reason("T01", "n", "c", "s", 4, "")], Margin = -2 };
        Assert.Equal([("start", 0.0, -6.0), ("T01", -6.0, -2.0)], Waterfall.Of(alert).Select(s => (s.Reason.Code, s.From, s.To)));
    }

    [Fact]
    public void PartsThatDoNotAddUpSaySo()
    {
        Alert alert = Cli.Reports.Some.Alert() with { Reasons = [new Reason("start", "n", "c", "s", -6, ""), new Reason("T01", "n", "c", "s", 4, "")], Margin = -1 };
        WaterfallStep rest = Waterfall.Of(alert)[^1];
        Assert.Equal(("rest", -2.0, -1.0), (rest.Reason.Code, rest.From, rest.To));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AMissingNumberGivesNoPicture(double adds) =>
        Assert.Empty(Waterfall.Of(Cli.Reports.Some.Alert() with { Reasons = [new Reason("T01", "n", "c", "s", adds, "")] }));
}
