using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T26: what the papers declare is not what the goods are.</summary>
public sealed class DocumentsDisagree : Typology
{
    private readonly int _lines, _legs, _weight, _units, _declared, _price, _times, _departure, _shipped;

    /// <summary>Binds the typology.</summary>
    public DocumentsDisagree(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _legs) = (Column("order_code_mismatch_lines"), Column("route_code_mismatch_legs"));
        (_weight, _units, _declared) = (Column("order_shipped_weight_to_expected"), Column("order_shipped_units_to_ordered"), Column("order_declared_value_to_value"));
        (_price, _times) = (Column("order_declared_price_per_kg_to_list"), Column("route_times_disagree"));
        (_departure, _shipped) = (Column("route_days_to_departure"), Column("route_leg_count"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T26", "Documents disagree with the goods", "papers differ",
        "The Substrate, How banned AI chips end up in China (15 May 2026): relabelling; EAR 732 Supplement 3; Department of Justice, Operation Gatekeeper (2025)",
        [
            new("weight_low", "1", 0, 1, "shipped weight over that of the goods ordered below which it is too little"),
            new("weight_high", "1", 1, 1000, "shipped weight over that of the goods ordered above which it is too much"),
            new("units_high", "1", 1, 1000, "units shipped over units ordered above which they are too many"),
            new("value_low", "1", 0, 1, "value declared over the order's below which it is too little"),
            new("value_high", "1", 1, 1000, "value declared over the order's above which it is too much"),
            new("price_low", "1", 0, 1, "value declared per kilogram over the list price per kilogram below which the goods are others"),
            new("early_days", "d", 0, 365, "days before the order was placed from which a departure is too early"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double lines = order.Row[_lines], legs = order.Row[_legs], weight = order.Row[_weight], units = order.Row[_units], declared = order.Row[_declared], price = order.Row[_price];
        var signs = new Signs();
        signs.Add(lines > 0, 0.5, $"{Words.Count(lines, "line")} with another customs code than the goods'");
        signs.Add(legs > 0, 0.6, $"{Words.Count(legs, "leg")} declared under another customs code than the goods'");
        signs.Add(weight < Parameter("weight_low") || weight > Parameter("weight_high"), 0.5, $"{Words.Times(weight)} the goods' weight was shipped");
        signs.Add(units > Parameter("units_high"), 0.5, $"{Words.Times(units)} the units ordered were shipped");
        signs.Add(declared < Parameter("value_low") || declared > Parameter("value_high"), 0.5, $"{Words.Times(declared)} the order's value was declared");
        signs.Add(price < Parameter("price_low"), 0.4, $"declared at {Words.Times(price)} the goods' list price per kilogram");
        signs.Add(order.Row[_times] == 1, 0.2, "a leg arrives before it leaves");
        signs.Add(order.Row[_departure] < -Parameter("early_days"), 0.3, $"goods left {Words.Days(-order.Row[_departure])} before the order was placed");
        if (signs.Any) return signs.Found();
        bool isUnknown = double.IsNaN(lines) && double.IsNaN(legs) && double.IsNaN(weight) && double.IsNaN(units) && double.IsNaN(declared) && double.IsNaN(price);
        return isUnknown && !double.IsNaN(order.Row[_shipped]) ? Finding.NotAssessed("papers: neither code, weight, units nor value of the shipment are told") : Finding.Clear;
    }
}
