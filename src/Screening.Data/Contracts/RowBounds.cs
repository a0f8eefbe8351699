namespace Screening.Data.Contracts;

/// <summary>How many rows a delivery may have.</summary>
/// <param name="Minimum">The fewest, itself accepted; null when there is no such bound.</param>
/// <param name="Maximum">The most, itself accepted; null when there is no such bound.</param>
public readonly record struct RowBounds(long? Minimum, long? Maximum)
{
    /// <summary>True when a delivery may have so many rows.</summary>
    public bool Accept(long rows) => !(rows < Minimum) && !(rows > Maximum);

    /// <summary>The accepted range in words, such as <c>1 to 5000</c> or <c>at most 5000</c>; empty without a bound.</summary>
    public override string ToString() => (Minimum, Maximum) switch
    {
        ({ } least, { } most) => FormattableString.Invariant($"{least} to {most}"),
        ({ } least, null) => FormattableString.Invariant($"at least {least}"),
        (null, { } most) => FormattableString.Invariant($"at most {most}"),
        _ => "",
    };
}
