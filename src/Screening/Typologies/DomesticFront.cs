using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T28, as far as one order shows it: controlled goods that are delivered in the seller's own country and leave it.</summary>
public sealed class DomesticFront : Typology
{
    private readonly int _lines, _shipsHome, _forHome, _elsewhere, _h100e;

    /// <summary>Binds the typology.</summary>
    public DomesticFront(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _h100e) = (Column("order_controlled_lines"), Column("order_controlled_h100e"));
        (_shipsHome, _forHome, _elsewhere) = (Column("order_ships_to_home"), Column("order_is_for_home"), Column("route_ends_elsewhere"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T28", "Domestic delivery of goods that leave the country", "domestic front",
        "The Substrate, How banned AI chips end up in China (15 May 2026): fronts in California and Georgia; EAR 736.2(b)(10)",
        [
            new("controlled_h100e", "H100e", 0, 1_000_000, "controlled compute below which a domestic address alone is no sign"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_lines] == 0) return Finding.Clear;
        bool leaves = order.Row[_elsewhere] == 1;
        if (double.IsNaN(order.Row[_shipsHome])) return leaves ? Finding.NotAssessed("domestic delivery: the seller's country or the first country is not known") : Finding.Clear;
        if (order.Row[_shipsHome] == 0) return Finding.Clear;
        if (leaves && order.Row[_forHome] == 1) return Finding.Found(0.9, $"{Words.ControlledGoods(order.Row[_h100e])} sold and delivered in the seller's own country went on abroad");
        if (order.Row[_forHome] != 0 || order.Row[_h100e] < Parameter("controlled_h100e")) return Finding.Clear;
        return Finding.Found(leaves ? 0.6 : 0.3, $"{Words.ControlledGoods(order.Row[_h100e])} for abroad are delivered in the seller's own country first{(leaves ? ", and went on to another country than their destination" : "")}");
    }
}
