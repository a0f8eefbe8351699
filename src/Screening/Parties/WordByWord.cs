namespace Screening.Parties;

/// <summary>What became of each word of two names.</summary>
internal static class WordByWord
{
    /// <summary>The pairs in the order of the asked name, then what is not found on either side.</summary>
    public static IReadOnlyList<TokenExplanation> Of(FoldedName name, FoldedName listed, IReadOnlyList<TokenPair> pairs)
    {
        var words = new List<TokenExplanation>();
        foreach (TokenPair pair in pairs.OrderBy(p => p.From))
        {
            double weight = 0;
            for (int i = pair.From; i < pair.From + pair.FromCount; i++) weight += name.TokenArray[i].Weight;
            words.Add(new TokenExplanation(Written(name, pair.From, pair.FromCount), Written(listed, pair.To, pair.ToCount), pair.Kind, pair.Likeness, weight));
        }

        HashSet<int> from = [.. pairs.SelectMany(p => Enumerable.Range(p.From, p.FromCount))], to = [.. pairs.SelectMany(p => Enumerable.Range(p.To, p.ToCount))];
        words.AddRange(name.TokenArray.Where((_, i) => !from.Contains(i)).Select(t => new TokenExplanation(t.Written, null, TokenMatchKind.None, 0, t.Weight)));
        words.AddRange(listed.TokenArray.Where((_, i) => !to.Contains(i)).Select(t => new TokenExplanation(null, t.Written, TokenMatchKind.None, 0, t.Weight)));
        return words;
    }

    private static string Written(FoldedName name, int first, int count) => string.Join(' ', name.TokenArray.AsSpan(first, count).ToArray().Select(t => t.Written));
}
