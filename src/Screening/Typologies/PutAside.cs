namespace Screening.Typologies;

/// <summary>A reviewer's "not this one" that holds for a match.</summary>
/// <param name="By">Who said so.</param>
/// <param name="Until">Last day on which it holds.</param>
/// <param name="Reason">Why.</param>
public sealed record PutAside(string By, DateOnly Until, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"put aside by {By} until {Until:yyyy-MM-dd}: {Reason}");
}
