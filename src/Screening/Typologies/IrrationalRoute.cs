using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T22: a way that makes no economic sense for the goods and their destination.</summary>
public sealed class IrrationalRoute : Typology
{
    private readonly int _detour, _km, _rarity, _returns, _freight, _usual, _legs, _lines, _material;

    /// <summary>Binds the typology.</summary>
    public IrrationalRoute(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_detour, _km, _rarity, _returns) = (Column("route_detour_ratio"), Column("route_km"), Column("route_rarity_bits"), Column("route_returns"));
        (_lines, _material) = (Column("order_controlled_lines"), Column("order_material_tier"));
        (_freight, _usual, _legs) = (Column("route_freight_to_value"), Column("route_freight_per_kg_to_usual"), Column("route_leg_count"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T22", "Route that makes no economic sense", "odd route",
        "The Substrate, How banned AI chips end up in China (15 May 2026): economically irrational destinations; EAR 732 Supplement 3, red flag 10",
        [
            new("detour", "1", 1, 50, "length of the way over the direct one from which it is a detour"),
            new("detour_km", "km", 0, 40_000, "length of the way below which a detour says nothing"),
            new("rarity_bits", "bit", 1, 30, "how rare a first country must be among earlier orders to make another sign stronger: 5 is one in 32"),
            new("freight_to_value", "1", 0.01, 100, "freight cost over the order's value from which it is too much for controlled goods and chokepoint materials"),
            new("freight_to_usual", "1", 1, 1000, "freight cost per kilogram over the lane's usual from which it is too much"),
        ])
    {
        RestsOn = ["shipment"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double detour = order.Row[_detour], km = order.Row[_km], rarity = order.Row[_rarity], freight = order.Row[_freight], usual = order.Row[_usual];
        var signs = new Signs();
        signs.Add(detour > Parameter("detour") && km >= Parameter("detour_km"), 0.8 * Finding.StrengthOf(detour / Parameter("detour")), $"goods travelled {Words.Number(km)} km, {Words.Times(detour)} the direct way");
        signs.Add(order.Row[_returns] == 1, 0.4, "goods came back to a country that they had left");

        // For cheap goods freight is dear by nature; only what is worth the control is worth diverting at such a cost.
        bool isSensitive = order.Row[_lines] > 0 || order.Row[_material] >= 1;
        signs.Add(freight > Parameter("freight_to_value") && isSensitive, 0.4, $"freight costs {Words.Percent(freight)} of the goods' value");
        signs.Add(usual > Parameter("freight_to_usual"), 0.4, $"freight per kilogram costs {Words.Times(usual)} what is usual on the lane");

        // As many ways are rare as rare ones are: by itself that is no sign.
        signs.Add(signs.Any && rarity >= Parameter("rarity_bits"), 0.3, $"{Words.Number(Math.Pow(2, -rarity) * 1000)} in 1,000 such orders go to the first country of this one");
        if (signs.Any) return signs.Found();
        bool isUnknown = double.IsNaN(detour) && double.IsNaN(order.Row[_returns]) && double.IsNaN(freight) && double.IsNaN(usual);
        return isUnknown && !double.IsNaN(order.Row[_legs]) ? Finding.NotAssessed("route: neither places, countries nor costs of the legs are known") : Finding.Clear;
    }
}
