using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T15: a customer that was one of many becomes one of the seller's largest within a quarter.</summary>
public sealed class RankJump : Typology
{
    private readonly int _now, _then, _jump, _bought;

    /// <summary>Binds the typology.</summary>
    public RankJump(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_now, _then, _jump) = (Column("seller_customer_rank_90d"), Column("seller_customer_rank_quarter"), Column("seller_customer_rank_jump"));
        _bought = Column("purchaser_value_usd_sum_90d");
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T15", "Customer rises among the seller's largest", "rank jump",
        "The Substrate, How banned AI chips end up in China (15 May 2026): an unknown buyer became the 11th most profitable customer in one quarter",
        [
            new("jump", "1", 0.1, 1, "how far the customer must have risen, as a share of the seller's customers"),
            new("top", "1", 0.001, 0.5, "share of the seller's customers that may still be larger"),
            new("large_usd", "USD", 1000, 10_000_000_000, "purchases of 90 days from which it matters"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double now = order.Row[_now], then = order.Row[_then], jump = order.Row[_jump];

        // A seller with a handful of customers has no ranks: that says nothing of this one.
        if (order.Row[_bought] < Parameter("large_usd") || double.IsNaN(jump)) return Finding.Clear;
        if (jump < Parameter("jump") || now > Parameter("top")) return Finding.Clear;
        string larger = now == 0 ? "none of the seller's other customers is larger now" : $"{Words.Percent(now)} of the seller's other customers are larger now";
        return Finding.Found(
            Finding.StrengthOf(jump / Parameter("jump")),
            $"{Words.Usd(order.Row[_bought])} bought in 90 days by {Mention.Purchaser}: {larger}, {Words.Percent(then)} were in the last full quarter");
    }
}
