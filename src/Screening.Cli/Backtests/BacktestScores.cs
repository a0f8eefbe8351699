using Screening.Features;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Backtests;

/// <summary>What a policy says of one telling of an order as it arrived.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Version">Its version.</param>
/// <param name="AsOf">When it was told, microseconds since 1970.</param>
/// <param name="Margin">Log-odds of diversion.</param>
/// <param name="Risk">The same as a probability, 0 to 1.</param>
/// <param name="Found">Typologies that were found, by what they add.</param>
/// <param name="NotAssessed">Those that nothing could be said of.</param>
/// <param name="IsMandatoryHold">Whether one of those found demands a hold.</param>
internal sealed record ScoredTelling(
    string OrderId, int Version, long AsOf, double Margin, double Risk, IReadOnlyList<string> Found, IReadOnlyList<string> NotAssessed, bool IsMandatoryHold);

/// <summary>
/// The margins of a backtest: what is usual is fitted to the orders before its first day, as the night of that day fits it, so a backtest of one day gives
/// each order that arrived the margin of that night and of the endpoint, to the last bit.
/// </summary>
internal sealed class BacktestScores
{
    private readonly LoadedData _data;
    private readonly Policy _policy;
    private readonly RiskModel? _model;
    private readonly EventLog _log;
    private readonly int _threads;
    private readonly Action<ScoredTelling> _take;
    private readonly List<(int Row, int Look)> _usual;
    private readonly Dictionary<int, int> _lookOf;
    private readonly FeatureMatrix _before;
    private Scorer? _scorer;

    /// <param name="log">What was known by the last day.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="model">The trained model; <c>null</c> for none.</param>
    /// <param name="from">The first day.</param>
    /// <param name="threads">To fit with; they change no bit.</param>
    /// <param name="take">Receives each telling, in the order in which they arrived.</param>
    public BacktestScores(EventLog log, Policy policy, RiskModel? model, DateOnly from, int threads, Action<ScoredTelling> take)
    {
        (_log, _policy, _model, _threads, _take) = (log, policy, model, threads, take);
        _data = LoadedData.Of(log);
        _usual = [.. UsualOrders.Before(log, Micros.StartOf(from)).Select((row, look) => (row, look))];
        _lookOf = _usual.ToDictionary(u => u.Row, u => u.Look);
        _before = new FeatureMatrix(_usual.Count, Engine.DefaultCatalogue.Count);
    }

    /// <summary>Hears of a telling before the first day.</summary>
    public void Learn(in PlannedRead read, ReadOnlySpan<double> features)
    {
        if (_lookOf.TryGetValue(read.Order, out int look)) features.CopyTo(_before[look]);
    }

    /// <summary>Scores one of the days.</summary>
    /// <param name="read">The look.</param>
    /// <param name="features">What was read.</param>
    /// <param name="names">Names as far as they were known.</param>
    public void Score(in PlannedRead read, ReadOnlySpan<double> features, ListedNames names)
    {
        _scorer ??= new Scorer(_log, Assessor(), new ListHits(_log, names, new Dismissals([], DateOnly.MinValue)));
        ref readonly OrderVersion order = ref _log.Orders[read.Order];
        Assessment of = _scorer.Score(order, features, features, read.AsOf).Assessment;
        _take(new ScoredTelling(
            _log.Symbols.Orders.Text(order.Order)!, order.Version, read.AsOf, of.Margin, of.Risk,
            [.. of.Found.Select(f => f.Typology.Id)], [.. of.NotAssessed.Concat(of.NotLoaded).Select(n => n.Typology)], of.IsMandatoryHold));
    }

    private Assessor Assessor() =>
        new(_policy, Engine.DefaultCatalogue, UsualOrders.Fit(_log, _before, _usual, _policy.Blend.PeerMinimum, _threads), _data) { Model = _model };
}
