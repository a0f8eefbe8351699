using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// T01: more accelerators than the end user's sites can power. Accelerators take about 40 % of a site's power; a power that only the
/// customer tells is no verification, and a large order for a site that nobody confirmed is a sign of its own.
/// </summary>
public sealed class CapacityExceeded : Typology
{
    private readonly int _month, _total, _site, _verified, _grade, _unknown, _unfigured;

    /// <summary>Binds the typology.</summary>
    public CapacityExceeded(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_month, _total, _site) = (Column("end_user_accelerator_kw_30d"), Column("end_user_accelerator_kw_total"), Column("end_user_site_power_kw"));
        (_verified, _grade) = (Column("end_user_verified_power_kw"), Column("end_user_capacity_grade"));
        (_unknown, _unfigured) = (Column("order_unknown_product_lines"), Column("order_unfigured_lines"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T01", "Order volume inconsistent with known capacity", "over capacity",
        "DSET, The Great Breakout (2026), IV: order volumes inconsistent with an entity's known production capacity; BIS guidance of 13 May 2025",
        [
            new("accelerator_share_of_site_power", "1", 0.05, 1, "share of a site's power that accelerators can take (The Substrate, 15 May 2026: about 0.40)"),
            new("ratio", "1", 0.1, 100, "accelerator power over what the site has for it from which the sign is found"),
            new("unverified_kw", "kW", 0, 1_000_000, "accelerator power from which a site that nobody independent confirmed is a sign"),
        ])
    {
        RestsOn = ["capacity"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double total = order.Row[_total], month = order.Row[_month], verified = order.Row[_verified], site = order.Row[_site];
        if (double.IsNaN(total)) return Finding.NotAssessed("capacity: no end user is named");
        if (total == 0)
        {
            if (order.Row[_unknown] > 0) return Finding.NotAssessed("capacity: goods of the order are not in the product data");
            return order.Row[_unfigured] > 0 ? Finding.NotAssessed("capacity: compute or power is not told of the order's accelerators") : Finding.Clear;
        }

        bool isVerified = !double.IsNaN(verified);
        double power = isVerified ? verified : site;
        if (!double.IsNaN(power))
        {
            double room = Math.Max(0.001, power * Parameter("accelerator_share_of_site_power"));
            double ratio = total / room;
            string whose = isVerified ? "whose confirmed sites have" : "whose sites by its own word have";
            if (ratio > Parameter("ratio"))
                return Finding.Found(Finding.StrengthOf(ratio), $"{Ordered(month, total)}, {whose} {Words.Kw(room)} for them, {Words.Times(ratio)} as much");
            if (isVerified) return Finding.Clear;
        }

        if (total >= Parameter("unverified_kw"))
        {
            string why = order.Row[_grade] == 0 ? "no power of any site of it is known" : "nobody but itself has confirmed the power of its sites";
            return Finding.Found(0.4, $"{Ordered(month, total)}, and {why}");
        }

        return Finding.NotAssessed(order.Row[_grade] == 0 ? $"capacity: no site power of {Mention.EndUser} is known" : $"capacity: the site power of {Mention.EndUser} is its own word");
    }

    private static string Ordered(double month, double total) => month > 0.5 * total
        ? $"{Words.Kw(month)} of accelerators ordered in 30 days for {Mention.EndUser}"
        : $"{Words.Kw(total)} of accelerators ordered so far for {Mention.EndUser}";
}
