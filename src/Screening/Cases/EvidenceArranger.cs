namespace Screening.Casework;

/// <summary>Who chose where evidence comes from: an auditor that sales or the customer picked is theirs (T32).</summary>
public enum EvidenceArranger : byte
{
    /// <summary>Compliance, or somebody on its behalf.</summary>
    Compliance,

    /// <summary>An authority.</summary>
    Authority,

    /// <summary>The customer.</summary>
    Customer,

    /// <summary>Sales.</summary>
    Sales,
}
