namespace Screening.Tests.Web;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class FixedClock(DateTime utc) : TimeProvider
{
    private long _looks;

    public DateTime Utc { get; set; } = utc;

    /// <summary>Seconds that pass between one look at the running time and the next, so that whatever has a slice of time is always at its end.</summary>
    public int SecondsALook { get; init; }

    public override DateTimeOffset GetUtcNow() => new(Utc, TimeSpan.Zero);

    public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Increment(ref _looks) * SecondsALook * TimestampFrequency);
}
