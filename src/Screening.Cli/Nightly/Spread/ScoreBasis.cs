namespace Screening.Cli.Nightly.Spread;

/// <summary>What scores rest on, by hash: of two that are equal every look has the same score.</summary>
/// <param name="Terms">Policy, models and what was put aside: <see cref="ScoreTerms.Id"/>.</param>
/// <param name="Rows">The values of all tasks.</param>
/// <param name="Usual">What is usual by them; empty without any order to fit to.</param>
internal sealed record ScoreBasis(string Terms, string Rows, string Usual)
{
    /// <summary>In what it differs from another, in words; <c>null</c> when in nothing.</summary>
    public string? Differs(ScoreBasis? other) =>
        other is null ? "nothing that is known" : Terms != other.Terms ? "another policy, model or dismissals" : Rows != other.Rows ? "other values" : Usual != other.Usual ? "another fit" : null;
}
