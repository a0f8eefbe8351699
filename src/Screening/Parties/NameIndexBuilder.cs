namespace Screening.Parties;

/// <summary>Makes the parts of an index.</summary>
internal sealed class NameIndexBuilder
{
    /// <summary>Joined words of a listed name, asked by single words.</summary>
    public const uint Joins = 0x100;

    /// <summary>Single words of a listed name, asked by joined words.</summary>
    public const uint Singles = 0x200;

    /// <summary>Whole names without spaces.</summary>
    public const uint Wholes = 0x300;

    private const int ShortestJoin = 4;
    private const int ShortestDeletion = 6;
    private const int ShortestHalf = 11;
    private readonly List<IndexedName> _names = [];
    private readonly List<NameToken> _tokens = [];
    private readonly List<SetAsideName> _setAside = [];

    public NameIndexBuilder(IReadOnlyList<ListEntry> entries, NameFolding folding)
    {
        for (int e = 0; e < entries.Count; e++)
        {
            var taken = new HashSet<string>(StringComparer.Ordinal);
            Take(entries[e].Name, e, ListedNameKind.Name);
            foreach (string alias in entries[e].Aliases) Take(alias, e, ListedNameKind.Alias);
            foreach (string alias in entries[e].WeakAliases) Take(alias, e, ListedNameKind.WeakAlias);

            void Take(string name, int entry, ListedNameKind kind)
            {
                FoldedName folded = folding.Fold(name);
                if (folded.Tokens.Count == 0) _setAside.Add(new SetAsideName(entries[entry].EntryId, name, folded.Problem ?? "it holds nothing to compare"));
                else if (taken.Add(folded.Full)) Add(folded, entry, kind, entries[entry].EntryId);
            }
        }

        foreach (IndexedName name in _names.Where(n => !n.IsTooBroad))
        {
            foreach (NameToken token in name.Folded.TokenArray)
            {
                if (TokenOf.TryAdd(token.Text, _tokens.Count)) _tokens.Add(token);
            }
        }

        (Names, Tokens, SetAside) = ([.. _names], [.. _tokens], _setAside);
    }

    public IndexedName[] Names { get; }

    public NameToken[] Tokens { get; }

