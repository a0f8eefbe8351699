namespace Screening.Web.Webhooks;

/// <summary>When deliveries are tried.</summary>
/// <param name="LookEvery">How often it is looked for changes.</param>
/// <param name="Timeout">How long one delivery may take until its answer's status is there.</param>
/// <param name="Waits">How long to wait after the first failure, the second and so on; the last for all that follow. Each is shortened by chance to as little as half.</param>
internal sealed record WebhookTiming(TimeSpan LookEvery, TimeSpan Timeout, IReadOnlyList<TimeSpan> Waits)
{
    /// <summary>The usual.</summary>
    public static WebhookTiming Usual { get; } = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10),
        [.. new[] { 1, 2, 5, 15, 60, 300, 900, 3600 }.Select(s => TimeSpan.FromSeconds(s))]);

    /// <summary>How long to wait after a failure.</summary>
    /// <param name="failures">How many there were in a row, from 1.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan WaitAfter(int failures, double chance) => Waits[Math.Min(failures, Waits.Count) - 1] * (1 - (chance / 2));
}
