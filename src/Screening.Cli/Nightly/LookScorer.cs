using Screening.Features;
using Screening.Parties;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Nightly;

/// <summary>
/// Scores the looks of a night: those at the day's arrivals, then those at tonight's orders as of the night, numbered from 0. What a look comes to depends on nothing but it, so
/// that any part of them may be scored anywhere. Not for several threads at once.
/// </summary>
internal sealed class LookScorer
{
    private readonly EventLog _log;
    private readonly NightLooks _night;
    private readonly FeatureMatrix _matrix;
    private readonly Scorer _scorer;
    private readonly Scorer? _beside;

    /// <param name="log">The log.</param>
    /// <param name="night">What is looked at.</param>
    /// <param name="matrix">What was read.</param>
    /// <param name="usual">What is usual; <c>null</c> when there was no order to fit to.</param>
    /// <param name="rules">What it is held against.</param>
    public LookScorer(EventLog log, NightLooks night, FeatureMatrix matrix, PeerAnomaly? usual, NightRules rules)
    {
        (_log, _night, _matrix, Usual) = (log, night, matrix, usual);
        var names = new ListedNames();
        foreach (int position in log.Events.Each()) names.Learn(log, log.Events[position]);
        Lists = new ListHits(log, names, rules.Dismissals);
        Scorer With(RiskModel? model) => new(log, new Assessor(rules.Policy, Engine.DefaultCatalogue, usual, LoadedData.Of(log)) { Model = model }, Lists);
        _scorer = With(rules.Model);
        _beside = rules.Shadow is { } shadow ? With(shadow) : null;
    }

    /// <summary>How many looks are scored.</summary>
    public int Count => FirstTonight + _night.Tonight.Count;

    /// <summary>The first of tonight's; those before are the day's arrivals.</summary>
    public int FirstTonight => _night.Set.Arrivals.Count;

    /// <summary>What is usual; <c>null</c> when there was no order to fit to.</summary>
    public PeerAnomaly? Usual { get; }

    /// <summary>Parties of orders that are like listed ones.</summary>
    public ListHits Lists { get; }

    /// <summary>A look that is scored.</summary>
    public PlannedRead this[int scored] => _night.Plan.Reads[Rows(scored).Row];

    /// <summary>What is usual by the looks of a night.</summary>
    public static PeerAnomaly? UsualOf(EventLog log, NightLooks night, FeatureMatrix matrix, int fewest, int threads) =>
        UsualOrders.Fit(log, matrix, [.. night.FitRows.Select(row => (row, night.OnArrival[row]))], fewest, threads);

    /// <summary>Scores some looks.</summary>
    /// <param name="first">The first.</param>
    /// <param name="scores">Where they go.</param>
    /// <param name="cancellation">Stops between two.</param>
    public void Score(int first, Span<LookScore> scores, CancellationToken cancellation)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            scores[i] = Score(first + i);
        }
    }

    /// <summary>Scores a look.</summary>
    public LookScore Score(int scored)
    {
        (Assessment assessment, IReadOnlyList<ListHit> hits) = Score(scored, _scorer);
        bool isTonight = scored >= FirstTonight;
        Assessment? beside = isTonight && _beside is not null ? Score(scored, _beside).Assessment : null;
        return new LookScore(
            assessment.Margin, beside?.Margin ?? double.NaN, beside?.Model!.Value.LogOdds ?? double.NaN, isTonight ? hits.Count(hit => hit.PutAside is not null) : 0, assessment.IsMandatoryHold ? 1 : 0);
    }

    /// <summary>The same with everything that an alert tells.</summary>
    public Assessment Assess(int scored) => Score(scored, _scorer).Assessment;

    /// <summary>What tonight's scores make of an order as it arrived.</summary>
    /// <param name="look">The look, by its row in the matrix.</param>
    public Assessment OnArrival(int look) => _scorer.Score(_log.Orders[_night.Plan.Reads[look].Order], _matrix[look], _matrix[look], _night.Plan.Reads[look].AsOf).Assessment;

    private ScoredOrder Score(int scored, Scorer scorer)
    {
        (int row, int onArrival) = Rows(scored);
        PlannedRead read = _night.Plan.Reads[row];
        return scorer.Score(_log.Orders[read.Order], _matrix[row], _matrix[onArrival], read.AsOf);
    }

    private (int Row, int OnArrival) Rows(int scored)
    {
        if (scored < FirstTonight) return (_night.OnArrival[_night.Set.Arrivals[scored]], _night.OnArrival[_night.Set.Arrivals[scored]]);
        int tonight = scored - FirstTonight;
        return (_night.Arrivals + tonight, _night.OnArrival[_night.Tonight[tonight].Row]);
    }
}
