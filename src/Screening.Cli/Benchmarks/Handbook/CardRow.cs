using System.Text.Json.Serialization;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>A line of the table: what a ranking was worth, the mean over the folds.</summary>
/// <param name="Name">Of the recipe, or <c>oracle</c> for the perfect ranking.</param>
/// <param name="Auc">Area under the receiver's curve.</param>
/// <param name="AveragePrecision">Average precision.</param>
/// <param name="CpAt100">Card precision at 100 a day.</param>
/// <param name="Spread">The least and greatest value of each over the folds and, where several seeds were trained, over each seed's own model.</param>
internal sealed record CardRow(string Name, double Auc, double AveragePrecision, [property: JsonPropertyName("cp_at_100")] double CpAt100, CardSpread Spread)
{
    /// <summary>The name of the perfect ranking.</summary>
    public const string Oracle = "oracle";

    /// <summary>Whether later recipes build on it, or it is the chosen one; the oracle is none.</summary>
    public bool IsKept { get; init; }

    /// <summary>The row of the folds' values.</summary>
    /// <param name="name">Of the recipe.</param>
    /// <param name="folds">What the ranking was worth in each fold.</param>
    /// <param name="single">What each seed's own model was worth, fold by fold; empty where there is one seed.</param>
    public static CardRow Of(string name, IReadOnlyList<CardMetrics> folds, IReadOnlyList<CardMetrics> single)
    {
        IReadOnlyList<CardMetrics> all = [.. folds, .. single];
        double[] Range(Func<CardMetrics, double> of) => [all.Min(of), all.Max(of)];
        var spread = new CardSpread(Range(m => m.Auc), Range(m => m.AveragePrecision), Range(m => m.CardPrecision));
        return new CardRow(name, folds.Average(m => m.Auc), folds.Average(m => m.AveragePrecision), folds.Average(m => m.CardPrecision), spread) { Folds = [.. folds.Select(CardFoldValues.Of)] };
    }

    /// <summary>Fold by fold.</summary>
    public IReadOnlyList<CardFoldValues> Folds { get; private init; } = [];
}

/// <summary>Least and greatest value of each measure.</summary>
internal sealed record CardSpread(double[] Auc, double[] AveragePrecision, [property: JsonPropertyName("cp_at_100")] double[] CpAt100);

/// <summary>What a ranking was worth in one fold.</summary>
internal sealed record CardFoldValues(double Auc, double AveragePrecision, [property: JsonPropertyName("cp_at_100")] double CpAt100)
{
    /// <summary>Under the names of the table.</summary>
    public static CardFoldValues Of(CardMetrics metrics) => new(metrics.Auc, metrics.AveragePrecision, metrics.CardPrecision);
}
