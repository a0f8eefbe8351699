using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T04 and T27 by parts: what makes one system together is bought apart, by several purchasers for parties that are linked.</summary>
public sealed class KitAcrossPurchasers : Typology
{
    private readonly int _kit, _roles, _purchasers, _sellers, _parties;

    /// <summary>Binds the typology.</summary>
    public KitAcrossPurchasers(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_kit, _roles, _parties) = (Column("linked_kit_across_purchasers"), Column("linked_part_roles_90d"), Column("linked_parties"));
        (_purchasers, _sellers) = (Column("linked_purchasers_90d"), Column("linked_sellers_90d"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E04", "Parts of one system bought apart", "split kit", "DSET, The Great Breakout (2026), IV: complementary parts across buyers",
        [
            new("roles", "roles", 2, 16, "different roles of parts in 90 days from which the sign is found"),
        ])
    {
        RestsOn = ["bill of materials"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        // Goods that are no part of anything, or no bill of materials at all: there is nothing to complete.
        if (order.Row[_kit] != 1 || !(order.Row[_roles] >= Parameter("roles"))) return Finding.Clear;
        double sellers = order.Row[_sellers];
        string whom = order.Row[_parties] > 1 ? $"{Words.Number(order.Row[_parties])} linked parties" : "one party";
        return Finding.Found(
            Finding.StrengthOf(order.Row[_roles] / Parameter("roles") * Math.Max(1, sellers / 2)),
            $"accelerators and the board for them bought apart in 90 days for {whom}, by {Words.Count(order.Row[_purchasers], "purchaser")} from {Words.Count(sellers, "seller")}");
    }
}
