namespace Screening.Web.Drawing;

/// <summary>Shortest ways over the earth.</summary>
internal static class GreatCircle
{
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>Kilometres between two places, given in degrees.</summary>
    public static double Km((double Latitude, double Longitude) from, (double Latitude, double Longitude) to) => Angle(from, to) * EarthRadiusKm;

    /// <summary>Places along the way, both ends among them, at most two degrees apart.</summary>
    public static IReadOnlyList<(double Latitude, double Longitude)> Along((double Latitude, double Longitude) from, (double Latitude, double Longitude) to)
    {
        double angle = Angle(from, to);
        int steps = Math.Max(1, (int)Math.Ceiling(angle * 180 / Math.PI / 2));
        // Between a place and its antipode every way is shortest; any will do, so the degrees are divided evenly.
        bool isStraight = Math.Sin(angle) < 1e-9;
        (double X, double Y, double Z) a = Vector(from), b = Vector(to);
        var way = new List<(double, double)>(steps + 1) { from };
        for (int i = 1; i < steps; i++)
        {
            double t = (double)i / steps;
            if (isStraight)
            {
                way.Add((from.Latitude + (t * (to.Latitude - from.Latitude)), from.Longitude + (t * (to.Longitude - from.Longitude))));
                continue;
            }

            (double p, double q) = (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle));
            (double x, double y, double z) = ((p * a.X) + (q * b.X), (p * a.Y) + (q * b.Y), (p * a.Z) + (q * b.Z));
            way.Add((Math.Atan2(z, Math.Sqrt((x * x) + (y * y))) * 180 / Math.PI, Math.Atan2(y, x) * 180 / Math.PI));
        }

        way.Add(to);
        return way;
    }

    private static double Angle((double Latitude, double Longitude) from, (double Latitude, double Longitude) to)
    {
        (double X, double Y, double Z) a = Vector(from), b = Vector(to);
        double chord = Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)) + ((a.Z - b.Z) * (a.Z - b.Z)));
        return 2 * Math.Asin(Math.Min(1, chord / 2));
    }

    private static (double X, double Y, double Z) Vector((double Latitude, double Longitude) place)
    {
        (double latitude, double longitude) = (place.Latitude * Math.PI / 180, place.Longitude * Math.PI / 180);
        return (Math.Cos(latitude) * Math.Cos(longitude), Math.Cos(latitude) * Math.Sin(longitude), Math.Sin(latitude));
    }
}
