using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T35: somebody has said something of the order, of a party on it, or of one linked with it.</summary>
public sealed class TipReceived : Typology
{
    private static readonly string[] s_sources = ["of unknown reliability", "of low reliability", "of medium reliability", "of high reliability"];
    private readonly int _open, _reliability, _days, _weight, _linked;

    /// <summary>Binds the typology.</summary>
    public TipReceived(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_open, _reliability, _days) = (Column("order_open_tips"), Column("order_tip_reliability"), Column("order_days_since_tip"));
        (_weight, _linked) = (Column("order_tip_weight"), Column("linked_open_tips"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T35", "A tip names the order or its parties", "tip received", "The Substrate, on whistleblowers; a lead, not evidence",
        [
            new("weight", "tips", 0.01, 10, "weight of the tips, 1 each when it came in and half as much after every 180 days, from which the sign is found"),
            new("linked_strength", "1", 0.05, 1, "strength of the sign when only a linked party is named"),
        ])
    {
        RestsOn = ["tip"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double open = order.Row[_open], weight = order.Row[_weight], linked = order.Row[_linked];
        if (weight >= Parameter("weight"))
        {
            if (open == 0) return Finding.Found(Finding.StrengthOf(weight / Parameter("weight")), "a confirmed tip names the order or a party on it");
            double reliability = order.Row[_reliability];
            string source = double.IsNaN(reliability) ? s_sources[0] : s_sources[(int)reliability];
            return Finding.Found(
                Finding.StrengthOf(weight / Parameter("weight") * (1 + (double.IsNaN(reliability) ? 0 : reliability))),
                $"{Words.Count(open, "open tip")} on the order or a party on it, the best source {source}, the latest {Words.Days(order.Row[_days])} old");
        }

        return linked > 0 ? Finding.Found(Parameter("linked_strength"), $"{Words.Count(linked, "open tip")} on {Mention.Subject} or parties linked with it") : Finding.Clear;
    }
}
