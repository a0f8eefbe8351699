using Screening.Alerts;
using Screening.Cli.Reports;
using Xunit;

namespace Screening.Tests.Cli.Reports;

public sealed class RouteMapTests
{
    private static readonly (double Latitude, double Longitude) Taipei = (25.08, 121.23), LosAngeles = (33.94, -118.41), Frankfurt = (50.03, 8.57), Singapore = (1.36, 103.99);

    [Fact]
    public void DistancesAreThoseOfTheEarth()
    {
        Assert.Equal(10_920, GreatCircle.Km(Taipei, LosAngeles), 30.0);
        Assert.Equal(10_270, GreatCircle.Km(Frankfurt, Singapore), 30.0);
        Assert.Equal(0, GreatCircle.Km(Singapore, Singapore));
        Assert.Equal(Math.PI * 6371.0088, GreatCircle.Km((0, 0), (0, 180)), 6);
    }

    [Fact]
    public void AWayIsNeverLongerThanItsEndsAreApart()
    {
        const int Seed = 31;
        var random = new Random(Seed);
        for (int round = 0; round < 200; round++)
        {
            (double, double) from = ((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180), to = ((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
            IReadOnlyList<(double Latitude, double Longitude)> way = GreatCircle.Along(from, to);
            double along = way.Zip(way.Skip(1)).Sum(p => GreatCircle.Km(p.First, p.Second));
            Assert.Equal(GreatCircle.Km(from, to), along, 1e-3);
            Assert.All(way.Zip(way.Skip(1)), p => Assert.True(GreatCircle.Km(p.First, p.Second) < 223, $"seed {Seed}, round {round}"));
        }
    }

    [Fact]
    public void AWayOverTheAntimeridianIsOneStrokeInTheMiddle()
    {
        IReadOnlyList<(double, double)> way = GreatCircle.Along(Taipei, LosAngeles);
        IReadOnlyList<(double X, double Y)> stroke = Assert.Single(new MapWindow(way).Strokes(way));
        Assert.All(stroke, p => Assert.True(p is { X: > 0 and < 1, Y: > 0 and < 1 }, p.ToString()));
        Assert.All(stroke.Zip(stroke.Skip(1)), p => Assert.True(p.First.X < p.Second.X));
    }

    [Fact]
    public void AWayAroundTheEarthIsSplitAtTheSidesOfTheMapAndNowhereElse()
    {
        (double, double)[] places = [.. Enumerable.Range(0, 36).Select(i => (10.0, (i * 10.0) - 180))];
        var window = new MapWindow(places);
        foreach ((double Latitude, double Longitude)[] way in new[] { places, [.. places.Reverse()] })
        {
            IReadOnlyList<IReadOnlyList<(double X, double Y)>> strokes = window.Strokes([.. way, way[0]]);
            Assert.Equal(2, strokes.Count);
            Assert.All(strokes.SelectMany(s => s.Zip(s.Skip(1))), p => Assert.True(Math.Abs(p.First.X - p.Second.X) < 0.1));
            Assert.Equal([0.0, 1.0], new[] { strokes[0][^1].X, strokes[1][0].X }.Order());
        }
    }

    [Fact]
    public void LegsThatFollowUponEachOtherAreOneJourneyAndTheSameJourneyIsToldOnce()
    {
        RouteLeg first = new("A", 25, 121, "B", 1, 104, true), second = new("B", 1, 104, "C", 25, 55, false);
        var html = new Html();
        Assert.Null(RouteMap.Write(html, [first, second, first, second]));
        string page = html.ToString();
        Assert.Contains("km in 2 legs;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("journeys", page, StringComparison.Ordinal);
        Assert.Single(Matches(page, "class=\"hub\""));
        Assert.Equal(3, Matches(page, "class=\"place\"").Count());
        Assert.Single(Matches(page, "class=\"direct\""));
    }

    [Fact]
    public void PlacesThatAreNowhereAreNotDrawn() =>
        Assert.Equal("route (no shipment with known places)", RouteMap.Write(new Html(), [new RouteLeg("A", double.NaN, 0, "B", 0, 0, false), new RouteLeg("A", 91, 0, "B", 0, 0, false)]));

    private static IEnumerable<int> Matches(string page, string text)
    {
        for (int at = page.IndexOf(text, StringComparison.Ordinal); at >= 0; at = page.IndexOf(text, at + 1, StringComparison.Ordinal)) yield return at;
    }
}
