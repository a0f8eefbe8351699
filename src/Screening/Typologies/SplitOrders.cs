using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// T04: one end product split into orders that each stay below a threshold and together reach it, over all linked parties. Only where
/// the threshold means something: to a destination under control or through a hub.
/// </summary>
public sealed class SplitOrders : Typology
{
    private readonly int _orders, _sum, _largest, _parties, _year, _hub, _control;

    /// <summary>Binds the typology.</summary>
    public SplitOrders(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_orders, _sum, _largest) = (Column("linked_orders_90d"), Column("linked_h100e_sum_90d"), Column("linked_largest_order_h100e_90d"));
        (_parties, _year) = (Column("linked_parties"), Column("linked_h100e_sum_calendar_year"));
        (_hub, _control) = (Column("route_hub_tier"), Column("destination_control_tier"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T04", "End product split into orders below a threshold", "split orders",
        "DSET, The Great Breakout (2026), IV; EAR 740 low processing performance exception: 26,900,000 TPP per calendar year to one ultimate consignee",
        [
            new("threshold_tpp", "TPP", 1, 1e12, "sum that the orders stay below one by one"),
            new("near", "1", 0.5, 1, "share of the threshold from which a sum approaches it"),
            new("tier", "tier", 0, 2, "hub or control tier from which the threshold means something"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double control = order.Row[_control];
        double tier = Math.Max(order.Row[_hub], double.IsNaN(control) ? 0 : control);
        double threshold = Parameter("threshold_tpp") / Records.Volume.TppPerH100e;
        double orders = order.Row[_orders], largest = order.Row[_largest], quarter = order.Row[_sum], year = order.Row[_year];
        if (tier < Parameter("tier") || orders < 2 || largest >= threshold) return Finding.Clear;
        double sum = Math.Max(quarter, year);
        if (sum < Parameter("near") * threshold) return Finding.Clear;
        string parties = order.Row[_parties] > 1 ? $" for {Words.Count(order.Row[_parties], "linked party").Replace("partys", "parties", StringComparison.Ordinal)}" : "";
        string how = sum >= threshold ? $"above the {Words.H100e(threshold)} limit" : $"just below the {Words.H100e(threshold)} limit ({Words.Percent(sum / threshold)} of it)";

        // Count, largest order and sum are of 90 days; the calendar year has a sum only.
        string orderly = $"{Words.Count(orders, "order")} in 90 days{parties}, none above {Words.AtMost(largest)} H100e, together {Words.H100e(quarter)}";
        return Finding.Found(
            sum >= threshold ? Finding.StrengthOf(sum / threshold) : 0.4,
            quarter >= year ? $"{orderly}, {how}" : $"{orderly}; since 1 January {Words.H100e(year)}, {how}");
    }
}
