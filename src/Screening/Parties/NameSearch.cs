namespace Screening.Parties;

/// <summary>One question at a time to an index, in memory that is used again.</summary>
internal sealed class NameSearch
{
    /// <summary>Nothing below is ever told.</summary>
    public const double Floor = 0.45;

    private readonly NameIndex _index;
    private readonly NameParameters _by;
    private readonly NameWorkspace _work = new();
    private readonly float[] _asked, _listed;
    private readonly int[] _lastWord;
    private readonly bool[] _isForced;
    private readonly List<int> _touched = [];
    private readonly List<(float Bound, int Name)> _candidates = [];
    private readonly List<(int Word, int First, int Count, int Names, double Weight)> _words = [];
    private readonly List<int> _tokens = [];
    private readonly HashSet<int> _identified = [];
    private readonly Dictionary<int, FoundEntry> _best = [];
    private readonly PriorityQueue<int, double> _top = new();
    private double _floor = Floor;

    public NameSearch(NameIndex index)
    {
        (_index, _by) = (index, index.Parameters);
        int names = index.Names.Length;
        (_asked, _listed, _lastWord, _isForced) = (new float[names], new float[names], new int[names], new bool[names]);
    }

    /// <summary>Entries from the review threshold on, and the best others up to <paramref name="most"/>, best first.</summary>
    public IReadOnlyList<FoundEntry> Find(NameQuery query, FoldedName name, int most)
    {
        _best.Clear();
        _top.Clear();
        Identify(query);
        string[] address = AddressWords(query);
        if (name.Tokens.Count > 0)
        {
            Collect(name);
            Compare(query, name, address, most);
            Reset();
        }

        foreach (int entry in _identified)
        {
            if (!_best.ContainsKey(entry)) _best[entry] = new FoundEntry(entry, -1, 0, Circumstances.Weigh(query, _index.Entries[entry], address, hasIdentifier: true, 0, _index.Thresholds, null));
        }

        List<FoundEntry> sorted = [.. _best.Values];
        sorted.Sort(static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Entry.CompareTo(b.Entry));
        int kept = sorted.Count;
        while (kept > most && sorted[kept - 1].Score < _index.Thresholds.Review) kept--;
        return kept == sorted.Count ? sorted : sorted.GetRange(0, kept);
    }

    /// <summary>Every entry from a score on, by comparing with every name.</summary>
    public IReadOnlyList<FoundEntry> All(NameQuery query, FoldedName name, double from)
    {
        _best.Clear();
        Identify(query);
        string[] address = AddressWords(query);
        for (int n = 0; n < _index.Names.Length; n++) Take(query, name, n, address);
        return [.. _best.Values.Where(f => f.Score >= from).OrderByDescending(f => f.Score).ThenBy(f => f.Entry)];
    }

    /// <summary>A match with its reasons.</summary>
    public NameMatch Explain(NameQuery query, FoldedName name, in FoundEntry found)
    {
        ListEntry entry = _index.Entries[found.Entry];
        var told = new List<Circumstance>();
        Circumstances.Weigh(query, entry, AddressWords(query), _identified.Contains(found.Entry), found.NameScore, _index.Thresholds, told);
        if (found.Name < 0) return new NameMatch(entry, found.Score, 0, "", ListedNameKind.Name, [], told);
        IndexedName listed = _index.Names[found.Name];
        NameComparison.Compare(name, listed.Folded, _by, _work);
        return new NameMatch(entry, found.Score, found.NameScore, listed.Folded.Original, listed.Kind, WordByWord.Of(name, listed.Folded, _work.Pairs), told);
    }

    private void Identify(NameQuery query)
    {
        _identified.Clear();
        foreach (string identifier in query.Identifiers)
        {
            foreach (string key in IdentifierKeys.Of(identifier))
            {
                foreach (int entry in _index.ByIdentifier[HashPostings.Hash(key)])
                {
                    if (_index.Entries[entry].Identifiers.Any(i => IdentifierKeys.Of(i).Contains(key))) _identified.Add(entry);
                }
            }
        }
    }

