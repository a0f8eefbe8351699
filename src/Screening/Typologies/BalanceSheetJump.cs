using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T12: total assets many times those of the year before; who paid for it is said beside it.</summary>
public sealed class BalanceSheetJump : Typology
{
    private readonly int _growth, _assets, _deposits;

    /// <summary>Binds the typology.</summary>
    public BalanceSheetJump(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_growth, _assets, _deposits) = (Column("purchaser_assets_growth"), Column("purchaser_assets_usd"), Column("purchaser_deposits_to_assets"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T12", "Balance sheet jump", "balance jump",
        "The Substrate, How banned AI chips end up in China (15 May 2026): total assets from 33 million to 3 billion USD in a year",
        [
            new("growth", "1", 1.5, 1000, "total assets over those of the year before from which the sign is found"),
        ])
    {
        RestsOn = ["balance sheet"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double growth = order.Row[_growth], assets = order.Row[_assets], deposits = order.Row[_deposits];
        if (double.IsNaN(assets)) return Finding.NotAssessed($"balance sheet: no statement of {Mention.Purchaser} is known");
        if (double.IsNaN(growth)) return Finding.NotAssessed($"balance sheet: no statement of the year before is known of {Mention.Purchaser}");
        if (growth <= Parameter("growth")) return Finding.Clear;
        string paid = double.IsNaN(deposits) ? "; what paid for it is not told" : $", {Words.Percent(deposits)} deposits";
        return Finding.Found(Finding.StrengthOf(growth / Parameter("growth")), $"balance sheet of {Mention.Purchaser} {Words.Times(growth)} last year's, now {Words.Money(assets)}{paid}");
    }
}
