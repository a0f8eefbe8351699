using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T02: a large order from a company that was only just founded, be it the purchaser or the end user.</summary>
public sealed class YoungCompany : Typology
{
    private readonly int _value, _purchaserAge, _endUserAge, _before;

    /// <summary>Binds the typology.</summary>
    public YoungCompany(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_value, _before) = (Column("order_value_usd"), Column("purchaser_orders_before"));
        (_purchaserAge, _endUserAge) = (Column("purchaser_age_days"), Column("end_user_age_days"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T02", "Large order from a newly established company", "young company",
        "DSET, The Great Breakout (2026), IV; EAR 732 Supplement 3; BIS guidance of 13 May 2025",
        [
            new("young_days", "d", 30, 3650, "age below which a company counts as new"),
            new("large_usd", "USD", 1000, 1_000_000_000, "value from which an order counts as large"),
        ])
    {
        RestsOn = ["party"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double value = order.Row[_value], purchaser = order.Row[_purchaserAge], endUser = order.Row[_endUserAge];
        if (value < Parameter("large_usd")) return Finding.Clear;
        if (double.IsNaN(purchaser) && double.IsNaN(endUser)) return Finding.NotAssessed($"company: no day of incorporation is known of {Mention.Purchaser} or {Mention.EndUser}");
        bool isPurchaser = double.IsNaN(endUser) || purchaser <= endUser;
        double age = isPurchaser ? purchaser : endUser;
        if (age >= Parameter("young_days")) return Finding.Clear;
        string whose = isPurchaser ? Mention.Purchaser : Mention.EndUser;
        string first = order.Row[_before] > 0 ? "" : $", the first order of {Mention.Purchaser}";
        string founded = age <= 0 ? "is not founded yet" : $"was founded {Words.Days(age)} ago";
        return Finding.Found(
            Finding.StrengthOf(value / Parameter("large_usd") * (Parameter("young_days") / Math.Max(1, age)) / 2),
            $"{Words.Usd(value)} ordered{first}, and {whose} {founded}");
    }
}
