using System.Globalization;

namespace Screening.Cli.Verbs;

/// <summary>A clock that runs as the machine's does from another moment on.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private readonly TimeSpan _shift;

    private ShiftedClock(DateTimeOffset from) => _shift = from - base.GetUtcNow();

    /// <summary>The clock that starts at a moment; the machine's for <c>null</c>.</summary>
    /// <exception cref="UsageException">It is no moment.</exception>
    public static TimeProvider From(string? moment)
    {
        if (moment is null) return System;
        return DateTimeOffset.TryParseExact(moment, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset from)
            ? new ShiftedClock(from)
            : throw new UsageException($"--as-of is '{moment}'; accepted: a moment such as 2025-07-01T09:00:00Z");
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;
}
