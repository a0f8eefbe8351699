namespace Screening.Risk.Trees;

/// <summary>How a slot is made of a value.</summary>
internal enum SlotKind
{
    /// <summary>NaN goes left.</summary>
    MissingLeft,

    /// <summary>NaN goes right.</summary>
    MissingRight,

    /// <summary>NaN and zero go left.</summary>
    NearZeroLeft,

    /// <summary>NaN and zero go right.</summary>
    NearZeroRight,

    /// <summary>Members of a set go left.</summary>
    InCategories,
}
