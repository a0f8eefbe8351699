using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class PlaceTests
{
    [Fact]
    public void AQuarterOfTheEquatorAndHalfAMeridianAreAsLongAsTheMeanRadiusSays()
    {
        Assert.Equal((long)Math.Round(Math.PI / 2 * 6_371_008.8), Place.DistanceMetres(At(0, 10), At(0, 100)));
        Assert.Equal((long)Math.Round(Math.PI * 6_371_008.8), Place.DistanceMetres(At(90, 0), At(-90, 77)));
        Assert.Equal(0, Place.DistanceMetres(At(12.5, 55.1), At(12.5, 55.1)));
    }

    // By the angle between the two directions from the Earth's centre, computed another way.
    [Fact]
    public void AnyDistanceEqualsTheAngleBetweenVectorsToAMetre()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            Place a = At((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180), b = At((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
            (double x1, double y1, double z1) = Vector(a);
            (double x2, double y2, double z2) = Vector(b);
            (double x, double y, double z) = ((y1 * z2) - (z1 * y2), (z1 * x2) - (x1 * z2), (x1 * y2) - (y1 * x2));
            double angle = Math.Atan2(Math.Sqrt((x * x) + (y * y) + (z * z)), (x1 * x2) + (y1 * y2) + (z1 * z2));
            Assert.Equal(angle * 6_371_008.8, Place.DistanceMetres(a, b), 1.0);
            Assert.Equal(Place.DistanceMetres(b, a), Place.DistanceMetres(a, b));
        }
    }

    [Fact]
    public void TheDateLineIsNoDetour() => Assert.Equal(Place.DistanceMetres(At(0, 1), At(0, -1)), Place.DistanceMetres(At(0, 179), At(0, -179)));

    private static Place At(double latitude, double longitude) => new(0, 0, 0, latitude, longitude);

    private static (double X, double Y, double Z) Vector(Place place)
    {
        (double latitude, double longitude) = (place.LatitudeDegrees * Math.PI / 180, place.LongitudeDegrees * Math.PI / 180);
        return (Math.Cos(latitude) * Math.Cos(longitude), Math.Cos(latitude) * Math.Sin(longitude), Math.Sin(latitude));
    }
}
