using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T33: materials and parts of chip packaging that few make, for a destination under control or through a hub.</summary>
public sealed class ChokepointMaterials : Typology
{
    private readonly int _material, _kilograms, _area, _hub, _control, _named;

    /// <summary>Binds the typology.</summary>
    public ChokepointMaterials(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_material, _kilograms, _area) = (Column("order_material_tier"), Column("order_material_kg"), Column("order_material_m2"));
        (_hub, _control, _named) = (Column("route_hub_tier"), Column("destination_control_tier"), Column("order_names_end_user"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T33", "Chokepoint materials of chip packaging on a risky way", "chokepoint",
        "DSET, The Great Breakout (2026), appendix: materials and parts by technology gap and control gap",
        [
            new("material", "tier", 1, 2, "tier from which a material counts"),
            new("tier", "tier", 1, 2, "hub or control tier from which a way counts"),
        ])
    {
        RestsOn = ["product"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double material = order.Row[_material], control = order.Row[_control];
        bool isControlled = control >= Parameter("tier"), isHub = order.Row[_hub] >= Parameter("tier");
        if (!isControlled && !isHub) return Finding.Clear;
        if (double.IsNaN(material)) return Finding.NotAssessed("materials: it is not told whether the goods are chokepoint materials");
        if (material < Parameter("material")) return Finding.Clear;
        string amount = string.Join(" and ", Amounts(order.Row[_kilograms], order.Row[_area]));
        string way = isControlled ? $"for a destination{Mention.Destination} under control" : $"to or through a known hub{Mention.Hub}";
        string endUser = order.Row[_named] == 0 ? ", and no end user is named" : "";
        return Finding.Found(
            (material >= 2 ? 0.5 : 0.3) + (order.Row[_named] == 0 ? 0.2 : 0) + (isControlled && isHub ? 0.1 : 0),
            $"{(amount.Length > 0 ? amount + " of c" : "c")}hokepoint {(material >= 2 ? "materials that hardly anyone else makes" : "materials")} {way}{endUser}");
    }

    private static IEnumerable<string> Amounts(double kilograms, double squareMetres)
    {
        if (kilograms > 0) yield return $"{Words.Number(kilograms)} kg";
        if (squareMetres > 0) yield return $"{Words.Number(squareMetres)} m2";
    }
}
