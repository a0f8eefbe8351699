using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T09: units came in to a party and are neither installed, nor in stock, nor sold on as far as anybody tells.</summary>
public sealed class MassBalance : Typology
{
    private readonly int _in, _share;

    /// <summary>Binds the typology.</summary>
    public MassBalance(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_in, _share) = (Column("subject_units_in_180d"), Column("subject_units_unaccounted_share_180d"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T09", "Units that came in are not accounted for", "mass balance",
        "DSET, The Great Breakout (2026), IV: cross-referencing of import sources, production records and shipping destinations",
        [
            new("units", "units", 1, 1_000_000, "units ordered in 180 days from which a balance means something"),
            new("share", "1", 0.05, 1, "share of them that nobody accounts for from which the sign is found"),
        ])
    {
        RestsOn = ["installation"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double units = order.Row[_in], share = order.Row[_share];
        if (units < Parameter("units")) return Finding.Clear;
        if (double.IsNaN(share)) return Finding.NotAssessed($"mass balance: no count of what {Mention.Subject} has installed or in stock");
        if (share < Parameter("share")) return Finding.Clear;
        return Finding.Found(
            Finding.StrengthOf(share / Parameter("share")),
            $"{Words.Percent(share)} of {Words.Count(units, "unit")} ordered to {Mention.Subject} in 180 days are neither installed nor in stock nor passed on by what is told");
    }
}
