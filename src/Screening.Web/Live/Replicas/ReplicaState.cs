namespace Screening.Web.Live;

/// <summary>How the following of another replica goes.</summary>
/// <param name="Writer">The replica, in words.</param>
/// <param name="Records">Records of its journal that were read.</param>
/// <param name="BehindSeconds">Seconds since its journal was last read to its end.</param>
/// <param name="Problem">Why it cannot be read; <c>null</c> when it can.</param>
internal sealed record ReplicaState(string Writer, long Records, double BehindSeconds, string? Problem);