    private static string[] AddressWords(NameQuery query) => string.IsNullOrWhiteSpace(query.Address) ? [] :
        [.. query.Address.Split([' ', ',', ';', '.', '/', '-', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= 3).Distinct(StringComparer.OrdinalIgnoreCase).Take(40)];

    /// <summary>Names that can reach the floor: by words that are alike, by other spaces, by first letters.</summary>
    private void Collect(FoldedName name)
    {
        _words.Clear();
        _tokens.Clear();
        NameToken[] words = name.TokenArray;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].IsMinor || words[i].Kind == TokenKind.Initial) continue;
            int first = _tokens.Count;
            double weight = words[i].Weight;
            int names = Alike(words[i], ref weight);
            _words.Add((i, first, _tokens.Count - first, names, weight));
        }

        _words.Sort(static (a, b) => a.Names != b.Names ? a.Names - b.Names : a.Word - b.Word);
        double rest = _words.Sum(w => w.Weight), all = rest, minor = name.Weight - words.Sum(w => w.IsMinor || w.Kind == TokenKind.Initial ? 0 : w.Weight);
        foreach ((int word, int first, int count, _, double weight) in _words)
        {
            // What is found by the commonest words alone cannot reach the floor: from here on only names that are known already count further.
            bool isNew = Bound(rest + minor, all - rest, 0, name) >= _floor;
            for (int t = first; t < first + count; t++) Count(_tokens[t], word, (float)weight, isNew);
            rest -= weight;
        }

        Spaces(name);
        Acronyms(name);
    }

    private void Count(int token, int word, float weight, bool isNew)
    {
        float listed = (float)_index.Tokens[token].Weight;
        foreach (int name in _index.Postings.AsSpan(_index.PostingStarts[token]..(_index.PostingStarts[token + 1])))
        {
            if (_lastWord[name] == 0)
            {
                if (!isNew) continue;
                _touched.Add(name);
            }

            _listed[name] += listed;
            if (_lastWord[name] == word + 1) continue;
            _lastWord[name] = word + 1;
            _asked[name] += weight;
        }
    }

    /// <summary>Words of the index that are like a word; how many names bear them. <paramref name="weight"/> becomes the greatest among them.</summary>
    private int Alike(NameToken word, ref double weight)
    {
        int first = _tokens.Count, names = 0;
        if (_index.TokenOf.TryGetValue(word.Text, out int same)) _tokens.Add(same);
        if (word.Kind == TokenKind.Number) return same >= 0 && _tokens.Count > first ? _index.PostingStarts[same + 1] - _index.PostingStarts[same] : 0;
        Span<uint> hashes = stackalloc uint[Deletions.Most];
        int count = Deletions.Hashes(word.Folded, TokenComparison.Errors(word.Folded.Length), hashes);
        foreach (uint hash in hashes[..count]) Add(_index.ByDeletion[hash], word, first);
        if (word.Sound.Length > 1) Add(_index.BySound[HashPostings.Hash(word.Sound)], word, first);
        if (word.Skeleton.Length > 1) Add(_index.BySkeleton[HashPostings.Hash(word.Skeleton)], word, first);
        for (int t = first; t < _tokens.Count; t++)
        {
            names += _index.PostingStarts[_tokens[t] + 1] - _index.PostingStarts[_tokens[t]];
            weight = Math.Max(weight, _index.Tokens[_tokens[t]].Weight);
        }

        return names;
    }

    private void Add(ReadOnlySpan<int> tokens, NameToken word, int first)
    {
        foreach (int token in tokens)
        {
            if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tokens)[first..].Contains(token)) continue;
            if (CanBeAlike(word, _index.Tokens[token])) _tokens.Add(token);
        }
    }

    // A word of the index stands for all that are compared as it; one of them may come from a script without vowels.
    private bool CanBeAlike(NameToken word, NameToken listed) =>
        TokenComparison.Compare(word, listed, _by).Likeness > 0 || (word.Skeleton.Length > 1 && word.Skeleton == listed.Skeleton && (word.IsAbjad || _index.HasAbjad));

    private void Spaces(FoldedName name)
    {
        NameToken[] words = name.TokenArray;
        Span<char> joined = stackalloc char[128];
        Force(name.CoreFolded, NameIndexBuilder.Wholes);
        if (name.FullFolded != name.CoreFolded) Force(name.FullFolded, NameIndexBuilder.Wholes);
        for (int first = 0; first < words.Length; first++)
        {
            if (words[first].Written.Length >= 4) Force(words[first].Written, NameIndexBuilder.Joins);
            for (int count = 2; count <= 3 && first + count <= words.Length; count++)
            {
                int length = NameIndexBuilder.Join(words, first, count, joined);
                if (length >= 4) Force(joined[..length], NameIndexBuilder.Singles);
            }
        }
    }

    private void Force(ReadOnlySpan<char> text, uint seed)
    {
        Span<uint> hashes = stackalloc uint[NameIndexBuilder.MostSpaceHashes];
        int count = NameIndexBuilder.SpaceHashes(text, seed, hashes);
        foreach (uint hash in hashes[..count])
        {
            foreach (int name in _index.BySpaces[hash]) Force(name);
        }
    }

    private void Acronyms(FoldedName name)
    {
        NameToken[] words = name.TokenArray;
        Span<char> letters = stackalloc char[6];
        for (int first = 0; first < words.Length; first++)
        {
            if (words[first] is { Kind: TokenKind.Plain, Written.Length: >= 2 and <= 6 } word && (words.Length > 1 || word.Written.Length > 2))
            {
                foreach (int found in _index.ByAcronym[HashPostings.Hash(word.Written)]) Force(found);
            }

            for (int count = 1; count <= 6 && first + count <= words.Length; count++)
            {
                letters[count - 1] = words[first + count - 1].Written[0];
                if (count < 2 || !_index.TokenOf.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..count], out int token) || _index.Tokens[token].Kind != TokenKind.Plain) continue;
                foreach (int found in _index.Postings.AsSpan(_index.PostingStarts[token].._index.PostingStarts[token + 1])) Force(found);
            }
        }
    }

    private void Force(int name)
    {
        if (_lastWord[name] == 0)
        {
            _lastWord[name] = int.MaxValue;
            _touched.Add(name);
        }

        _isForced[name] = true;
    }

    /// <summary>The most that a likeness can be: of words found so far and words that only one side has.</summary>
    private double Bound(double matched, double onlyAsked, double onlyListed, FoldedName name)
    {
        double extra = name.IsOrganisation ? _by.ExtraFirm : Math.Min(_by.ExtraFirm, _by.ExtraPerson);
        double cost = (extra * Math.Abs(onlyAsked - onlyListed)) + (_by.Conflict * Math.Min(onlyAsked, onlyListed));
        return matched <= 0 ? 0 : matched / (matched + Math.Max(0, cost)) * (cost > 1e-6 ? NameScore.MostFuzzy : 1);
    }

    /// <summary>Every name of the index whose score as a name is at least <paramref name="from"/>, by the name alone, in the order of the index.</summary>
    public void Like(FoldedName name, double from, List<(int Name, double Likeness)> found)
    {
        found.Clear();
        if (name.Tokens.Count == 0) return;
        _floor = from;
        _identified.Clear();
        Collect(name);
        Candidates(name, lifts: false);
        foreach ((_, int n) in _candidates)
        {
            double likeness = Likeness(name, _index.Names[n]);
            if (NameScore.Of(likeness, ListedNameKind.Name, _index.Names[n].IsTooBroad) >= from) found.Add((n, likeness));
        }

        Reset();
        _floor = Floor;
        found.Sort(static (a, b) => a.Name - b.Name);
    }

    private void Compare(NameQuery query, FoldedName name, string[] address, int most)
    {
        Candidates(name, query.Country is not null || address.Length > 0 || query.BornIn is not null || _identified.Count > 0);
        _candidates.Sort(static (a, b) => b.Bound != a.Bound ? b.Bound.CompareTo(a.Bound) : a.Name - b.Name);
        foreach ((float bound, int n) in _candidates)
        {
            if (bound < Enough(most)) break;
            if (Take(query, name, n, address) is { } score) Keep(score, most);
        }
    }

    /// <summary>What can reach the floor, of the names that were met. <paramref name="lifts"/>: whether circumstances can lift a score.</summary>
    private void Candidates(FoldedName name, bool lifts)
    {
        _candidates.Clear();
        double minor = name.TokenArray.Where(t => t.IsMinor || t.Kind == TokenKind.Initial).Sum(t => t.Weight), all = _words.Sum(w => w.Weight);
        bool hasInitial = name.TokenArray.Any(t => t.Kind == TokenKind.Initial);
        foreach (int n in _touched)
        {
            IndexedName listed = _index.Names[n];
            double bound = 1;
            if (!_isForced[n] && !listed.HasInitial)
            {
                double slack = (hasInitial ? minor : Math.Min(minor, listed.Minor)) + (hasInitial ? 0.5 : 0);
                bound = Bound(Math.Max(_asked[n], _listed[n]) + slack, Math.Max(0, all - _asked[n]), Math.Max(0, listed.Weight - _listed[n] - (hasInitial ? minor * 2.5 : 0)), name);
                if (lifts) bound = Math.Min(1, bound + ((1 - bound) * 0.8));
            }

            if (bound >= _floor) _candidates.Add(((float)bound, n));
        }
    }

    /// <summary>What a candidate must be able to reach: the worst of as many as are asked for, but never more than the review threshold.</summary>
    private double Enough(int most) => _top.Count < most || !_top.TryPeek(out _, out double worst) ? Floor : Math.Min(worst, _index.Thresholds.Review) - 1e-6;

    private void Keep(double score, int most)
    {
        _top.Enqueue(0, score);
        if (_top.Count > most) _top.Dequeue();
    }

    /// <summary>Compares with a name; the score when its entry was not found before.</summary>
    private double? Take(NameQuery query, FoldedName name, int n, string[] address)
    {
        IndexedName listed = _index.Names[n];
        double byName = NameScore.Of(Likeness(name, listed), listed.Kind, listed.IsTooBroad);
        if (byName < Floor) return null;
        double score = Circumstances.Weigh(query, _index.Entries[listed.Entry], address, _identified.Contains(listed.Entry), byName, _index.Thresholds, null);
        bool isKnown = _best.TryGetValue(listed.Entry, out FoundEntry best);
        if (!isKnown || score > best.Score) _best[listed.Entry] = new FoundEntry(listed.Entry, n, byName, score);
        return isKnown ? null : score;
    }

    private double Likeness(FoldedName name, IndexedName listed) =>
        listed.IsTooBroad ? (listed.Folded.Full == name.Full ? 1 : 0) : NameComparison.Compare(name, listed.Folded, _by, _work);

    private void Reset()
    {
        foreach (int name in _touched) (_asked[name], _listed[name], _lastWord[name], _isForced[name]) = (0, 0, 0, false);
        _touched.Clear();
    }
}
