namespace Screening.Tests.Web;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class FixedClock(DateTime utc) : TimeProvider
{
    public DateTime Utc { get; set; } = utc;

    public override DateTimeOffset GetUtcNow() => new(Utc, TimeSpan.Zero);
}
