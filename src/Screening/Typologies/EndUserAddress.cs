using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T17: an end user whose address cannot house what it orders, or that nobody independent has seen there.</summary>
public sealed class EndUserAddress : Typology
{
    private readonly int _value, _named, _address, _evidence, _sites;

    /// <summary>Binds the typology.</summary>
    public EndUserAddress(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_value, _named) = (Column("order_value_usd"), Column("order_names_end_user"));
        (_address, _evidence, _sites) = (Column("end_user_address_grade"), Column("end_user_address_evidence"), Column("end_user_verified_power_kw"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T17", "End user not at its address", "not there",
        "The Substrate, How banned AI chips end up in China (15 May 2026): 205 H100 for an end user that was not at its address; BIS guidance of 13 May 2025",
        [
            new("large_usd", "USD", 1000, 1_000_000_000, "value from which an order counts as large"),
            new("evidence", "grade", 1, 5, "evidence from which an address counts as confirmed: 3 is a registry"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double value = order.Row[_value], address = order.Row[_address], evidence = order.Row[_evidence];
        if (value < Parameter("large_usd")) return Finding.Clear;
        if (order.Row[_named] == 0) return Finding.NotAssessed("address: no end user is named");
        if (double.IsNaN(evidence)) return Finding.NotAssessed($"address: nothing is known of {Mention.EndUser}");
        bool isConfirmed = evidence >= Parameter("evidence");
        if (address >= 1)
        {
            string what = address switch { >= 3 => "a home", >= 2 => "a virtual office", _ => "a forwarder's" };
            string elsewhere = double.IsNaN(order.Row[_sites]) ? ", and no site of it is confirmed" : ", though a site of it is confirmed";
            return Finding.Found(double.IsNaN(order.Row[_sites]) ? 0.6 + (0.1 * address) : 0.3, $"{Words.Usd(value)} ordered for {Mention.EndUser}, whose address is {what}{elsewhere}");
        }

        if (isConfirmed) return Finding.Clear;
        return Finding.NotAssessed(evidence == 0 ? $"address: nobody has said that {Mention.EndUser} is at its address" : $"address: only the customer says that {Mention.EndUser} is at its address");
    }
}
