using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T13: a large buyer whose assets are other people's deposits. Who the depositors are no statement tells.</summary>
public sealed class DepositsFunded : Typology
{
    private readonly int _bought, _assets, _deposits, _growth, _gap;

    /// <summary>Binds the typology.</summary>
    public DepositsFunded(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_bought, _assets) = (Column("purchaser_value_usd_sum_365d"), Column("purchaser_assets_usd"));
        (_deposits, _growth, _gap) = (Column("purchaser_deposits_to_assets"), Column("purchaser_deposits_growth"), Column("purchaser_funding_gap_to_assets"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T13", "Purchases funded by deposits of undisclosed origin", "deposits",
        "The Substrate, How banned AI chips end up in China (15 May 2026): 2.9 of 3.0 billion USD of assets were refundable deposits; FinCEN and BIS notice FIN-2023-GLOBALEXPORT",
        [
            new("deposits_to_assets", "1", 0.1, 10, "deposits over total assets from which the sign is found"),
            new("large_usd", "USD", 1000, 10_000_000_000, "purchases of 365 days from which it matters who paid"),
        ])
    {
        RestsOn = ["balance sheet"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double bought = order.Row[_bought], deposits = order.Row[_deposits];
        if (bought < Parameter("large_usd")) return Finding.Clear;
        if (double.IsNaN(order.Row[_assets])) return Finding.NotAssessed($"balance sheet: no statement of {Mention.Purchaser} is known");
        if (double.IsNaN(deposits)) return Finding.NotAssessed($"balance sheet: the deposits of {Mention.Purchaser} are not told");
        if (deposits < Parameter("deposits_to_assets")) return Finding.Clear;
        double growth = order.Row[_growth], gap = order.Row[_gap];
        string grown = growth > 1 ? $", {Words.Times(growth)} those of the year before" : "";
        string others = gap > 0 ? $", and equity and cash leave {Words.Money(gap * Math.Max(1, order.Row[_assets]))} of it to others" : "";
        return Finding.Found(
            Finding.StrengthOf(deposits / Parameter("deposits_to_assets")),
            $"deposits of others are {Words.Percent(deposits)} of the {Words.Money(order.Row[_assets])} of assets of {Mention.Purchaser}{grown}; {Words.Usd(bought)} bought in 365 days{others}");
    }
}
