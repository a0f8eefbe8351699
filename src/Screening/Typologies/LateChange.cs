using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T25: another recipient or destination shortly before the goods left or after, or one in a country of higher risk.</summary>
public sealed class LateChange : Typology
{
    private readonly int _changes, _days, _raises, _legs;

    /// <summary>Binds the typology.</summary>
    public LateChange(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_changes, _days) = (Column("order_recipient_changes"), Column("order_change_to_departure_days"));
        (_raises, _legs) = (Column("order_change_raises_tier"), Column("route_leg_count"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T25", "Late change of consignee or destination", "late change",
        "Tri-Seal compliance note of March 2023 (Commerce/BIS, Treasury, Justice): last-minute changes to shipping instructions",
        [
            new("late_days", "d", 0, 365, "days before the departure from which a change is late"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double changes = order.Row[_changes], days = order.Row[_days];
        if (changes == 0) return Finding.Clear;
        bool isLate = days <= Parameter("late_days"), raises = order.Row[_raises] == 1;
        if (!isLate && !raises)
            return double.IsNaN(days) && !double.IsNaN(order.Row[_legs]) ? Finding.NotAssessed("late change: it is not told when the goods left") : Finding.Clear;
        string when = double.IsNaN(days) ? "" : days < 0 ? $", last {Words.Days(-days)} after the goods had left" : $", last {Words.Days(days)} before the goods left";
        string risk = raises ? ", and to a country of higher risk" : "";
        return Finding.Found(isLate && raises ? 0.9 : isLate ? 0.5 : 0.4, $"recipient or destination changed {(changes == 1 ? "once" : Words.Count(changes, "time"))}{when}{risk}");
    }
}
