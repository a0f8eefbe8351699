using Screening.Features;
using Screening.Policies;
using Screening.Typologies;

namespace Screening.Risk;

/// <summary>
/// Holds orders against typologies and peers and blends what comes of it into one margin, as long as no trained model does:
/// <code>margin = prior + sum of typology weight x strength + anomaly weight x (bits of anomaly - 1) + weight x things not known</code>
/// Where a trained model has a share w in it, the margin is (1 - w) x that + w x the model's calibrated log-odds. docs/ranking.md explains the choice. One code path for the nightly list, explanations and single orders.
/// </summary>
public sealed class Assessor
{
    private const int MostUnusual = 3;
    private static readonly double s_twoBits = Math.Log(4);
    private readonly (Typology Typology, Finding? NotLoaded)[] _typologies;
    private readonly Policy _policy;
    private readonly BlendPolicy _blend;
    private readonly PeerAnomaly? _anomaly;
    private readonly LoadedData _loaded;
    private readonly double[] _contributions;

    /// <summary>The trained model; <c>null</c> for none.</summary>
    public RiskModel? Model { get; init; }

    /// <summary>Binds a policy, a fitted anomaly score (without one nothing is said of peers) and what is loaded at all.</summary>
    public Assessor(Policy policy, FeatureCatalogue catalogue, PeerAnomaly? anomaly, LoadedData loaded)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(catalogue);
        _typologies = [.. TypologySet.For(policy, catalogue).Select(typology => (typology, typology.NotLoaded(loaded)))];
        (_policy, _blend) = (policy, policy.Blend);
        _anomaly = anomaly;
        _loaded = loaded;
        _contributions = new double[catalogue.Count];
    }

    /// <summary>Assesses one order.</summary>
    /// <param name="row">Its features as of the look: what the typologies are held against.</param>
    /// <param name="onArrival">
    /// Its features as it arrived: what is compared with peers, who are read on arrival too. An order that has lain open for a month is
    /// not unusual for having no order of this week beside it.
    /// </param>
    /// <param name="peer">Its peer group.</param>
    /// <param name="listHits">Names of its parties that stand on lists.</param>
    /// <param name="asOf">The moment of the look; the law is that of its day.</param>
    public Assessment Assess(ReadOnlySpan<double> row, ReadOnlySpan<double> onArrival, int peer, IReadOnlyList<ListHit> listHits, long asOf)
    {
        var law = LawOfDay.Of(_policy, asOf);
        var found = new List<FoundTypology>();
        var notAssessed = new List<(string, string)>();
        var notLoaded = new List<(string, string)>();
        bool isMandatory = false;
        var order = new Case(row, listHits, _loaded, law);
        foreach ((Typology typology, Finding? nothing) in _typologies)
        {
            Finding finding = nothing ?? typology.EvaluateLoaded(order);
            if (finding.Outcome == Outcome.NotAssessed) (finding.IsNotLoaded ? notLoaded : notAssessed).Add((typology.Definition.Id, finding.Sentence));
            if (finding.Outcome != Outcome.Found) continue;
            found.Add(new FoundTypology(typology.Definition, finding, typology.Policy.Weight * finding.Strength));
            isMandatory |= typology.Policy.MandatoryHold;
        }

        found.Sort(static (a, b) => b.LogOdds != a.LogOdds
            ? b.LogOdds.CompareTo(a.LogOdds)
            : string.CompareOrdinal(a.Typology.Id, b.Typology.Id));
        double margin = _blend.PriorLogOdds + (_blend.NotAssessedWeight * Assessment.Unknowns(notAssessed));
        foreach (FoundTypology typology in found) margin += typology.LogOdds;
        double? percentile = null;
        double anomaly = 0;
        int peers = 0;
        IReadOnlyList<UnusualFeature> unusual = [];
        double bits = double.NaN;
        if (_anomaly is not null)
        {
            peers = _anomaly.Population(peer).Rows;
            percentile = _anomaly.Percentile(peer, onArrival, _contributions);
            bits = PeerAnomaly.Bits(percentile.Value, peers);
            anomaly = _blend.AnomalyWeight * (Math.Clamp(bits, 1, Math.Max(1, _blend.AnomalyMostBits)) - 1);
            unusual = MostUnusualOf(onArrival, peer);
        }

        ModelOpinion? opinion = Model?.Of(row, onArrival, bits);
        double blend = margin + anomaly;
        return new Assessment
        {
            Margin = opinion is { } said ? ((1 - Model!.Weight) * blend) + (Model.Weight * said.LogOdds) : blend,
            Model = opinion,
            AnomalyBits = bits,
            Found = found,
            NotAssessed = notAssessed,
            NotLoaded = notLoaded,
            AnomalyPercentile = percentile,
            AnomalyLogOdds = anomaly,
            Peers = peers,
            Unusual = unusual,
            IsMandatoryHold = isMandatory,
        };
    }

    // The greatest contributions; of equal ones the first.
    private List<UnusualFeature> MostUnusualOf(ReadOnlySpan<double> row, int peer)
    {
        Span<int> most = stackalloc int[MostUnusual + 1];
        int count = 0;
        for (int column = 0; column < _contributions.Length; column++)
        {
            // Two bits or more: at most a quarter of the peers are like this.
            double nats = _contributions[column];
            if (nats < s_twoBits || (count == MostUnusual && nats <= _contributions[most[count - 1]])) continue;
            int at = count;
            for (; at > 0 && nats > _contributions[most[at - 1]]; at--) most[at] = most[at - 1];
            most[at] = column;
            count = Math.Min(count + 1, MostUnusual);
        }

        var unusual = new List<UnusualFeature>(count);
        foreach (int column in most[..count])
        {
            (double Low, double High)? usual = _anomaly!.UsualRange(peer, column);
            unusual.Add(new UnusualFeature(column, row[column], _contributions[column], usual?.Low, usual?.High));
        }

        return unusual;
    }
}
