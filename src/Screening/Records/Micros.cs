namespace Screening.Records;

/// <summary>
/// Moments are microseconds since 1970-01-01T00:00:00Z, the resolution of the lake's TIMESTAMP columns; days are UTC days.
/// </summary>
public static class Micros
{
    /// <summary>Microseconds in one day.</summary>
    public const long PerDay = 86_400_000_000;

    /// <summary>The last moment that has a date, and the latest that a database is asked for.</summary>
    public static long Latest { get; } = EndOf(DateOnly.MaxValue);

    /// <summary>The first moment of a day.</summary>
    public static long StartOf(DateOnly day) => (day.DayNumber - UnixEpochDayNumber) * PerDay;

    /// <summary>The last moment of a day: a night's <c>as_of</c>.</summary>
    public static long EndOf(DateOnly day) => StartOf(day) + PerDay - 1;

    /// <summary>The first moment of the calendar year that a moment lies in.</summary>
    public static long StartOfYear(long at) => StartOf(new DateOnly(Day(at).Year, 1, 1));

    /// <summary>Number of the day since 1970-01-01; negative before.</summary>
    public static int DayNumber(long at) => (int)Math.DivRem(at - Modulo(at), PerDay).Quotient;

    /// <summary>The day that a moment lies in.</summary>
    public static DateOnly Day(long at) => DateOnly.FromDayNumber(DayNumber(at) + UnixEpochDayNumber);

    /// <summary>The moment as a UTC <see cref="DateTime"/>.</summary>
    public static DateTime ToDateTime(long at) => DateTime.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond);

    /// <summary>The moment of a UTC <see cref="DateTime"/>; what is finer than a microsecond is cut towards the past.</summary>
    public static long FromDateTime(DateTime utc) =>
        (utc.Ticks / TimeSpan.TicksPerMicrosecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);

    private const int UnixEpochDayNumber = 719_162;

    private static long Modulo(long at) => ((at % PerDay) + PerDay) % PerDay;
}
