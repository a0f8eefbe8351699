namespace Screening.Records;

/// <summary>What a party is.</summary>
public enum PartyKind : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A cloud of continental size.</summary>
    Hyperscaler,

    /// <summary>A cloud that rents accelerators.</summary>
    Neocloud,

    /// <summary>A university or research institute.</summary>
    University,

    /// <summary>A company that uses the goods in its business.</summary>
    Enterprise,

    /// <summary>A government body.</summary>
    Government,

    /// <summary>Buys to sell on.</summary>
    Reseller,

    /// <summary>Sells a maker's goods in a region.</summary>
    Distributor,

    /// <summary>Makes goods.</summary>
    Manufacturer,

    /// <summary>Outsourced assembly and test.</summary>
    Osat,

    /// <summary>Buys materials of chip packaging.</summary>
    MaterialBuyer,

    /// <summary>Moves goods for others.</summary>
    Forwarder,

    /// <summary>A bank.</summary>
    Bank,

    /// <summary>Something else.</summary>
    Other,
}
