namespace Screening.Records;

/// <summary>What the rows of all kinds but orders have in common: a key is told, told again, and may be gone.</summary>
internal interface ITelling
{
    /// <summary>When the telling became known.</summary>
    long KnownAt { get; }

    /// <summary>Row of the telling of the same key before this one, itself perhaps one that says the key is gone, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    int Previous { get; }

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    bool IsGone { get; }
}
