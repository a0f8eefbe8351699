using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T23: goods that stand on the way for implausibly long, or never leave.</summary>
public sealed class ImplausibleDwell : Typology
{
    private readonly int _longest, _soFar, _usual, _legs;

    /// <summary>Binds the typology.</summary>
    public ImplausibleDwell(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_longest, _soFar) = (Column("route_longest_stay_days"), Column("route_stay_so_far_days"));
        (_usual, _legs) = (Column("route_stay_to_usual"), Column("route_leg_count"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T23", "Goods stand on the way for implausibly long", "long stay",
        "The Substrate, How banned AI chips end up in China (15 May 2026): servers sitting in warehouses for implausibly long periods",
        [
            new("stay_days", "d", 1, 3650, "length from which any stay is too long"),
            new("to_usual", "1", 1, 1000, "length over that which 95 of 100 stays at the place do not exceed, from which a stay is too long"),
            new("least_days", "d", 0, 3650, "length below which no stay is too long"),
        ])
    {
        RestsOn = ["shipment"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double ended = order.Row[_longest], soFar = order.Row[_soFar], usual = order.Row[_usual];
        double days = double.IsNaN(ended) ? soFar : double.IsNaN(soFar) ? ended : Math.Max(ended, soFar);
        if (double.IsNaN(days)) return double.IsNaN(order.Row[_legs]) ? Finding.Clear : Finding.NotAssessed("stay: it is not told when the goods arrived and left");
        bool isUnusual = usual > Parameter("to_usual");
        if (days < Parameter("least_days") || !(days >= Parameter("stay_days") || isUnusual)) return Finding.Clear;
        string how = days == soFar ? $"goods have stood on the way for {Words.Days(days)} and are not known to have left" : $"goods stood on the way for {Words.Days(days)}";
        string than = isUnusual ? $"; a stay is {Words.Times(usual)} what 95 of 100 stays at its place do not exceed" : "";
        double ratio = Math.Max(days / Parameter("stay_days"), isUnusual ? usual / Parameter("to_usual") : 0);
        return Finding.Found(Finding.StrengthOf(ratio), how + than);
    }
}
