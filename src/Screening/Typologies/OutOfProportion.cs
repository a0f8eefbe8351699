using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T14: purchases of a year out of proportion to what the purchaser owns or earns, by a statement that is recent enough.</summary>
public sealed class OutOfProportion : Typology
{
    private const string NoStatement = $"no statement of {Mention.Purchaser} is known";
    private readonly int _bought, _assets, _revenue, _age;

    /// <summary>Binds the typology.</summary>
    public OutOfProportion(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_bought, _assets) = (Column("purchaser_value_usd_sum_365d"), Column("purchaser_value_365d_to_assets"));
        (_revenue, _age) = (Column("purchaser_value_365d_to_revenue"), Column("purchaser_statement_age_days"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T14", "Order out of proportion to the balance sheet", "beyond means",
        "The Substrate, How banned AI chips end up in China (15 May 2026); EAR 732 Supplement 3 (ability to pay)",
        [
            new("to_assets", "1", 0.05, 100, "purchases of 365 days over total assets from which the sign is found"),
            new("to_revenue", "1", 0.05, 100, "purchases of 365 days over revenue from which the sign is found"),
            new("stale_days", "d", 180, 3650, "age from which a statement no longer says enough"),
            new("unknown_usd", "USD", 1000, 10_000_000_000, "purchases of 365 days from which a missing or stale statement is a sign"),
        ])
    {
        RestsOn = ["balance sheet"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double bought = order.Row[_bought], age = order.Row[_age];
        bool isStale = double.IsNaN(age) || age > Parameter("stale_days");
        double toAssets = order.Row[_assets] / Parameter("to_assets"), toRevenue = order.Row[_revenue] / Parameter("to_revenue");
        double ratio = double.IsNaN(toRevenue) ? toAssets : double.IsNaN(toAssets) ? toRevenue : Math.Max(toAssets, toRevenue);
        if (ratio > 1)
        {
            string against = double.IsNaN(toRevenue) || toAssets >= toRevenue
                ? $"{Words.Times(order.Row[_assets])} its total assets"
                : $"{Words.Times(order.Row[_revenue])} its revenue";
            string stale = isStale ? $", by a statement {Words.Days(age)} old" : "";
            return Finding.Found(Finding.StrengthOf(ratio), $"{Words.Usd(bought)} bought in 365 days by {Mention.Purchaser}, {against}{stale}");
        }

        if (!isStale) return Finding.Clear;
        string what = double.IsNaN(age) ? NoStatement : $"the latest statement of {Mention.Purchaser} is {Words.Days(age)} old";
        return bought >= Parameter("unknown_usd")
            ? Finding.Found(0.3, $"{Words.Usd(bought)} bought in 365 days by {Mention.Purchaser}, and {what}")
            : Finding.NotAssessed("balance sheet: " + what);
    }
}
