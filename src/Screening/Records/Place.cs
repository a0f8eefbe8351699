using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>A port, airport, city or free zone.</summary>
/// <param name="Id">Place symbol.</param>
/// <param name="KnownAt">When this telling became known.</param>
/// <param name="Country">Country symbol.</param>
/// <param name="LatitudeDegrees">Degrees north.</param>
/// <param name="LongitudeDegrees">Degrees east.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Place(int Id, long KnownAt, int Country, double LatitudeDegrees, double LongitudeDegrees) : ITelling<Place, int>
{
    private const double EarthRadiusMetres = 6_371_008.8;

    /// <summary>What it is.</summary>
    public PlaceKind Kind { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<Place, int>.Key => Id;

    Place ITelling<Place, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Great-circle distance by the haversine formula on the mean Earth radius (IUGG), rounded to metres.</summary>
    public static long DistanceMetres(in Place from, in Place to)
    {
        const double Radians = Math.PI / 180;
        double latitude = Math.Sin((to.LatitudeDegrees - from.LatitudeDegrees) * Radians / 2);
        double longitude = Math.Sin((to.LongitudeDegrees - from.LongitudeDegrees) * Radians / 2);
        double chord = (latitude * latitude)
            + (Math.Cos(from.LatitudeDegrees * Radians) * Math.Cos(to.LatitudeDegrees * Radians) * longitude * longitude);
        return (long)Math.Round(2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(chord))));
    }
}
