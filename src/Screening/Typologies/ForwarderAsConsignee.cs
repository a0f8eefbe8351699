using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T24: a freight forwarder or bank as the one who receives the goods in the end, or a way that ends in a free zone.</summary>
public sealed class ForwarderAsConsignee : Typology
{
    private readonly int _intermediary, _agent, _roles, _named, _value, _zone;

    /// <summary>Binds the typology.</summary>
    public ForwarderAsConsignee(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_intermediary, _agent, _roles) = (Column("consignee_is_intermediary"), Column("consignee_is_forwarding_agent"), Column("consignee_roles"));
        (_named, _value, _zone) = (Column("order_names_end_user"), Column("order_value_usd"), Column("route_ends_in_free_zone"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T24", "Freight forwarder as final consignee", "forwarder",
        "EAR 732 Supplement 3, red flag 9: a freight forwarding firm is listed as the product's final destination; FinCEN and BIS notice FIN-2023-GLOBALEXPORT",
        [
            new("least_usd", "USD", 0, 1_000_000_000, "value of the order below which it does not matter"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_value] < Parameter("least_usd")) return Finding.Clear;
        bool isZone = order.Row[_zone] == 1;
        string endUser = order.Row[_named] == 0 ? ", and no end user is named" : "";
        if (double.IsNaN(order.Row[_roles]) && !isZone) return Finding.NotAssessed("consignee: no ultimate consignee is named");
        bool isAgent = order.Row[_agent] == 1, isIntermediary = order.Row[_intermediary] == 1;
        if (!isAgent && !isIntermediary && isZone)
            return Finding.Found(order.Row[_named] == 0 ? 0.6 : 0.4, $"{Words.Usd(order.Row[_value])} of goods end their way in a free zone{endUser}");
        if (!isAgent && !isIntermediary)
            return double.IsNaN(order.Row[_intermediary]) ? Finding.NotAssessed($"consignee: it is not known what kind of company {Mention.Consignee} is") : Finding.Clear;
        string who = isIntermediary ? isAgent ? "a forwarder, the order's own" : "a forwarder or bank" : "the order's forwarding agent";
        string zone = isZone ? " that end their way in a free zone" : "";
        return Finding.Found(
            (isIntermediary ? 0.7 : 0.5) + (order.Row[_named] == 0 ? 0.2 : 0) + (isZone ? 0.05 : 0),
            $"{Words.Usd(order.Row[_value])} of goods{zone} for {Mention.Consignee}, {who}{endUser}");
    }
}
