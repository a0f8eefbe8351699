namespace Screening.Policies;

/// <summary>How a told control class stands to the computed one.</summary>
public enum ClassAgreement : byte
{
    /// <summary>One of them is not known.</summary>
    CannotCompare,

    /// <summary>They say the same.</summary>
    Agree,

    /// <summary>The told class asks for a licence in more cases.</summary>
    ToldIsStricter,

    /// <summary>The computed class asks for a licence in more cases.</summary>
    ComputedIsStricter,

    /// <summary>They differ, and neither is the stricter: a computer told as a part.</summary>
    Differ,
}
