using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Screening.Web.Live;

/// <summary>
/// What the endpoint measures of itself, by the names that it is exported under. Costs next to nothing where nobody listens. Durations are in seconds; a stage is
/// <c>read</c> (body and fields), <c>queue</c> (waiting for the engine), <c>engine</c>, <c>journal</c> (until durable) or <c>answer</c> (sending).
/// </summary>
internal sealed class ServeTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Screening.Serve";

    private static readonly KeyValuePair<string, object?>[] s_stages = [.. new[] { "read", "queue", "engine", "journal", "answer" }.Select(s => KeyValuePair.Create("stage", (object?)s))];
    private readonly Meter _meter = new(Name);
    private readonly ActivitySource _activities = new(Name);
    private readonly Histogram<double> _stages, _heard;
    private readonly Counter<long> _decisions, _passed;

    /// <summary>Makes the instruments.</summary>
    public ServeTelemetry()
    {
        _stages = _meter.CreateHistogram<double>("screening.decision.stage.duration", "s", "Time of a decision by stage");
        _heard = _meter.CreateHistogram<double>("screening.replicas.lag", "s", "Time from the decision of another replica until it was learnt here");
        _decisions = _meter.CreateCounter<long>("screening.decisions", "{decision}", "Answers to orders, by outcome");
        _passed = _meter.CreateCounter<long>("screening.budget.passed", "{crossing}", "How often the share of decisions that are no release came to pass the policy's budget");
    }

    /// <summary>The meter of this endpoint; a process may have several.</summary>
    public Meter Meter => _meter;

    /// <summary>Adds what is read from the engine when somebody collects.</summary>
    /// <param name="live">The engine.</param>
    /// <param name="clock">Tells the time.</param>
    public void Watch(LiveHost live, TimeProvider clock)
    {
        _meter.CreateObservableGauge("screening.queue.length", () => live.Waiting, "{order}", "Orders that wait for the engine");
        _meter.CreateObservableGauge("screening.not_released.share", () => live.Decider?.Budget.Share ?? 0, "1", "Share of the latest decisions that were no release");
        _meter.CreateObservableGauge("screening.snapshot.age", () => live.SnapshotAge(clock.GetUtcNow().UtcDateTime)?.TotalSeconds ?? double.NaN, "s", "Age of the delivery that was taken in last");
        _meter.CreateObservableGauge(
            "screening.peers.age", () => live.Decider is { } decider ? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber - decider.Scoring.Versions.PeersBefore.DayNumber : double.NaN, "d",
            "Days since what is usual among peers was fitted");
        _meter.CreateObservableGauge(
            "screening.replicas.behind", () => live.Replicas.Select(r => r.BehindSeconds).DefaultIfEmpty(0).Max(), "s", "Time since the journal of every other replica was last read to its end");
        _meter.CreateObservableGauge("screening.changes", () => live.Book.Changes.Count, "{change}", "Later rulings that were written down");
    }

    /// <summary>Begins a decision; <c>null</c> when nobody traces.</summary>
    public Activity? Begin() => _activities.StartActivity("decide", ActivityKind.Server);

    /// <summary>Notes a decision that was answered.</summary>
    /// <param name="activity">Its trace.</param>
    /// <param name="outcome">The ruling's word, <c>duplicate</c> or <c>refused</c>.</param>
    /// <param name="decisionId">Its id; <c>null</c> for none.</param>
    /// <param name="moments">When each stage began, in the stopwatch's ticks, and when the last ended.</param>
    public void Note(Activity? activity, string outcome, string? decisionId, ReadOnlySpan<long> moments)
    {
        _decisions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        activity?.SetTag("screening.outcome", outcome).SetTag("screening.decision_id", decisionId);
        if (!_stages.Enabled && activity is null) return;
        for (int i = 0; i + 1 < moments.Length; i++)
        {
            double seconds = Stopwatch.GetElapsedTime(moments[i], moments[i + 1]).TotalSeconds;
            _stages.Record(seconds, s_stages[i]);
            activity?.SetTag("screening.stage." + s_stages[i].Value + ".seconds", seconds);
        }
    }

    /// <summary>Notes that an order was learnt on which another replica ruled.</summary>
    /// <param name="seconds">Time since; clocks of two machines may make it less than nothing, which is nothing.</param>
    public void Heard(double seconds) => _heard.Record(Math.Max(0, seconds));

    /// <summary>Notes that the budget came to be passed.</summary>
    public void BudgetPassed() => _passed.Add(1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _activities.Dispose();
    }
}
