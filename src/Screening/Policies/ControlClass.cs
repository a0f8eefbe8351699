namespace Screening.Policies;

/// <summary>What the controls on advanced computing (15 CFR 774, 3A090 and 4A090) make of a product.</summary>
public enum ControlClass : byte
{
    /// <summary>A figure or a threshold that decides is not known. Not the same as none.</summary>
    NotAssessable,

    /// <summary>In none of these classes; other controls may hold.</summary>
    None,

    /// <summary>Outside the classes by its figures, and yet caught by an individual notice to its maker, such as the H20.</summary>
    Notified,

    /// <summary>3A090.c: high-bandwidth memory.</summary>
    Memory3A090C,

    /// <summary>3A090.b: an integrated circuit or card below .a.</summary>
    Part3A090B,

    /// <summary>3A090.a: an integrated circuit or card of the highest class.</summary>
    Part3A090A,

    /// <summary>4A090.b: a computer with a part of 3A090.b.</summary>
    System4A090B,

    /// <summary>4A090.a: a computer with a part of 3A090.a.</summary>
    System4A090A,
}
