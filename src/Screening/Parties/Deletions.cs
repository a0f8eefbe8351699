namespace Screening.Parties;

/// <summary>
/// Words that are so few typing errors apart share a word with letters left out (symmetric deletion, W. Garbe's SymSpell): of the first letters, none, one or two
/// are left out on both sides.
/// </summary>
internal static class Deletions
{
    /// <summary>How many letters at the beginning are looked at.</summary>
    public const int Prefix = 7;

    /// <summary>Most hashes of one word: 1 + 7 + 21.</summary>
    public const int Most = 29;

    /// <summary>Hashes of the word's beginning with up to so many letters left out.</summary>
    public static int Hashes(ReadOnlySpan<char> word, int errors, Span<uint> hashes)
    {
        ReadOnlySpan<char> prefix = word[..Math.Min(Prefix, word.Length)];
        Span<char> one = stackalloc char[Prefix], two = stackalloc char[Prefix];
        int count = 0;
        hashes[count++] = HashPostings.Hash(prefix);
        if (errors == 0) return count;
        for (int i = 0; i < prefix.Length; i++)
        {
            int length = Without(prefix, i, one);
            hashes[count++] = HashPostings.Hash(one[..length]);
            for (int j = i; errors > 1 && j < length; j++) hashes[count++] = HashPostings.Hash(two[..Without(one[..length], j, two)]);
        }

        return count;
    }

    private static int Without(ReadOnlySpan<char> word, int at, Span<char> rest)
    {
        word[..at].CopyTo(rest);
        word[(at + 1)..].CopyTo(rest[at..]);
        return word.Length - 1;
    }
}
