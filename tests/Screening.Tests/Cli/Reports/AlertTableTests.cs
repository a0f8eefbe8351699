using Screening.Alerts;
using Screening.Cli.Reports;
using Xunit;

namespace Screening.Tests.Cli.Reports;

public sealed class AlertTableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(120)]
    [InlineData(300)]
    public void NoLineIsWiderThanAskedAndNoneHoldsControlCharacters(int width)
    {
        string table = AlertTable.Render(Some.NightlyList(), width);
        Assert.DoesNotContain(table, c => c != '\n' && char.IsControl(c));
        Assert.All(table.Split('\n'), line => Assert.True(Cells.Width(line) <= Math.Max(width, AlertTable.LeastWidth), line));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void IsReadableAtAGlance(int width)
    {
        NightlyList night = Some.NightlyList();
        Golden.AssertEqual($"alert-table-{width}.txt", AlertTable.Render(night with { Alerts = [.. night.Alerts.Where(a => a.Rank is 1 or 9 or 10)], Capacity = 2 }, width));
    }

    [Fact]
    public void TheCapacityLineStandsAfterTheLastPlace()
    {
        string[] lines = AlertTable.Render(Some.Many(5, 3), 100).Split('\n');
        int line = Array.FindIndex(lines, l => l.StartsWith("── capacity: 3 places ─", StringComparison.Ordinal));
        Assert.Equal(3, lines[2..line].Count(l => l.Contains("Example Company", StringComparison.Ordinal)));
        Assert.Equal(2, lines[line..].Count(l => l.Contains("Example Company", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1e9, 1e11, "1 bn H100e", "100 bn USD")]
    [InlineData(3.2e12, 9.99e14, "3.2 tn H100e", "1,000 tn USD")]
    [InlineData(1e15, 1e16, "1.0e15 H100e", "1.0e16 USD")]
    [InlineData(1_500_000, 994_000, "1.5 m H100e", "990,000 USD")]
    public void HoweverMuchIsAtStakeItsUnitStands(double h100e, double usd, string first, string second)
    {
        string[] lines = AlertTable.Render(Some.List(10, [Some.Alert() with { StakeH100e = h100e, StakeUsd = usd }]), 120).Split('\n');
        Assert.Contains($" {first}  ", lines[2], StringComparison.Ordinal);
        Assert.Contains($" {second}  ", lines[3] + "  ", StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyNightSaysSo() => Assert.Equal("No alerts.\n", AlertTable.Render(Some.List(10, []), 100));
}
