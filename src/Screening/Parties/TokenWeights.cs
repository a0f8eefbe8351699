namespace Screening.Parties;

/// <summary>How much a word tells, by how many names bear it: a word of ten names tells all, TRADING little.</summary>
public sealed class TokenWeights
{
    private const double Least = 0.35;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly double _log;

    private TokenWeights(IEnumerable<FoldedName> names)
    {
        int count = 0;
        foreach (FoldedName name in names)
        {
            count++;
            foreach (string word in name.Tokens.Select(t => t.Text).Distinct(StringComparer.Ordinal)) _names[word] = _names.GetValueOrDefault(word) + 1;
        }

        _log = Math.Log(Math.Max(count, 1) / 10.0);
    }

    /// <summary>No counts: every word that no table knows weighs 1.</summary>
    public static TokenWeights None { get; } = new([]);

    /// <summary>Weights by the names of lists and customers together.</summary>
    public static TokenWeights Of(IEnumerable<FoldedName> names) => new(names);

    /// <summary>From 0.35 for a word that all names bear to 1 for one that ten or fewer bear, or of which nothing is known.</summary>
    public double Of(string word)
    {
        int names = _names.GetValueOrDefault(word);
        if (names <= 1 || _log <= 0) return 1;

        // A word that all bear weighs least, one that ten bear or fewer all; between, by the logarithm.
        double share = Math.Log(names / 10.0) / _log;
        return Math.Clamp(1 - (Math.Max(0, share) * (1 - Least)), Least, 1);
    }
}
