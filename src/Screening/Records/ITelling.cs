namespace Screening.Records;

/// <summary>What the rows of all kinds but orders have in common: a key is told, told again, and may be gone.</summary>
/// <typeparam name="TSelf">The row.</typeparam>
/// <typeparam name="TKey">What names what it is about; <see cref="Missing.Symbol"/> names nothing, and the row stands for itself.</typeparam>
internal interface ITelling<TSelf, TKey>
    where TSelf : struct, ITelling<TSelf, TKey>
    where TKey : notnull
{
    /// <summary>What is told of.</summary>
    TKey Key { get; }

    /// <summary>When the telling became known.</summary>
    long KnownAt { get; }

    /// <summary>Row of the telling of the same key before this one, itself perhaps one that says the key is gone, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    int Previous { get; }

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    bool IsGone { get; }

    /// <summary>The same words as a telling of another moment.</summary>
    TSelf Told(long knownAt, int previous, bool isGone);
}
