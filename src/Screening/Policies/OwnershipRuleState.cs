namespace Screening.Policies;

/// <summary>Whether the 50 % ownership rule holds.</summary>
public enum OwnershipRuleState : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>There is no such rule.</summary>
    Off,

    /// <summary>There is one, and it is suspended.</summary>
    Suspended,

    /// <summary>It holds.</summary>
    On,
}
