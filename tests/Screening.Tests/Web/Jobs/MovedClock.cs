namespace Screening.Tests.Web.Jobs;

/// <summary>A clock that runs as the machine's does from another moment on, and can be moved on.</summary>
internal sealed class MovedClock(DateTime utc) : TimeProvider
{
    private long _shift = (utc - DateTime.UtcNow).Ticks;

    /// <summary>Lets time pass at once.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));
}
