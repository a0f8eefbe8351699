using System.Globalization;
using System.Runtime.CompilerServices;
using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Alerts;

/// <summary>What an assessment rests on, in sentences for analysts: the same on a night's list and behind the endpoint.</summary>
/// <param name="words">Names the parties and goods of the order.</param>
/// <param name="policy">Whose weights made the margin.</param>
/// <param name="catalogue">Says what a column is.</param>
public sealed class ReasonWords(OrderWords words, Policy policy, FeatureCatalogue catalogue)
{
    /// <summary>The parts of the margin, the greatest first and the starting point last; together they are the margin.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="order">Its order.</param>
    /// <param name="subject">The party whose name stands over the sentences; <see cref="Missing.Symbol"/> for none.</param>
    /// <param name="model">What a trained model says; <c>null</c> without one.</param>
    /// <param name="notAssessed">What <see cref="NotAssessed"/> says, where that was asked before.</param>
    /// <remarks>What the blend found has the share of the margin that the model leaves it. The model's own part is how far it stands from where every order starts.</remarks>
    public IReadOnlyList<Reason> Reasons(Assessment assessment, in OrderVersion order, int subject, AlertModel? model = null, IReadOnlyList<string>? notAssessed = null)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        double share = 1 - (model?.Weight ?? 0);
        var reasons = new List<Reason>();
        foreach (FoundTypology f in assessment.Found)
            reasons.Add(new Reason(f.Typology.Id, f.Typology.Name, f.Typology.Chip, words.Fill(f.Finding.Sentence, order, subject), share * f.LogOdds, f.Typology.Citation));
        if (assessment.AnomalyLogOdds > 0)
            reasons.Add(new Reason("anomaly", "Unusual among peers", "unusual", Unusual(assessment, int.MaxValue), share * assessment.AnomalyLogOdds, "ECOD, IEEE TKDE 2022; isolation forest, IEEE ICDM 2008"));
        double unknowns = share * policy.Blend.NotAssessedWeight * Assessment.Unknowns(assessment.NotAssessed);
        if (unknowns > 0)
            reasons.Add(new Reason("unknowns", "What could not be assessed", "unknowns", string.Join("; ", notAssessed ?? NotAssessed(assessment, order, subject)), unknowns, ""));
        if (model is { Weight: > 0 })
            reasons.Add(new Reason("model", "What earlier cases taught", "model", model.Sentence, model.Weight * (assessment.Model!.Value.LogOdds - policy.Blend.PriorLogOdds), $"model {model.Version}"));
        reasons.Sort(static (a, b) => b.LogOdds != a.LogOdds ? b.LogOdds.CompareTo(a.LogOdds) : string.CompareOrdinal(a.Code, b.Code));
        reasons.Add(new Reason("start", "Where every order starts", "start", "before anything is known of it", policy.Blend.PriorLogOdds, ""));
        return reasons;
    }

    /// <summary>What could not be assessed of an order, each thing once.</summary>
    public IReadOnlyList<string> NotAssessed(Assessment assessment, in OrderVersion order, int subject)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var sentences = new List<string>();
        for (int i = 0; i < assessment.NotAssessed.Count; i++)
        {
            if (Assessment.IsFirst(assessment.NotAssessed, i)) sentences.Add(words.Fill(assessment.NotAssessed[i].Why, order, subject));
        }

        return sentences;
    }

    /// <summary>How unusual an order is among its peers.</summary>
    /// <param name="assessment">Its assessment, with peers.</param>
    /// <param name="features">How many of the most unusual features to name.</param>
    public string Unusual(Assessment assessment, int features)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        // Never "100 %": that would say that nobody is as unusual, when all that is known is how many were seen.
        double more = Math.Round((1 - assessment.AnomalyPercentile!.Value) * assessment.Peers);
        string peers = Words.Count(assessment.Peers, "order");
        var said = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture);
        if (more == 0) said.AppendLiteral($"none of {peers} of its kind is more unusual");
        else if (more < 0.01 * assessment.Peers) said.AppendLiteral($"more unusual than all but {more.ToString("#,0", CultureInfo.InvariantCulture)} of {peers} of its kind");
        else said.AppendLiteral($"more unusual than {Words.Percent(1 - (more / assessment.Peers))} of {peers} of its kind");

        // The numbers of the other reasons are of the look; peers were read as they arrived, and so is what is held against them.
        for (int i = 0; i < Math.Min(features, assessment.Unusual.Count); i++)
        {
            said.AppendLiteral(i == 0 ? ", as it arrived: " : "; ");
            UnusualFeature unusual = assessment.Unusual[i];
            FeatureWords.Append(ref said, catalogue.Features[unusual.Column], unusual.Value, unusual.UsualLow is { } low && unusual.UsualHigh is { } high ? (low, high) : null);
        }

        return said.ToStringAndClear();
    }
}
