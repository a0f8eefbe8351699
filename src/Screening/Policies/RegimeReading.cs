namespace Screening.Policies;

/// <summary>Which reading of the law counts.</summary>
public enum RegimeReading : byte
{
    /// <summary>What the authority says it enforces.</summary>
    Enforced,

    /// <summary>What stands in the Code of Federal Regulations.</summary>
    Codified,
}
