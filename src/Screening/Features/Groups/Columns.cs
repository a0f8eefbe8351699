namespace Screening.Features.Groups;

/// <summary>How cells of a row are put together; NaN is what nobody told.</summary>
internal static class Columns
{
    /// <summary>The greater of two values, of which the first may be missing.</summary>
    public static double Greater(double known, double value) => double.IsNaN(known) || value > known ? value : known;

    /// <summary>A yes or no that may be missing.</summary>
    public static double Of(bool? told) => told switch { true => 1, false => 0, null => double.NaN };

    /// <summary>A length of time in days.</summary>
    public static double Days(long micros) => micros / (double)Records.Micros.PerDay;
}
