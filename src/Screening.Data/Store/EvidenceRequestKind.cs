namespace Screening.Data.Store;

/// <summary>What is asked for.</summary>
public enum EvidenceRequestKind : byte
{
    /// <summary>A certificate of the end user: the customer's own document.</summary>
    EndUserCertificate,

    /// <summary>A call to a number that the customer did not give.</summary>
    CallBack,

    /// <summary>A visit to the site.</summary>
    SiteVisit,

    /// <summary>The landlord's or the utility's confirmation.</summary>
    LandlordOrUtility,
}
