using Screening.Records;

namespace Screening.Parties;

/// <summary>A listed name that a party's name is like.</summary>
/// <param name="Listed">The listed name; a text symbol.</param>
/// <param name="Likeness">How alike the two are, 0 to 1.</param>
/// <param name="IsTooBroad">Whether the listed name says nothing of its own, so that it counts as weak.</param>
public readonly record struct LikeName(int Listed, double Likeness, bool IsTooBroad);

/// <summary>
/// Which names of parties are like which listed names, among all names that a log ever told: from the review threshold on, by the name alone. Each pair of
/// different names is compared once, and what comes of it depends on the two alone, so that nothing that is told later changes it. Which party bears a name and
/// which entry is in force is for the reader to know.
/// </summary>
/// <remarks>What the log has told since is taken in when somebody asks. Any number of threads may ask as long as nobody appends to the log.</remarks>
public sealed class NamePairs
{
    private readonly EventLog _log;
    private readonly NameFolding _folding;
    private readonly Lock _updating = new();
    private readonly Dictionary<int, LikeName[]> _ofParty = [];
    private readonly Dictionary<int, List<int>> _partiesOf = [];
    private readonly Dictionary<int, string> _problems = [];
    private readonly List<(int[] Texts, NameIndex Index)> _indices = [];
    private readonly HashSet<int> _listed = [];
    private volatile int _profilesSeen, _namesSeen;

    internal NamePairs(EventLog log, NameFolding folding) => (_log, _folding) = (log, folding.With(TokenWeights.None));

    /// <summary>Scores from which something follows.</summary>
    public static NameThresholds Thresholds => NameThresholds.Default;

    /// <summary>How many different names of parties were asked.</summary>
    public int PartyNames => _ofParty.Count;

    /// <summary>The listed names that a party's name is like, in no order that means anything.</summary>
    /// <param name="name">The party's name; a text symbol.</param>
    public ReadOnlySpan<LikeName> Of(int name)
    {
        Update();
        return _ofParty.GetValueOrDefault(name);
    }

    /// <summary>The names of parties that are like a listed name; text symbols.</summary>
    public IReadOnlyList<int> PartiesLike(int listed)
    {
        Update();
        return _partiesOf.GetValueOrDefault(listed, []);
    }

    /// <summary>Why a party's name cannot be compared as it stands, as one sentence; null when it can, or when no party bears it.</summary>
    public string? Problem(int name)
    {
        Update();
        return _problems.GetValueOrDefault(name);
    }

    /// <summary>How many different listed names cannot be compared at all: they are found letter for letter only.</summary>
    public int ListedNotComparable { get; private set; }

    /// <summary>What becomes of each word of two names.</summary>
    public IReadOnlyList<TokenExplanation> Explain(string asked, string listed) => new NameMatcher(_folding).Explain(asked, listed);

    /// <summary>Takes in the names that the log has told since.</summary>
    /// <param name="threads">How many threads may compare at once; as many as there are if not given.</param>
    /// <param name="cancellation">Stops the comparing; the names are then taken in by the next who asks.</param>
    public void Update(int? threads = null, CancellationToken cancellation = default)
    {
        if (_profilesSeen == _log.Profiles.Count && _namesSeen == _log.ListedNames.Count) return;
        lock (_updating)
        {
            if (_profilesSeen == _log.Profiles.Count && _namesSeen == _log.ListedNames.Count) return;
            Take(new ParallelOptions { MaxDegreeOfParallelism = threads ?? -1, CancellationToken = cancellation });
        }
    }

    private void Take(ParallelOptions options)
    {
        int[] listed = NewListed(), parties = NewParties();
        int[] known = listed.Length == 0 ? [] : [.. _ofParty.Keys];
        NameIndex? added = listed.Length == 0 ? null : NameIndex.OfNames([.. listed.Select(Text)], _folding);
        LikeName[][] ofKnown = Ask(known, added is null ? [] : [(listed, added)], options);
        List<(int[] Texts, NameIndex Index)> indices = With(listed, added);
        LikeName[][] ofNew = Ask(parties, indices, options);

        // Nothing is changed before everything is found: a stop between leaves it as it was.
        (int[] Texts, NameIndex Index)[] grown = [.. indices];
        _indices.Clear();
        _indices.AddRange(grown);
        _listed.UnionWith(listed);
        ListedNotComparable += listed.Count(text => _folding.Fold(Text(text)).Tokens.Count == 0);
        for (int i = 0; i < known.Length; i++) Add(known[i], ofKnown[i]);
        for (int i = 0; i < parties.Length; i++)
        {
            _ofParty[parties[i]] = [];
            if (_folding.Fold(Text(parties[i])).Problem is { } problem) _problems[parties[i]] = problem;
            Add(parties[i], ofNew[i]);
        }

        _profilesSeen = _log.Profiles.Count;
        _namesSeen = _log.ListedNames.Count;
    }

    private void Add(int party, LikeName[] like)
    {
        if (like.Length == 0) return;
        _ofParty[party] = [.. _ofParty[party], .. like];
        foreach (LikeName one in like)
        {
            if (!_partiesOf.TryGetValue(one.Listed, out List<int>? parties)) _partiesOf[one.Listed] = parties = [];
            parties.Add(party);
        }
    }

    private int[] NewParties()
    {
        var names = new HashSet<int>();
        for (int row = _profilesSeen; row < _log.Profiles.Count; row++)
        {
            ref readonly PartyProfile profile = ref _log.Profiles[row];
            if (profile.Name != Missing.Symbol && !_ofParty.ContainsKey(profile.Name)) names.Add(profile.Name);
        }

        return [.. names];
    }

    private int[] NewListed()
    {
        var names = new HashSet<int>();
        for (int row = _namesSeen; row < _log.ListedNames.Count; row++)
        {
            int text = _log.ListedNames[row].Text;
            if (text != Missing.Symbol && !_listed.Contains(text)) names.Add(text);
        }

        return [.. names];
    }

    /// <summary>The indices with one more: it takes in those before it that are no larger, so that there are few however the names come.</summary>
    private List<(int[] Texts, NameIndex Index)> With(int[] listed, NameIndex? added)
    {
        List<(int[] Texts, NameIndex Index)> indices = [.. _indices];
        if (added is null) return indices;
        int[] texts = listed;
        while (indices.Count > 0 && indices[^1].Texts.Length <= texts.Length)
        {
            texts = [.. indices[^1].Texts, .. texts];
            indices.RemoveAt(indices.Count - 1);
        }

        indices.Add((texts, texts.Length == listed.Length ? added : NameIndex.OfNames([.. texts.Select(Text)], _folding)));
        return indices;
    }

    private LikeName[][] Ask(int[] names, List<(int[] Texts, NameIndex Index)> indices, ParallelOptions options)
    {
        var like = new LikeName[names.Length][];
        if (indices.Count == 0)
        {
            Array.Fill(like, []);
            return like;
        }

        string[] texts = [.. names.Select(Text)];
        Parallel.For(0, names.Length, options, () => new List<(int Entry, double Likeness, bool IsTooBroad)>(), (i, _, found) =>
        {
            FoldedName folded = _folding.Fold(texts[i]);
            var all = new List<LikeName>();
            foreach ((int[] listed, NameIndex index) in indices)
            {
                found.Clear();
                index.Like(folded, Thresholds.Review, found);
                all.AddRange(found.Select(f => new LikeName(listed[f.Entry], f.Likeness, f.IsTooBroad)));
            }

            like[i] = [.. all];
            return found;
        }, static _ => { });
        return like;
    }

    private string Text(int symbol) => _log.Symbols.Texts.Text(symbol)!;
}
