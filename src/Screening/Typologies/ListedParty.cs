using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T21: a party of the order bears the name of a listed party, or a name that cannot be compared. Matches that a reviewer has put aside do not count and are told.</summary>
public sealed class ListedParty : Typology
{
    private readonly int _exact, _strong, _unnamed, _notComparable;

    /// <summary>Binds the typology.</summary>
    public ListedParty(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_exact, _strong, _unnamed, _notComparable) = (Column("listed_parties_exact"), Column("listed_parties_strong"), Column("order_parties_without_name"), Column("order_parties_not_comparable"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T21", "Party bears the name of a restricted party", "listed name", "EAR 744 and its Supplement 4 (Entity List); EAR 764.3 (denied persons)", [])
    {
        RestsOn = ["restricted-party list"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double strong = order.Row[_strong] > order.Row[_exact] ? order.Row[_strong] : order.Row[_exact];
        if (double.IsNaN(strong)) return Finding.NotAssessed("lists: no restricted-party list is loaded");
        if (!(strong > 0) && !(order.Row[_notComparable] > 0)) return Unnamed(order.Row[_unnamed]);
        List<string> signs = [];
        ListHit[] holds = [.. order.ListHits.Where(h => h.IsHold && h.Problem is null)], open = [.. holds.Where(h => h.PutAside is null)];
        if (strong > 0 && (holds.Length == 0 || open.Length > 0))
        {
            signs.Add(open.Length > 0 ? string.Join("; ", open.Take(2).Select(hit => Mention.Quote(Sentence(hit)))) : $"{Words.Count(strong, "name")} of the order's parties stand on a restricted-party list");
            if (holds.FirstOrDefault(h => h.PutAside is not null) is { } aside) signs.Add(Mention.Quote($"{aside.ListedName} ({aside.Entry}) was {aside.PutAside}"));
        }

        if (order.Row[_notComparable] > 0)
        {
            ListHit? first = order.ListHits.FirstOrDefault(h => h.Problem is not null);
            signs.Add(first is null ? $"{Words.Count(order.Row[_notComparable], "name")} of the order's parties cannot be compared with the lists" : Mention.Quote($"{first.Role}: {first.Problem}, so that no list can be asked as it should be"));
        }

        return signs.Count > 0 ? Finding.Found(1, string.Join("; ", signs)) : Unnamed(order.Row[_unnamed]);
    }

    private static Finding Unnamed(double parties) => parties > 0
        ? Finding.NotAssessed($"lists: the name of {(parties == 1 ? "one party" : Words.Number(parties) + " parties")} is not known")
        : Finding.Clear;

    /// <summary>One match: equal after normalisation, or how alike.</summary>
    internal static string Sentence(ListHit hit) => hit.IsExact
        ? $"{hit.Role} {hit.Party} bears the name {hit.ListedName} of {hit.List} ({hit.Entry})"
        : $"{hit.Role} {hit.Party} bears nearly the name {hit.ListedName} of {hit.List} ({hit.Entry}), {Words.Percent(hit.Score)} alike";
}
