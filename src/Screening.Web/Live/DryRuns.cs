using Screening.Risk;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>Answers to orders that are not placed. Sellers get the ruling alone: more would be a manual for evasion.</summary>
internal static class DryRuns
{
    private const int MostLooks = 24;

    /// <summary>The answer; runs on the engine's thread.</summary>
    /// <param name="decider">The engine.</param>
    /// <param name="order">The order.</param>
    /// <param name="isFull">Whether it is for somebody who sees everything.</param>
    public static byte[] Answer(Decider decider, OrderRequest order, bool isFull)
    {
        // Sentences are made where somebody reads them.
        Judged? judged = isFull ? decider.Peek(order) : null;
        Ruled? ruled = isFull ? null : decider.Rule(order);
        Ruling ruling = judged?.Ruling ?? ruled!.Value.Ruling;
        return JsonBytes.Of(json =>
        {
            json.WriteBoolean("dry_run", true);
            json.WriteString("decision", Rulings.Word(ruling));
            json.WriteString("as_of", OrderWriter.Moment(judged?.AsOf ?? ruled!.Value.AsOf));
            if (judged is not null)
            {
                json.WritePropertyName("answer");
                json.WriteStartObject();
                Answers.ForAnalyst(order, judged, decider.Scoring.Versions)(json);
                json.WriteEndObject();
                json.WriteStartArray("would_pass");
                if (ruling != Ruling.Release && MostUnits(decider, order, static look => look.Ruling) is { } units)
                {
                    json.WriteStringValue(units == 0
                        ? "with no quantity of the order's goods"
                        : FormattableString.Invariant($"up to {units:#,0} units of {order.Lines.MaxBy(l => l.ValueCents)!.ProductId}, the other lines in proportion"));
                }

                if (ruling != Ruling.Release && order.EndUser is not null && decider.Rule(order, isConfirmed: true).Ruling == Ruling.Release)
                    json.WriteStringValue("with an end user who is called back and confirms the order");
                json.WriteEndArray();
            }
        });
    }

    // Most whole units of the line of greatest value with which the order would be released, the other lines in proportion, by halving: what is found is
    // released and one step more is not. Risk need not grow with every unit, so that it is a bound that holds, not the only one. 0 where not even one unit is.
    internal static long? MostUnits(Decider decider, OrderRequest order, Func<Ruled, Ruling> ruling)
    {
        LineRequest main = order.Lines.MaxBy(l => l.ValueCents)!;
        long units = main.QuantityThousandths / 1000;
        if (units < 1) return null;
        bool Passes(long of) => ruling(decider.Rule(Scaled(order, of * 1000.0 / main.QuantityThousandths))) == Ruling.Release;
        if (!Passes(1)) return 0;
        (long passes, long fails) = (1, units);
        for (int look = 0; look < MostLooks && fails - passes > 1; look++)
        {
            long middle = passes + ((fails - passes) / 2);
            if (Passes(middle)) passes = middle;
            else fails = middle;
        }

        return passes;
    }

    private static OrderRequest Scaled(OrderRequest order, double by) => order with
    {
        Lines = [.. order.Lines.Select(l => l with { QuantityThousandths = Math.Max(1, (long)Math.Round(l.QuantityThousandths * by)), ValueCents = (long)Math.Round(l.ValueCents * by) })],
    };
}