    public Dictionary<string, int> TokenOf { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SetAsideName> SetAside { get; }

    /// <summary>Names of each word: where they begin, and they.</summary>
    public (int[] Starts, int[] Names) TokenPostings()
    {
        int[] starts = new int[Tokens.Length + 1];
        Each((token, _) => starts[token + 1]++);
        for (int i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
        int[] at = [.. starts], names = new int[starts[^1]];
        Each((token, name) => names[at[token]++] = name);
        return (starts, names);

        void Each(Action<int, int> take)
        {
            for (int n = 0; n < Names.Length; n++)
            {
                if (Names[n].IsTooBroad) continue;
                NameToken[] tokens = Names[n].Folded.TokenArray;
                for (int i = 0; i < tokens.Length; i++)
                {
                    bool again = false;
                    for (int j = 0; j < i; j++) again |= tokens[j].Text == tokens[i].Text;
                    if (!again) take(TokenOf[tokens[i].Text], n);
                }
            }
        }
    }

    public HashPostings ByDeletion()
    {
        var pairs = new List<(uint, int)>();
        Span<uint> hashes = stackalloc uint[Deletions.Most];
        for (int t = 0; t < Tokens.Length; t++)
        {
            string folded = Tokens[t].Folded;
            int count = Deletions.Hashes(folded, TokenComparison.Errors(folded.Length), hashes);
            foreach (uint hash in hashes[..count]) pairs.Add((hash, t));
        }

        return new HashPostings(pairs);
    }

    public HashPostings BySound(Func<NameToken, string> sound) =>
        new([.. Tokens.Select((t, i) => (Sound: sound(t), Token: i)).Where(t => t.Sound.Length > 1).Select(t => (HashPostings.Hash(t.Sound), t.Token))]);

    /// <summary>
    /// Names by words without the spaces between them: exactly when very short, with each letter left out when short, else by either half without the two letters
    /// in the middle, for one error leaves a half whole.
    /// </summary>
    public HashPostings BySpaces()
    {
        var pairs = new List<(uint, int)>();
        Span<char> joined = stackalloc char[NameFolding.MostCharacters];
        for (int n = 0; n < Names.Length; n++)
        {
            FoldedName name = Names[n].Folded;
            if (Names[n].IsTooBroad)
            {
                pairs.Add((HashPostings.Hash(name.FullFolded, Wholes), n));
                continue;
            }

            NameToken[] tokens = name.TokenArray;
            Put(name.CoreFolded, Wholes, n);
            if (name.FullFolded != name.CoreFolded) Put(name.FullFolded, Wholes, n);
            for (int first = 0; first < tokens.Length; first++)
            {
                if (tokens[first].Written.Length >= ShortestJoin) Put(tokens[first].Written, Singles, n);
                for (int count = 2; count <= 3 && first + count <= tokens.Length; count++)
                {
                    int length = Join(tokens, first, count, joined);
                    if (length >= ShortestJoin) Put(joined[..length], Joins, n);
                }
            }
        }

        return new HashPostings(pairs);

        void Put(ReadOnlySpan<char> text, uint seed, int name)
        {
            int length = text.Length;
            pairs.Add((HashPostings.Hash(text, seed), name));
            if (length < ShortestDeletion) return;
            if (length < ShortestHalf)
            {
                for (int i = 0; i < length; i++) pairs.Add((Without(text, i, seed), name));
                return;
            }

            pairs.Add((HashPostings.Hash(text[..((length / 2) - 1)], seed + 1000 + ((uint)length * 2)), name));
            pairs.Add((HashPostings.Hash(text[((length / 2) + 1)..], seed + 1001 + ((uint)length * 2)), name));
        }
    }

    /// <summary>Most hashes that <see cref="SpaceHashes"/> gives.</summary>
    public const int MostSpaceHashes = 24;

    /// <summary>The hashes by which <see cref="BySpaces"/> finds a text and what is one error away from it.</summary>
    public static int SpaceHashes(ReadOnlySpan<char> text, uint seed, Span<uint> hashes)
    {
        int count = 0;
        hashes[count++] = HashPostings.Hash(text, seed);
        for (int i = 0; i < text.Length && text.Length is >= ShortestDeletion - 1 and <= ShortestHalf; i++) hashes[count++] = Without(text, i, seed);
        for (int length = Math.Max(ShortestHalf, text.Length - 1); length <= text.Length + 1; length++)
        {
            int first = (length / 2) - 1, second = length - (length / 2) - 1;
            if (first > text.Length || second > text.Length) continue;
            hashes[count++] = HashPostings.Hash(text[..first], seed + 1000 + ((uint)length * 2));
            hashes[count++] = HashPostings.Hash(text[^second..], seed + 1001 + ((uint)length * 2));
        }

        return count;
    }

    private static uint Without(ReadOnlySpan<char> text, int at, uint seed)
    {
        Span<char> rest = stackalloc char[ShortestHalf];
        text[..at].CopyTo(rest);
        text[(at + 1)..].CopyTo(rest[at..]);
        return HashPostings.Hash(rest[..(text.Length - 1)], seed);
    }

    /// <summary>Words without the spaces between them; their length.</summary>
    public static int Join(NameToken[] tokens, int first, int count, Span<char> joined)
    {
        int length = 0;
        for (int i = first; i < first + count; i++)
        {
            string word = tokens[i].Written;
            if (length + word.Length > joined.Length) return 0;
            word.CopyTo(joined[length..]);
            length += word.Length;
        }

        return length;
    }

    /// <summary>Names by the first letters of two to six neighbouring words.</summary>
    public HashPostings ByAcronym()
    {
        var pairs = new List<(uint, int)>();
        for (int n = 0; n < Names.Length; n++)
        {
            if (Names[n].IsTooBroad) continue;
            string letters = string.Concat(Names[n].Folded.TokenArray.Select(t => t.Written[0]));
            for (int first = 0; first < letters.Length; first++)
            {
                for (int length = 2; length <= 6 && first + length <= letters.Length; length++) pairs.Add((HashPostings.Hash(letters.AsSpan(first, length)), n));
            }
        }

        return new HashPostings(pairs);
    }

    /// <summary>Entries by the letters and digits of each of their numbers, and of each part of one.</summary>
    public static HashPostings ByIdentifier(IReadOnlyList<ListEntry> entries)
    {
        var pairs = new List<(uint, int)>();
        for (int e = 0; e < entries.Count; e++)
        {
            foreach (string identifier in entries[e].Identifiers)
            {
                foreach (string key in IdentifierKeys.Of(identifier)) pairs.Add((HashPostings.Hash(key), e));
            }
        }

        return new HashPostings(pairs);
    }

    private void Add(FoldedName folded, int entry, ListedNameKind kind, string entryId)
    {
        if (folded.IsTooBroad) _setAside.Add(new SetAsideName(entryId, folded.Original, "its words say nothing of their own; it is found letter for letter only"));
        double minor = 0;
        foreach (NameToken token in folded.TokenArray)
        {
            if (token.IsMinor || token.Kind == TokenKind.Initial) minor += token.Weight;
        }

        _names.Add(new IndexedName(folded, entry, kind, folded.Weight - minor, minor, folded.TokenArray.Any(t => t.Kind == TokenKind.Initial), folded.IsTooBroad));
    }
}
