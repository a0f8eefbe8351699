using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>E01: controlled goods for a destination under arms embargo or Macau, or for a party whose headquarters or parent are there.</summary>
public sealed class EmbargoedDestination : Typology
{
    private readonly int _lines, _unknown, _unclassified, _control, _parent, _h100e;

    /// <summary>Binds the typology.</summary>
    public EmbargoedDestination(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _unknown, _control) = (Column("order_controlled_lines"), Column("order_unknown_product_lines"), Column("destination_control_tier"));
        _unclassified = Column("order_unclassified_lines");
        (_parent, _h100e) = (Column("end_user_parent_of_concern"), Column("order_controlled_h100e"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E01", "Controlled goods for an embargoed destination or headquarters", "embargoed",
        "15 CFR 742.6(b) and 744.23; Country Group D:5 and Macau, headquarters or ultimate parent included; Hong Kong is treated as China", []);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_lines] == 0)
        {
            // What goods they are only matters where they would be stopped.
            if (order.Row[_control] < 2 && order.Row[_parent] == 0) return Finding.Clear;
            if (order.Row[_unknown] > 0) return Finding.NotAssessed("embargo: goods of the order are not in the product data");
            return order.Row[_unclassified] > 0 ? Finding.NotAssessed("control class: not known for goods of the order") : Finding.Clear;
        }

        if (order.Row[_control] == 2) return Finding.Found(1, $"{Goods(order.Row)} for a destination{Mention.Destination} under arms embargo (D:5) or Macau");
        if (order.Row[_parent] == 1) return Finding.Found(1, $"{Goods(order.Row)} for {Mention.EndUser}, with headquarters or parent{Mention.EndUserParent} in D:5 or Macau");
        if (double.IsNaN(order.Row[_control])) return Finding.NotAssessed("destination: no country of ultimate destination is told");
        return double.IsNaN(order.Row[_parent]) ? Finding.NotAssessed($"headquarters: neither headquarters nor ultimate parent of {Mention.EndUser} are known") : Finding.Clear;
    }

    private string Goods(ReadOnlySpan<double> row) => Words.ControlledGoods(row[_h100e]) + Mention.Goods;
}
