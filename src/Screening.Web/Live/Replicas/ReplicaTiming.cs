namespace Screening.Web.Live;

/// <summary>When the journals of other replicas are read.</summary>
/// <param name="Every">How often.</param>
/// <param name="Patience">How long one that cannot be read is borne before orders are held.</param>
internal sealed record ReplicaTiming(TimeSpan Every, TimeSpan Patience)
{
    /// <summary>Ten times a second; five seconds.</summary>
    public static ReplicaTiming Usual { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
}
