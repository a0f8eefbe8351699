namespace Screening.Cli.Reports;

/// <summary>
/// The part of the earth that a map shows, twice as wide as tall: degrees run evenly both ways, a degree of longitude as long as it is
/// in the middle. It is centred on the route, wherever the antimeridian lies, so only what goes more than half around is ever split.
/// </summary>
internal sealed class MapWindow
{
    // Width over height of a map.
    private const double Aspect = 2;

    // A route of a few hundred kilometres still shows where on earth it is.
    private const double LeastHeightDegrees = 20;

    private readonly double _longitude, _latitude, _width, _height;

    /// <summary>The least window in which all of these places have room.</summary>
    public MapWindow(IReadOnlyList<(double Latitude, double Longitude)> places)
    {
        double[] around = [.. places.Select(p => Turn(p.Longitude, 180)).Order()];
        (double gap, double after) = (around[0] + 360 - around[^1], around[0]);
        for (int i = 1; i < around.Length; i++)
        {
            if (around[i] - around[i - 1] > gap) (gap, after) = (around[i] - around[i - 1], around[i]);
        }

        double span = 360 - gap;
        _longitude = Turn(after + (span / 2), 0);
        (double south, double north) = (places.Min(p => p.Latitude), places.Max(p => p.Latitude));
        double shrink = Math.Max(0.35, Math.Cos((south + north) / 2 * Math.PI / 180));
        _height = Math.Max(LeastHeightDegrees, Math.Max((north - south) * 1.5, span * shrink * 1.3 / Aspect));
        _width = Math.Min(360, _height * Aspect / shrink);
        _height = Math.Min(180, _height);
        double edge = 90 - (_height / 2);
        _latitude = Math.Clamp((south + north) / 2, -edge, edge);
    }

    /// <summary>Degrees between the lines of the graticule.</summary>
    public int GraticuleDegrees => _width > 75 ? 30 : 10;

    /// <summary>Where a place lies, as shares of width and height from the upper left.</summary>
    public (double X, double Y) At((double Latitude, double Longitude) place) => At(place.Latitude, Turn(place.Longitude - _longitude, 0));

    /// <summary>Meridians that cross the window.</summary>
    public IEnumerable<(int Degrees, double X)> Meridians()
    {
        for (int degrees = -180; degrees < 180; degrees += GraticuleDegrees)
        {
            double x = At((_latitude, degrees)).X;
            if (x is > 0 and < 1) yield return (degrees, x);
        }
    }

    /// <summary>Parallels that cross the window.</summary>
    public IEnumerable<(int Degrees, double Y)> Parallels()
    {
        for (int degrees = -90 + GraticuleDegrees; degrees < 90; degrees += GraticuleDegrees)
        {
            double y = At((degrees, _longitude)).Y;
            if (y is > 0 and < 1) yield return (degrees, y);
        }
    }

    /// <summary>A way over the earth in the window, as strokes: it ends at one side and goes on at the other where it crosses the window's far meridian.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Strokes(IReadOnlyList<(double Latitude, double Longitude)> way)
    {
        var strokes = new List<IReadOnlyList<(double X, double Y)>>();
        var stroke = new List<(double X, double Y)>();
        double before = 0;
        for (int i = 0; i < way.Count; i++)
        {
            double east = Turn(way[i].Longitude - _longitude, 0);
            if (i > 0 && Math.Abs(east - before) > 180)
            {
                double side = before > 0 ? 180 : -180;
                double beyond = east + (2 * side);
                double latitude = way[i - 1].Latitude + ((way[i].Latitude - way[i - 1].Latitude) * (side - before) / (beyond - before));
                stroke.Add(At(latitude, side));
                strokes.Add(stroke);
                stroke = [At(latitude, -side)];
            }

            stroke.Add(At(way[i].Latitude, east));
            before = east;
        }

        strokes.Add(stroke);
        return strokes;
    }

    private (double X, double Y) At(double latitude, double east) => (0.5 + (east / _width), 0.5 - ((latitude - _latitude) / _height));

    // The same direction within half a turn of the middle: [middle - 180, middle + 180).
    private static double Turn(double degrees, double middle)
    {
        double turned = (degrees - middle + 180) % 360;
        return (turned < 0 ? turned + 360 : turned) + middle - 180;
    }
}
