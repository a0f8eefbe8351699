using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T31: holds on the purchaser's orders were let go without evidence that is independent of customer and sales.</summary>
public sealed class HoldReleased : Typology
{
    private readonly int _unproven, _own, _hours, _seller, _overridden;

    /// <summary>Binds the typology.</summary>
    public HoldReleased(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_unproven, _own) = (Column("purchaser_holds_released_unproven_365d"), Column("order_holds_released_unproven"));
        (_hours, _seller, _overridden) = (Column("purchaser_shortest_hold_on_papers_h"), Column("purchaser_holds_released_by_seller_365d"), Column("purchaser_holds_overridden_365d"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T31", "Hold released without independent evidence", "hold released",
        "The Substrate, How banned AI chips end up in China (15 May 2026): two holds released on explanations that nobody could verify",
        [
            new("holds", "holds", 1, 100, "such releases in 365 days, one of this order counting as well, from which the sign is found"),
            new("short_h", "h", 0, 8760, "hours from which on a hold released on the customer's papers was not a short one"),
        ])
    {
        RestsOn = ["hold"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double own = order.Row[_own], holds = order.Row[_unproven] + own;
        if (holds < Parameter("holds")) return Finding.Clear;
        double hours = order.Row[_hours], seller = order.Row[_seller], overridden = order.Row[_overridden];
        bool isShort = hours < Parameter("short_h");
        string sentence = $"{Words.Count(holds, "hold")} on orders of {Mention.Purchaser} released without independent evidence";
        if (own > 0) sentence += ", this order's among them";
        if (isShort) sentence += $"; one on the customer's papers after {Words.Count(hours, "hour")}";
        if (seller > 0) sentence += $"; {Words.Number(seller)} by sales";
        if (overridden > 0) sentence += $"; {Words.Number(overridden)} against advice";
        int worse = (isShort ? 1 : 0) + (seller > 0 ? 1 : 0) + (overridden > 0 ? 1 : 0);
        return Finding.Found(Finding.StrengthOf((holds / Parameter("holds")) + worse), sentence);
    }
}
