using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T21, its plainest form: a party of the order bears the name of a listed party.</summary>
public sealed class ListedParty : Typology
{
    private readonly int _exact, _unnamed;

    /// <summary>Binds the typology.</summary>
    public ListedParty(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_exact, _unnamed) = (Column("listed_parties_exact"), Column("order_parties_without_name"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T21", "Party bears the name of a restricted party", "listed name", "EAR 744 and its Supplement 4 (Entity List); EAR 764.3 (denied persons)", [])
    {
        RestsOn = ["restricted-party list"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double exact = order.Row[_exact];
        if (double.IsNaN(exact)) return Finding.NotAssessed("lists: no restricted-party list is loaded");
        if (exact > 0)
        {
            string who = order.ListHits.Count > 0
                ? string.Join("; ", order.ListHits.Take(2).Select(h => Mention.Quote($"{h.Role} {h.Party} bears the name {h.ListedName} of {h.List} ({h.Entry})")))
                : $"{Words.Count(exact, "name")} of the order's parties stand on a restricted-party list";
            return Finding.Found(1, who);
        }

        return order.Row[_unnamed] > 0
            ? Finding.NotAssessed($"lists: the name of {(order.Row[_unnamed] == 1 ? "one party" : Words.Number(order.Row[_unnamed]) + " parties")} is not known")
            : Finding.Clear;
    }
}
