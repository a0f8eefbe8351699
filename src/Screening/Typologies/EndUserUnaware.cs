using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T18: the end user, asked, denied the order or knew nothing of it. That it was not asked is no such sign, but nothing is cleared by it.</summary>
public sealed class EndUserUnaware : Typology
{
    private readonly int _value, _denied;

    /// <summary>Binds the typology.</summary>
    public EndUserUnaware(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) => (_value, _denied) = (Column("order_value_usd"), Column("end_user_denied"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T18", "End user unaware of the order", "unaware",
        "The Substrate, How banned AI chips end up in China (15 May 2026): 170 million USD of servers whose named end user had never heard of the order; EAR 732 Supplement 3",
        [
            new("large_usd", "USD", 1000, 1_000_000_000, "value from which an order without an answer of its end user is not cleared"),
        ])
    {
        RestsOn = ["end-user statement or call-back"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double value = order.Row[_value], denied = order.Row[_denied];
        if (denied == 1) return Finding.Found(1, $"asked about {Words.Usd(value)} of goods, {Mention.EndUser} denied the order or knew nothing of it");
        bool isUnknown = double.IsNaN(denied) && value >= Parameter("large_usd");
        return isUnknown ? Finding.NotAssessed($"call-back: {Mention.EndUser} has not answered") : Finding.Clear;
    }
}
