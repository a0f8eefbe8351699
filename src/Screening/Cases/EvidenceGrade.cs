namespace Screening.Casework;

/// <summary>What evidence is worth, the least first; only the last three do not come from the customer.</summary>
public enum EvidenceGrade : byte
{
    /// <summary>The customer says so.</summary>
    SelfDeclared,

    /// <summary>The customer's own document, such as an end-user certificate.</summary>
    CustomerDocument,

    /// <summary>A public register.</summary>
    Registry,

    /// <summary>The landlord or the utility of the site.</summary>
    LandlordOrUtility,

    /// <summary>Somebody went there.</summary>
    SiteVisit,
}
