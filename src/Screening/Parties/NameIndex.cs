using System.Collections.Concurrent;

namespace Screening.Parties;

/// <summary>A listed name that is found letter for letter only, because it says nothing, or not at all, because it cannot be compared.</summary>
/// <param name="EntryId">Its entry.</param>
/// <param name="Name">The name.</param>
/// <param name="Why">Why, as one sentence.</param>
public sealed record SetAsideName(string EntryId, string Name, string Why);

/// <summary>
/// The names of lists in memory, built once, for any number of threads. A question finds every entry that a comparison with all of them would find from the
/// review threshold on; only a small part is compared.
/// </summary>
public sealed class NameIndex
{
    [ThreadStatic]
    private static List<(int Name, double Likeness)>? s_found;

    private readonly ConcurrentBag<NameSearch> _idle = [];
    private readonly NameFolding _folding;
    private readonly NameParameters _parameters;

    private NameIndex(IReadOnlyList<ListEntry> entries, NameFolding folding, NameParameters parameters, NameThresholds thresholds)
    {
        (Entries, _folding, _parameters, Thresholds) = (entries, folding, parameters, thresholds);
        var builder = new NameIndexBuilder(entries, folding);
        (Names, SetAside, Tokens, TokenOf) = (builder.Names, builder.SetAside, builder.Tokens, builder.TokenOf);
        (PostingStarts, Postings) = builder.TokenPostings();
        ByDeletion = builder.ByDeletion();
        BySound = builder.BySound(t => t.Sound);
        BySkeleton = builder.BySound(t => t.Skeleton);
        BySpaces = builder.BySpaces();
        ByAcronym = builder.ByAcronym();
        ByIdentifier = NameIndexBuilder.ByIdentifier(entries);
        HasAbjad = Names.Any(n => n.Folded.TokenArray.Any(t => t.IsAbjad));
    }

    /// <summary>The entries, in the order given.</summary>
    public IReadOnlyList<ListEntry> Entries { get; }

    /// <summary>How many names and aliases can be found.</summary>
    public int NameCount => Names.Length;

    /// <summary>Names that are found letter for letter only, or not at all.</summary>
    public IReadOnlyList<SetAsideName> SetAside { get; }

    /// <summary>Scores from which something follows.</summary>
    public NameThresholds Thresholds { get; }

    internal IndexedName[] Names { get; }

    internal NameToken[] Tokens { get; }

    internal Dictionary<string, int> TokenOf { get; }

    internal int[] PostingStarts { get; }

    internal int[] Postings { get; }

    internal HashPostings ByDeletion { get; }

    internal HashPostings BySound { get; }

    internal HashPostings BySkeleton { get; }

    internal HashPostings BySpaces { get; }

    internal HashPostings ByAcronym { get; }

    internal HashPostings ByIdentifier { get; }

    internal bool HasAbjad { get; }

    internal NameParameters Parameters => _parameters;

    /// <summary>Builds it. Words weigh by how many names of the entries and of <paramref name="customers"/> bear them.</summary>
    /// <param name="entries">Entries; an index of none answers with a problem, never with "clear".</param>
    /// <param name="folding">Takes names apart.</param>
    /// <param name="customers">Names of customers, or none.</param>
    /// <param name="thresholds">Scores from which something follows; the product's if not given.</param>
    public static NameIndex Build(IReadOnlyList<ListEntry> entries, NameFolding folding, IEnumerable<string>? customers = null, NameThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(folding);
        IEnumerable<string> names = entries.SelectMany(e => e.Aliases.Prepend(e.Name)).Concat(customers ?? []);
        NameFolding weighted = folding.With(TokenWeights.Of(names.Select(folding.Fold)));
        return new NameIndex(entries, weighted, NameParameters.Default, thresholds ?? NameThresholds.Default);
    }

