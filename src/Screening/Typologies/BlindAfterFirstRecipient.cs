using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T08: sensitive goods of which nobody says where they are packaged, assembled and put to use, sold to someone who passes them on.</summary>
public sealed class BlindAfterFirstRecipient : Typology
{
    private readonly int _told, _lines, _material, _resells, _routed, _named, _hub;

    /// <summary>Binds the typology.</summary>
    public BlindAfterFirstRecipient(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_told, _lines, _material) = (Column("order_locations_told"), Column("order_controlled_lines"), Column("order_material_tier"));
        (_resells, _routed) = (Column("order_consignee_resells"), Column("order_routed_export"));
        (_named, _hub) = (Column("order_names_end_user"), Column("route_hub_tier"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T08", "Blind after the first recipient", "blind after",
        "DSET, The Great Breakout (2026), IV: final packaging, assembly and deployment locations; The Substrate, How banned AI chips end up in China (15 May 2026)",
        [
            new("untold", "locations", 1, 3, "how many of the three locations must be untold"),
            new("tier", "tier", 1, 2, "hub tier from which a route counts as passing goods on"),
        ])
    {
        RestsOn = ["place of packaging, assembly or use"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        bool isMaterial = order.Row[_material] >= 1;
        if (order.Row[_lines] == 0 && !isMaterial) return Finding.Clear;
        double untold = 3 - order.Row[_told];

        if (untold < Parameter("untold")) return Finding.Clear;
        var signs = new Signs();
        signs.Add(order.Row[_resells] == 1, 0.4, $"{Mention.Consignee} as a reseller");
        signs.Add(order.Row[_named] == 0, 0.4, "no end user named");
        signs.Add(order.Row[_routed] == 1, 0.3, "an export that the buyer's agent arranges");
        signs.Add(order.Row[_hub] >= Parameter("tier"), 0.3, $"a way to or through a known hub{Mention.Hub}");
        if (!signs.Any) return Finding.Clear;
        Finding found = signs.Found();
        string goods = order.Row[_lines] > 0 ? "controlled goods" : "chokepoint materials";
        string which = untold == 3 ? "none" : $"only {Words.Number(3 - untold)}";
        return found with { Sentence = $"{goods} of which {which} of packaging, assembly and deployment is told, with {found.Sentence.Replace("; ", ", ", StringComparison.Ordinal)}" };
    }
}
