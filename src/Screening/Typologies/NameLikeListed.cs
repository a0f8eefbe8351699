using Screening.Features;
using Screening.Parties;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>E22: a name of the order is like a listed one, too little for a hold. Evidence that somebody looks at, never a hold by itself.</summary>
public sealed class NameLikeListed : Typology
{
    private readonly int _score, _strong;

    /// <summary>Binds the typology.</summary>
    public NameLikeListed(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) => (_score, _strong) = (Column("listed_name_score"), Column("listed_parties_strong"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E22", "A name is like that of a restricted party", "like listed",
        "EAR 744 and its Supplement 3, red flags: a party whose name is similar to one on a restricted-party list",
        [
            new("score", "1", NamePairs.Thresholds.Review, NamePairs.Thresholds.Hold, "score from which it is a sign; from the hold threshold on it is T21's"),
        ])
    {
        RestsOn = ["restricted-party list"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        // What no list can say is told once, by T21.
        double score = order.Row[_score], least = Parameter("score");
        ListHit[] near = order.ListHits.Count == 0 ? [] : Near(order.ListHits, least);
        if (near.Length > 0)
        {
            ListHit[] open = [.. near.Where(h => h.PutAside is null)];
            return open.Length == 0 ? Finding.Clear : Found(open[0].Score, string.Join("; ", open.Take(2).Select(hit => Mention.Quote(ListedParty.Sentence(hit)))));
        }

        return score >= least && order.Row[_strong] == 0 ? Found(score, FormattableString.Invariant($"a name of the order's parties is like a listed one: {score:0.00}, where 1 is the same")) : Finding.Clear;
    }

    private static ListHit[] Near(IReadOnlyList<ListHit> hits, double least) => [.. hits.Where(h => !h.IsHold && h.Score >= least)];

    private static Finding Found(double score, string sentence) =>
        Finding.Found(0.3 + (0.6 * (score - NamePairs.Thresholds.Review) / (NamePairs.Thresholds.Hold - NamePairs.Thresholds.Review)), sentence);
}
