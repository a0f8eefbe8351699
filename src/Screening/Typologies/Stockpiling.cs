using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T10: far more bought than usual in the months before control of the goods tightens.</summary>
public sealed class Stockpiling : Typology
{
    private readonly int _days, _ratio, _value;

    /// <summary>Binds the typology.</summary>
    public Stockpiling(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_days, _ratio, _value) = (Column("order_days_since_tightening"), Column("purchaser_value_before_tightening_to_usual"), Column("order_value_usd"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T10", "Stockpiling before a control date", "stockpiling",
        "The Substrate, How banned AI chips end up in China (15 May 2026); DSET, The Great Breakout (2026), on high-bandwidth memory",
        [
            new("ratio", "1", 1.1, 100, "value of the 90 days before the rule over the usual 90 days from which the sign is found"),
            new("after_days", "d", 1, 365, "days after the rule took effect in which an order of the purchaser is still marked"),
            new("large_usd", "USD", 1000, 1_000_000_000, "value from which an order counts"),
        ])
    {
        RestsOn = ["control event"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double days = order.Row[_days], ratio = order.Row[_ratio], value = order.Row[_value];
        if (double.IsNaN(days) || days > Parameter("after_days") || value < Parameter("large_usd")) return Finding.Clear;
        if (double.IsNaN(ratio)) return Finding.NotAssessed($"stockpiling: {Mention.Purchaser} bought no such goods in the year before the rule's last 90 days");
        if (ratio <= Parameter("ratio")) return Finding.Clear;
        string when = days < 0 ? $"takes effect in {Words.Days(-days)}" : days == 0 ? "takes effect today" : $"took effect {Words.Days(days)} ago";
        return Finding.Found(
            Finding.StrengthOf(ratio / Parameter("ratio")),
            $"{Mention.Purchaser} bought {Words.Times(ratio)} its usual value of such goods in the 90 days before a tightening of control that {when}; this order is {Words.Usd(value)}");
    }
}
