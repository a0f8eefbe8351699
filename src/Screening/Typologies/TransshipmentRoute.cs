using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T05: a controlled item on its way to or through a place known for transshipment, without evidence of who uses it.</summary>
public sealed class TransshipmentRoute : Typology
{
    private readonly int _lines, _unknown, _unclassified, _hub, _named, _elsewhere, _grade, _h100e;

    /// <summary>Binds the typology.</summary>
    public TransshipmentRoute(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _unknown, _unclassified) = (Column("order_controlled_lines"), Column("order_unknown_product_lines"), Column("order_unclassified_lines"));
        (_hub, _named) = (Column("route_hub_tier"), Column("order_names_end_user"));
        (_elsewhere, _grade, _h100e) = (Column("route_ends_elsewhere"), Column("end_user_capacity_grade"), Column("order_controlled_h100e"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T05", "Destination or route with elevated transshipment risk", "transshipment",
        "DSET, The Great Breakout (2026), IV (SG, MY, VN, TH first); BIS, FinCEN and Tri-Seal notices",
        [
            new("tier", "tier", 1, 2, "hub tier from which a route counts"),
            new("controlled_h100e", "H100e", 0, 1_000_000, "controlled compute below which a named end user without evidence is no sign"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_lines] == 0)
        {
            // What goods they are only matters on such a route.
            if (order.Row[_elsewhere] != 1 && order.Row[_hub] < Parameter("tier")) return Finding.Clear;
            if (order.Row[_unknown] > 0) return Finding.NotAssessed("transshipment: goods of the order are not in the product data");
            return order.Row[_unclassified] > 0 ? Finding.NotAssessed("control class: not known for goods of the order") : Finding.Clear;
        }

        string hub = order.Row[_hub] >= 2 ? $"a hub{Mention.Hub} named by official notices" : $"a known hub{Mention.Hub}";
        bool viaHub = order.Row[_hub] >= Parameter("tier");
        if (order.Row[_elsewhere] == 1)
            return Finding.Found(viaHub ? 0.95 : 0.7, $"{Goods(order.Row)} went on to a country{Mention.End} other than their destination{Mention.Destination}{(viaHub ? $", by {hub}" : "")}");
        if (!viaHub) return Finding.Clear;
        if (order.Row[_named] == 0) return Finding.Found(0.8, $"{Goods(order.Row)} to or through {hub}, and no end user is named");
        if (order.Row[_grade] is < 3 && order.Row[_h100e] >= Parameter("controlled_h100e"))
            return Finding.Found(0.4, $"{Goods(order.Row)} to or through {hub}, and nobody independent has confirmed where they will stand");
        return Finding.Clear;
    }

    private string Goods(ReadOnlySpan<double> row) => Words.ControlledGoods(row[_h100e]) + Mention.Goods;
}
