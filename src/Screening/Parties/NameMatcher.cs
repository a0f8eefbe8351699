namespace Screening.Parties;

/// <summary>Scores one name against another, without a list. For one thread.</summary>
/// <param name="folding">Takes names apart.</param>
public sealed class NameMatcher(NameFolding folding)
{
    private readonly NameWorkspace _work = new();
    private readonly NameParameters _parameters = NameParameters.Default;

    internal NameMatcher(NameFolding folding, NameParameters parameters)
        : this(folding) => _parameters = parameters;

    /// <summary>From 0 for nothing in common to below 1; the scale of <see cref="NameScore"/>. 0 also where a name holds nothing to compare, which is no "no": see <see cref="FoldedName.Problem"/>.</summary>
    public double Score(string? first, string? second) => Score(folding.Fold(first), folding.Fold(second));

    /// <summary>As before, of names that were taken apart.</summary>
    public double Score(FoldedName first, FoldedName second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return NameScore.Of(NameComparison.Compare(first, second, _parameters, _work), isAlias: false, isWeak: false);
    }

    /// <summary>What becomes of each word of two names; empty where one holds nothing to compare.</summary>
    public IReadOnlyList<TokenExplanation> Explain(string? asked, string? listed)
    {
        (FoldedName from, FoldedName to) = (folding.Fold(asked), folding.Fold(listed));
        NameComparison.Compare(from, to, _parameters, _work);
        return WordByWord.Of(from, to, _work.Pairs);
    }
}
