namespace Screening.Records;

/// <summary>What stands for a value that a record did not carry. Missing is not zero.</summary>
public static class Missing
{
    /// <summary>No party, place, country or text.</summary>
    public const int Symbol = -1;

    /// <summary>No amount.</summary>
    public const long Amount = long.MinValue;

    /// <summary>No moment.</summary>
    public const long Moment = long.MinValue;
}
