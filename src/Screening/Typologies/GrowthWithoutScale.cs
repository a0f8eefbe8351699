using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T16: orders far above a party's own habits, month on month, without a balance sheet that grew with them.</summary>
public sealed class GrowthWithoutScale : Typology
{
    private const double MostDeviations = 1000, DaysOfMonth = 30, DaysBefore = 335;
    private readonly Role _endUser, _purchaser;
    private readonly int _peers, _assetsGrowth;

    /// <summary>Binds the typology.</summary>
    public GrowthWithoutScale(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        _endUser = new Role("for", Mention.EndUser, Column("end_user_value_usd_sum_365d"), Column("end_user_value_usd_sum_30d"), Column("end_user_value_30d_robust_z"), Column("end_user_value_cusum"), Column("end_user_employees"));
        _purchaser = new Role("by", Mention.Purchaser, Column("purchaser_value_usd_sum_365d"), Column("purchaser_value_usd_sum_30d"), Column("purchaser_value_30d_robust_z"), Column("purchaser_value_cusum"), Column("purchaser_employees"));
        (_peers, _assetsGrowth) = (Column("order_value_peer_z"), Column("purchaser_assets_growth"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T16", "Growth without the scale for it", "sudden growth",
        "The Substrate, How banned AI chips end up in China (15 May 2026); EAR 732 Supplement 3 (orders that do not fit the buyer)",
        [
            new("deviations", "1", 1, 1000, "usual deviations above the usual month from which a month is out of habit"),
            new("sustained", "1", 0.5, 1000, "sum of the months' excesses, in usual deviations, from which the growth counts"),
            new("peer_deviations", "1", -100, 100, "usual deviations above orders of the same kind of purchaser below which an order is nothing unusual"),
            new("assets_growth", "1", 1, 1000, "growth of total assets from which the purchaser has grown as well"),
            new("large_usd", "USD", 1000, 10_000_000_000, "value of 30 days from which it matters"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        // An order like its peers', and a purchaser that grew, are growth with scale. Where neither is known habits decide alone.
        if (order.Row[_peers] < Parameter("peer_deviations") || order.Row[_assetsGrowth] >= Parameter("assets_growth")) return Finding.Clear;
        Finding endUser = Evaluate(order.Row, _endUser), purchaser = Evaluate(order.Row, _purchaser);
        return purchaser.Strength > endUser.Strength ? purchaser : endUser;
    }

    private Finding Evaluate(ReadOnlySpan<double> row, Role role)
    {
        double value = row[role.Value], deviations = row[role.Deviations];

        // A party without half a year of habits is new, which is another sign.
        if (!(value >= Parameter("large_usd")) || !(deviations >= Parameter("deviations")) || !(row[role.Sustained] >= Parameter("sustained"))) return Finding.Clear;
        string staff = double.IsNaN(row[role.Employees]) ? "" : $", of {Words.Count(row[role.Employees], "employee")}";
        return Finding.Found(
            Finding.StrengthOf(deviations / Parameter("deviations")),
            $"{Words.Usd(value)} in 30 days {role.Of} {role.Name}{staff}, {HowFar(value / ((row[role.Year] - value) * DaysOfMonth / DaysBefore), deviations)}");
    }

    // Where months hardly differ from each other, any month is thousands of deviations away: that says nothing, and how many times the usual says all.
    private static string HowFar(double times, double deviations)
    {
        string steps = deviations > MostDeviations ? $"more than {Words.Number(MostDeviations)}" : Words.Number(deviations);
        string away = $"{steps} usual deviations above its usual month";
        return double.IsFinite(times) && times > 1 ? deviations > MostDeviations ? $"{Words.Times(times)} its usual month" : $"{Words.Times(times)} its usual month and {away}" : away;
    }

    private readonly record struct Role(string Of, string Name, int Year, int Value, int Deviations, int Sustained, int Employees);
}
