using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T03: a large order soon after the end user changed hands.</summary>
public sealed class OwnershipRestructured : Typology
{
    private readonly int _value, _days, _share, _named;

    /// <summary>Binds the typology.</summary>
    public OwnershipRestructured(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_value, _named) = (Column("order_value_usd"), Column("order_names_end_user"));
        (_days, _share) = (Column("end_user_days_since_ownership_change"), Column("end_user_ownership_share_changed_365d"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T03", "Large order soon after ownership restructuring", "new owners",
        "DSET, The Great Breakout (2026), IV",
        [
            new("recent_days", "d", 1, 1000, "days after a change of ownership that count as soon"),
            new("share", "1", 0, 1, "share of the ownership changed in 365 days from which it counts; a change of unknown share counts"),
            new("large_usd", "USD", 1000, 1_000_000_000, "value from which an order counts as large"),
        ])
    {
        RestsOn = ["party event"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double value = order.Row[_value], days = order.Row[_days], share = order.Row[_share];
        if (value < Parameter("large_usd")) return Finding.Clear;
        if (order.Row[_named] == 0) return Finding.NotAssessed("ownership: no end user is named");
        if (double.IsNaN(days) || days > Parameter("recent_days") || share < Parameter("share")) return Finding.Clear;
        string changed = double.IsNaN(share) ? $"part of {Mention.EndUser} changed hands" : $"{Words.Percent(share)} of {Mention.EndUser} changed hands within a year";
        return Finding.Found(
            Finding.StrengthOf(value / Parameter("large_usd") * (double.IsNaN(share) ? 0.5 : share) / 2),
            $"{Words.Usd(value)} ordered; {changed}, last {Words.Days(days)} ago");
    }
}
