using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T32: who sold it sells much that is held or confirmed, has holds let go against advice, or lives of one customer.</summary>
public sealed class SalesSide : Typology
{
    private readonly int _orders, _share, _questioned, _overrides, _value;

    /// <summary>Binds the typology.</summary>
    public SalesSide(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_orders, _share, _value) = (Column("sales_rep_orders_365d"), Column("sales_rep_customer_share_365d"), Column("sales_rep_value_usd_sum_365d"));
        (_questioned, _overrides) = (Column("sales_rep_questioned_share_365d"), Column("sales_rep_overrides_365d"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T32", "Signs on the sales side", "sales side",
        "The Substrate, How banned AI chips end up in China (15 May 2026): insiders arranged for what customers needed",
        [
            new("orders", "orders", 2, 10_000, "orders of the sales representative in 365 days from which shares mean something"),
            new("questioned", "1", 0.01, 1, "share of the value of the representative's other orders that was held or confirmed from which the sign is found"),
            new("overrides", "holds", 1, 1000, "holds released against advice in 365 days from which the sign is found"),
            new("customer_share", "1", 0.1, 1, "share of one customer in the representative's value that is named beside them"),
        ])
    {
        RestsOn = ["hold or decision"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        // Who sold is told by few firms; that an order does not name anybody is no sign of the order.
        double orders = order.Row[_orders], questioned = order.Row[_questioned], overrides = order.Row[_overrides], share = order.Row[_share];
        if (double.IsNaN(orders)) return Finding.Clear;
        bool isQuestioned = orders >= Parameter("orders") && questioned >= Parameter("questioned"), isOverriding = overrides >= Parameter("overrides");
        if (!isQuestioned && !isOverriding) return Finding.Clear;
        List<string> signs = [];
        if (isQuestioned) signs.Add($"{Words.Percent(questioned)} of the value of the sales representative's other orders was held or confirmed");
        if (isOverriding) signs.Add($"{Words.Count(overrides, "hold")} on them released against advice in 365 days");
        bool isExclusive = orders >= Parameter("orders") && share >= Parameter("customer_share");
        if (isExclusive) signs.Add($"{Words.Percent(share)} of its {Words.Usd(order.Row[_value])} in 365 days went to {Mention.Purchaser}");
        double ratio = Math.Max(isQuestioned ? questioned / Parameter("questioned") : 0, isOverriding ? overrides / Parameter("overrides") : 0);
        return Finding.Found(Finding.StrengthOf(isExclusive ? 2 * ratio : ratio), string.Join("; ", signs));
    }
}
