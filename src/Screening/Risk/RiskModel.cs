using Screening.Risk.Trees;

namespace Screening.Risk;

/// <summary>What a trained model says of an order.</summary>
/// <param name="LogOdds">Calibrated log-odds of diversion.</param>
/// <param name="IsOfArrival">Whether it speaks of the order as it arrived rather than as of the look.</param>
public readonly record struct ModelOpinion(double LogOdds, bool IsOfArrival)
{
    /// <summary>The same as a probability, 0 to 1.</summary>
    public double Probability => 1 / (1 + Math.Exp(-LogOdds));
}

/// <summary>What one feature adds to a model's log-odds.</summary>
/// <param name="Column">Its column; the one behind the catalogue's is the anomaly.</param>
/// <param name="LogOdds">What it adds; below 0 speaks against diversion.</param>
public readonly record struct ModelPart(int Column, double LogOdds);

/// <summary>A trained model as orders are held against it: trees over the engine's features and the anomaly, calibrated, with the share that it has in the margin.</summary>
/// <remarks>Not for several threads at once: it keeps a row to work in.</remarks>
public sealed class RiskModel
{
    private readonly TreeEvaluator _evaluator;
    private readonly Func<double, double> _logOdds;
    private readonly double[] _row;
    private readonly Lazy<TreeShap> _shap;

    /// <param name="version">Its version.</param>
    /// <param name="evaluator">Its trees; the last feature is the anomaly.</param>
    /// <param name="logOdds">Makes calibrated log-odds of a margin; rises.</param>
    /// <param name="weight">Its share of the margin, 0 to 1; the blend has the rest.</param>
    /// <param name="isSimulated">Whether it learnt from a simulated world.</param>
    public RiskModel(string version, TreeEvaluator evaluator, Func<double, double> logOdds, double weight, bool isSimulated)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        if (!(weight is >= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"a model's share of the margin is 0 to 1, got {weight}"), nameof(weight));
        (Version, _evaluator, _logOdds, Weight, IsSimulated) = (version, evaluator, logOdds, weight, isSimulated);
        _row = new double[evaluator.Features];
        _shap = new(() => new TreeShap(evaluator));
    }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Its share of the margin, 0 to 1.</summary>
    public double Weight { get; }

    /// <summary>Whether it learnt from a simulated world, whose probabilities are that world's.</summary>
    public bool IsSimulated { get; }

    /// <summary>
    /// Asks it twice, of the order as it arrived, which is what it learnt from, and as of the look, and takes the higher: what was suspicious on arrival does not
    /// fade because windows move on, and what became known since counts.
    /// </summary>
    /// <param name="row">Features as of the look.</param>
    /// <param name="onArrival">Features as it arrived.</param>
    /// <param name="bits">Its anomaly.</param>
    public ModelOpinion Of(ReadOnlySpan<double> row, ReadOnlySpan<double> onArrival, double bits)
    {
        double arrived = _evaluator.Margin(Filled(onArrival, bits));
        double now = row == onArrival ? arrived : _evaluator.Margin(Filled(row, bits));
        return now >= arrived ? new ModelOpinion(_logOdds(now), row == onArrival) : new ModelOpinion(_logOdds(arrived), true);
    }

    /// <summary>What an opinion is made of: where every order starts, and what each feature adds, in log-odds, the greatest first. They add up to the opinion.</summary>
    /// <param name="features">The features that the opinion speaks of.</param>
    /// <param name="bits">The anomaly.</param>
    /// <remarks>Shapley values of the trees (exact, by the paths' own weights), scaled as the calibration scales the way from the mean to this margin.</remarks>
    public (double Start, IReadOnlyList<ModelPart> Parts) Explain(ReadOnlySpan<double> features, double bits)
    {
        double[] parts = new double[_row.Length];
        TreeShap shap = _shap.Value;
        shap.Contributions(Filled(features, bits), parts, shap.NewWorkspace());
        double start = _logOdds(shap.ExpectedMargin), way = _evaluator.Margin(_row) - shap.ExpectedMargin;
        double scale = way == 0 ? 0 : (_logOdds(_evaluator.Margin(_row)) - start) / way;
        return (start, [.. parts.Select((part, column) => new ModelPart(column, part * scale)).Where(part => part.LogOdds != 0).OrderByDescending(part => part.LogOdds).ThenBy(part => part.Column)]);
    }

    private double[] Filled(ReadOnlySpan<double> features, double bits)
    {
        if (features.Length + 1 != _row.Length) throw new ArgumentException($"model {Version} takes {_row.Length - 1} features and the anomaly, got {features.Length}", nameof(features));
        features.CopyTo(_row);
        _row[^1] = bits;
        return _row;
    }
}
