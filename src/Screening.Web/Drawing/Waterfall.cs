using Screening.Alerts;

namespace Screening.Web.Drawing;

/// <summary>A risk's parts one after the other, from nothing to the margin.</summary>
/// <param name="Reason">The part.</param>
/// <param name="From">Sum before it.</param>
/// <param name="To">Sum with it.</param>
internal readonly record struct WaterfallStep(Reason Reason, double From, double To)
{
    /// <summary>The sum with it, as shown.</summary>
    public decimal ShownTo => Shown(To);

    /// <summary>What it adds, as shown: the difference of shown sums, so that a reader who adds the column up gets the shown total.</summary>
    public decimal ShownAdds => Shown(To) - Shown(From);

    private static decimal Shown(double sum) => Math.Round((decimal)Math.Clamp(sum, -1e9, 1e9), 2, MidpointRounding.AwayFromZero);
}

/// <summary>What a risk is made of: the starting point first, then the parts in the order given; the last step ends at the margin.</summary>
internal static class Waterfall
{
    // What the parts may miss of the margin before it is worth a line of its own.
    private const double Negligible = 1e-6;

    /// <summary>The steps; none when a number is missing.</summary>
    public static IReadOnlyList<WaterfallStep> Of(Alert alert)
    {
        double told = alert.Reasons.Sum(r => r.LogOdds);
        if (!double.IsFinite(told) || !double.IsFinite(alert.Margin)) return [];
        var parts = alert.Reasons.Where(r => r.Code == "start").ToList();
        double rest = alert.Margin - told;
        if (Math.Abs(rest) > Negligible && parts.Count == 0)
        {
            parts.Add(new Reason("start", "Starting point", "start", "what an order of which nothing is known starts from", rest, ""));
            rest = 0;
        }

        parts.AddRange(alert.Reasons.Where(r => r.Code != "start"));
        if (Math.Abs(rest) > Negligible)
            parts.Add(new Reason("rest", "Not explained", "rest", "the parts that are told do not add up to the risk; report this", rest, ""));

        var steps = new List<WaterfallStep>(parts.Count);
        double sum = 0;
        foreach (Reason part in parts)
        {
            steps.Add(new WaterfallStep(part, sum, sum + part.LogOdds));
            sum += part.LogOdds;
        }

        return steps;
    }
}
