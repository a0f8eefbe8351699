using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T11: after control tightened, a country buys what others no longer do.</summary>
public sealed class DemandSurge : Typology
{
    private readonly int _times, _hub, _lines;

    /// <summary>Binds the typology.</summary>
    public DemandSurge(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_times, _hub, _lines) = (Column("destination_surge_ratio"), Column("route_hub_tier"), Column("order_controlled_lines"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T11", "Demand surge through a third country after a control", "demand surge",
        "The Substrate, How banned AI chips end up in China (15 May 2026): to which other countries did exports surge after we controlled them",
        [
            new("times", "1", 1.1, 1000, "growth of the destination over that of all others from which the sign is found"),
            new("tier", "tier", 0, 2, "hub tier from which it means something"),
        ])
    {
        RestsOn = ["control event"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        // Where no rule is recent or a lane is thin there is nothing to compare; that is no lack in the order.
        double times = order.Row[_times];
        if (double.IsNaN(times) || order.Row[_lines] == 0 || order.Row[_hub] < Parameter("tier") || times <= Parameter("times")) return Finding.Clear;
        return Finding.Found(
            Finding.StrengthOf(times / Parameter("times")),
            $"since control of such goods tightened, orders for the destination{Mention.Destination} grew {Words.Times(times)} as much as for all other countries");
    }
}
