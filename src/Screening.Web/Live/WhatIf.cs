using Screening.Risk;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>What would change the ruling on an order that stands, by the engine as it is now. For those who see everything: to a seller it would be a manual.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Risk">Its risk now, 0 to 1.</param>
/// <param name="Ruling">The ruling by score and signs, whatever people hold.</param>
/// <param name="IsHeld">Whether people hold it, which no quantity changes.</param>
/// <param name="Changes">What would let it pass, in sentences; none when nothing that was tried does.</param>
internal sealed record WhatIf(string OrderId, double Risk, Ruling Ruling, bool IsHeld, IReadOnlyList<string> Changes)
{
    /// <summary>Tries; runs on the engine's thread. Nothing is learnt.</summary>
    /// <returns><c>null</c> where the order is not known, or has gone.</returns>
    public static WhatIf? Of(Decider decider, string orderId)
    {
        if (StandingOrder.Of(decider.Scoring.Log, orderId) is not { } order) return null;
        Ruled now = decider.Rule(order);
        var changes = new List<string>();
        if (now.ByScore != Ruling.Release)
        {
            LineRequest main = order.Lines.MaxBy(l => l.ValueCents)!;
            if (DryRuns.MostUnits(decider, order, static look => look.ByScore) is { } units)
            {
                changes.Add(units == 0
                    ? "No quantity of its goods would pass, not even one unit: what speaks against it is not how much was ordered."
                    : FormattableString.Invariant($"Up to {units:#,0} of {main.QuantityThousandths / 1000.0:#,0.###} units of {main.ProductId} would pass, the other lines in proportion."));
            }

            if (order.EndUser is not null)
            {
                Ruled confirmed = decider.Rule(order, isConfirmed: true);
                changes.Add(confirmed.ByScore == Ruling.Release
                    ? "It would pass if its end user, called back on a number that the customer did not give, confirmed it."
                    : FormattableString.Invariant($"A call-back that confirms it would not be enough: risk {confirmed.Scored.Assessment.Risk:0.000} then, {now.Scored.Assessment.Risk:0.000} now."));
            }
        }

        return new WhatIf(orderId, now.Scored.Assessment.Risk, now.ByScore, now.Ruling != now.ByScore, changes);
    }
}