    /// <summary>An index of names alone, each an entry of its own number, in which every word that no table knows weighs the same.</summary>
    internal static NameIndex OfNames(IReadOnlyList<string> names, NameFolding folding) =>
        new([.. names.Select(name => new ListEntry { EntryId = "", ListId = "", Name = name })], folding.With(TokenWeights.None), NameParameters.Default, NameThresholds.Default);

    /// <summary>Adds every name from a score on, by the name alone: the entry's number, the likeness, and whether the listed name says nothing of its own.</summary>
    internal void Like(FoldedName name, double from, List<(int Entry, double Likeness, bool IsTooBroad)> found)
    {
        NameSearch search = Rent();
        search.Like(name, from, s_found ??= []);
        foreach ((int n, double likeness) in s_found) found.Add((Names[n].Entry, likeness, Names[n].IsTooBroad));
        _idle.Add(search);
    }

    /// <summary>Looks for a name. Never throws for what the question holds: what cannot be compared is a hold that says why.</summary>
    /// <param name="query">Whom.</param>
    /// <param name="most">Most entries below the review threshold; from it on all are given.</param>
    public NameAnswer Find(NameQuery query, int most = 10)
    {
        ArgumentNullException.ThrowIfNull(query);
        FoldedName name = _folding.Fold(query.Name);
        NameSearch search = Rent();
        try
        {
            IReadOnlyList<FoundEntry> found = search.Find(query, name, most);
            List<NameMatch> matches = [.. found.Select(f => search.Explain(query, name, f))];
            string? problem = Entries.Count == 0 ? "no restricted-party list is loaded" : name.Problem;
            NameOutcome outcome = problem is not null ? NameOutcome.Hold
                : matches.Count == 0 || matches[0].Score < Thresholds.Review ? NameOutcome.Clear
                : matches[0].Score < Thresholds.Hold ? NameOutcome.Review : NameOutcome.Hold;
            return new NameAnswer(outcome, problem, matches);
        }
        finally
        {
            _idle.Add(search);
        }
    }

    /// <summary>The best entry and its score without reasons: for many names. An entry of -1 where nothing is found.</summary>
    public (int Entry, double Score, string? Problem) Best(NameQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        FoldedName name = _folding.Fold(query.Name);
        NameSearch search = Rent();
        IReadOnlyList<FoundEntry> found = search.Find(query, name, 1);
        (int Entry, double Score, string? Problem) best = (found.Count == 0 ? -1 : found[0].Entry, found.Count == 0 ? 0 : found[0].Score, name.Problem);
        _idle.Add(search);
        return best;
    }

    /// <summary>Every entry from a score on, by comparing with all names: what <see cref="Find"/> is held against.</summary>
    internal IReadOnlyList<FoundEntry> FindExhaustively(NameQuery query, double from)
    {
        FoldedName name = _folding.Fold(query.Name);
        return new NameSearch(this).All(query, name, from);
    }

    private NameSearch Rent() => _idle.TryTake(out NameSearch? search) ? search : new NameSearch(this);
}

/// <summary>A name of the index.</summary>
/// <param name="Folded">Taken apart.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="Kind">Which of the entry's names.</param>
/// <param name="Weight">What its words tell together, without particles, titles and initials.</param>
/// <param name="Minor">What those tell.</param>
/// <param name="HasInitial">Whether it has a word of one letter.</param>
/// <param name="IsTooBroad">Whether it is found letter for letter only.</param>
internal sealed record IndexedName(FoldedName Folded, int Entry, ListedNameKind Kind, double Weight, double Minor, bool HasInitial, bool IsTooBroad);

/// <summary>An entry that was found by one of its names.</summary>
/// <param name="Entry">Entry.</param>
/// <param name="Name">Name in the index; -1 where an identifier alone was found.</param>
/// <param name="NameScore">By the name alone.</param>
/// <param name="Score">With circumstances.</param>
internal readonly record struct FoundEntry(int Entry, int Name, double NameScore, double Score);
