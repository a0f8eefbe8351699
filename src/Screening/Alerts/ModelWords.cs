using Screening.Features;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Alerts;

/// <summary>What a trained model says of an order, in words and by families of features.</summary>
public static class ModelWords
{
    private const int Told = 3;
    private const double WorthTelling = 0.1;

    /// <summary>Puts an opinion into words.</summary>
    /// <param name="model">Whose.</param>
    /// <param name="opinion">The opinion.</param>
    /// <param name="features">The features that it speaks of.</param>
    /// <param name="bits">The anomaly.</param>
    /// <param name="usual">What is usual; <c>null</c> when nothing is known to be.</param>
    /// <param name="peer">Among whom.</param>
    /// <param name="catalogue">What the features are.</param>
    public static AlertModel Of(RiskModel model, ModelOpinion opinion, ReadOnlySpan<double> features, double bits, PeerAnomaly? usual, int peer, FeatureCatalogue catalogue)
    {
        (double start, IReadOnlyList<ModelPart> parts) = model.Explain(features, bits);
        string Family(ModelPart part) => part.Column < catalogue.Count ? catalogue.Features[part.Column].Family : "rarity among peers";
        List<ModelFamily> families =
        [
            .. parts.GroupBy(Family).Select(family => new ModelFamily(family.Key, family.Sum(part => part.LogOdds))).OrderByDescending(f => f.LogOdds).ThenBy(f => f.Family, StringComparer.Ordinal),
        ];
        var said = new List<string>();
        foreach (ModelFamily family in families.Where(f => f.LogOdds >= WorthTelling).Take(Told))
        {
            int column = parts.First(part => Family(part) == family.Family).Column;
            string what = column == catalogue.Count ? family.Family : $"{family.Family}: {FeatureWords.Of(catalogue.Features[column], features[column], usual?.UsualRange(peer, column))}";
            said.Add(FormattableString.Invariant($"{what} adds {family.LogOdds:0.0}"));
        }

        string against = families.Count > 0 && families[^1].LogOdds <= -WorthTelling ? FormattableString.Invariant($"; against it: {families[^1].Family}, {families[^1].LogOdds:0.0}") : "";
        string world = model.IsSimulated ? ", learnt from a simulated world" : "";
        string when = opinion.IsOfArrival ? ", as it arrived" : "";
        string why = said.Count == 0 ? "nothing stands out" : string.Join("; ", said);
        return new AlertModel(model.Version, opinion.Probability, model.Weight, model.IsSimulated, start, families, $"{Words.Percent(opinion.Probability)} by the model{world}{when}: {why}{against}");
    }
}
