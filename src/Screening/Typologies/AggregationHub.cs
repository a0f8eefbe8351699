using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T27: sensitive goods of many sellers, or for many end users, come together at one consignee.</summary>
public sealed class AggregationHub : Typology
{
    private readonly int _lines, _material, _orders, _sellers, _endUsers, _purchasers;

    /// <summary>Binds the typology.</summary>
    public AggregationHub(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _material, _orders) = (Column("order_controlled_lines"), Column("order_material_tier"), Column("consignee_orders_90d"));
        (_sellers, _endUsers, _purchasers) = (Column("consignee_sellers_90d"), Column("consignee_end_users_90d"), Column("consignee_purchasers_90d"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T27", "Goods of many parties come together at one consignee", "hub consignee",
        "The Substrate, How banned AI chips end up in China (15 May 2026): parts from many suppliers to one address",
        [
            new("sellers", "parties", 2, 1000, "different sellers in 90 days from which it is a sign, unless all is for one end user"),
            new("others", "parties", 2, 1000, "different end users or purchasers in 90 days from which it is a sign"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_lines] == 0 && !(order.Row[_material] >= 1)) return Finding.Clear;
        double sellers = order.Row[_sellers], endUsers = order.Row[_endUsers], purchasers = order.Row[_purchasers];
        if (double.IsNaN(order.Row[_orders])) return Finding.NotAssessed("consignee: no ultimate consignee is named");
        double others = Math.Max(endUsers, purchasers);

        // One end user that has its goods of several sellers sent to it is a customer, not a hub.
        double bySellers = endUsers == 1 ? 0 : sellers / Parameter("sellers");
        double ratio = Math.Max(bySellers, others / Parameter("others"));
        if (!(ratio >= 1)) return Finding.Clear;
        string whom = endUsers >= purchasers ? Words.Count(endUsers, "end user") : Words.Count(purchasers, "purchaser");
        return Finding.Found(
            0.8 * Finding.StrengthOf(ratio), $"{Words.Count(order.Row[_orders], "order")} in 90 days come together at {Mention.Consignee}, from {Words.Count(sellers, "seller")} and for {whom}");
    }
}
