using Screening.Data.Contracts;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>
/// Fits anew what is usual among peers when the day changes, in the background, from a lake that is replayed beside the one that serves: the very fit that a
/// restart would make, for the memory of a second replay while it lasts. One at a time; one that fails is tried again a minute later.
/// </summary>
/// <param name="lake">Folder of the lake.</param>
/// <param name="contracts">Contracts.</param>
/// <param name="policy">The policy.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="collections">Told while there is a second replay.</param>
internal sealed class PeerRefit(string lake, ContractStore contracts, Policy policy, TimeProvider clock, FullCollections collections)
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);
    private Task<(PeerAnomaly? Anomaly, DateOnly PeersBefore)>? _running;
    private long _failedAt = long.MinValue;

    /// <summary>Why the last one failed; <c>null</c> when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins one when a day has passed, and hands over one that is done.</summary>
    /// <param name="decider">The engine.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The fit, once it is done; <c>null</c> while there is none to hand over.</returns>
    public (PeerAnomaly? Anomaly, DateOnly PeersBefore)? Next(Decider decider, CancellationToken cancellation)
    {
        if (_running is null)
        {
            bool isDue = Micros.Day(decider.Now) > decider.Scoring.Versions.PeersBefore;
            if (isDue && (_failedAt == long.MinValue || clock.GetElapsedTime(_failedAt) > s_again))
                _running = collections.Beside(() => Task.Run(() => Loading.Refit(lake, contracts, policy, clock, cancellation), cancellation));
            return null;
        }

        if (!_running.IsCompleted) return null;
        Task<(PeerAnomaly? Anomaly, DateOnly PeersBefore)> done = _running;
        _running = null;
        if (done.IsCompletedSuccessfully)
        {
            Problem = null;
            return done.Result;
        }

        (Problem, _failedAt) = (done.Exception?.InnerException?.Message ?? "it was stopped", clock.GetTimestamp());
        return null;
    }

    /// <summary>Waits until none is running.</summary>
    public Task Ended() => _running is null ? Task.CompletedTask : _running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
