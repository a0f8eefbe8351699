namespace Screening.Records;

/// <summary>What an ultimate consignee is (15 CFR 30.6).</summary>
public enum UltimateConsigneeType : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Uses or consumes the goods.</summary>
    DirectConsumer,

    /// <summary>A government body.</summary>
    Government,

    /// <summary>Sells them on.</summary>
    Reseller,

    /// <summary>Something else.</summary>
    Other,
}
