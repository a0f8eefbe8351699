using System.Runtime.CompilerServices;
using Screening.Parties;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>The names of parties and list entries in a world, and what is true of two of them: by an index over one entry alone, as <c>screening name</c> asks it.</summary>
internal static class WorldNames
{
    private static readonly ConditionalWeakTable<EntryFact, NameIndex> Indices = [];

    /// <summary>Equal ones, alike ones, one that says nothing, and two that cannot be compared, of which one equals itself.</summary>
    public static string[] All { get; } =
    [
        "Halvard Orbit Systems", "Halvard Orbit Systems GmbH", "Halvord Orbit Systems", "Kestrel Ridge Ltd", "Halvard Orbit", "Ridge Kestral", "Zirconia Meridian Partners", "Meridian Zirconia Ltd",
        "Orbit Kestrel", "The Company", "!?", "\u9e93\u5c71",
    ];

    public static NameFolding Folding { get; } = new(
        new NameWords([("gmbh", "gmbh", "any"), ("ltd", "ltd", "any")], [("the", "the", "stop", 0), ("company", "company", "business", 0.4), ("systems", "systems", "industry", 0.6)]), TokenWeights.None, null);

    /// <summary>Which of an entry's names stands at a place.</summary>
    public static ListedNameKind Kind(int place) => place == 0 ? ListedNameKind.Name : place == 1 ? ListedNameKind.Alias : ListedNameKind.WeakAlias;

    public static bool IsNotComparable(int name) => name != Missing.Symbol && Folding.Fold(All[name]).Problem is not null;

    /// <summary>Whether a name equals one of an entry's that is not weak.</summary>
    public static bool IsExact(int name, EntryFact entry) =>
        name != Missing.Symbol && NameKey.Of(All[name]) is { Length: > 0 } key && entry.Names.Where((other, place) => other != Missing.Symbol && Kind(place) != ListedNameKind.WeakAlias && NameKey.Of(All[other]) == key).Any();

    /// <summary>The score against an entry; 0 below the review threshold by the name alone.</summary>
    public static double Score(PartyProfile? profile, EntryFact entry)
    {
        if (profile is not { Name: not Missing.Symbol } party) return 0;
        NameQuery query = new(All[party.Name]) { Country = CountryCode.Text(party.Country) };
        double score = Indices.GetValue(entry, Index).Find(query, 0).Matches.Where(m => m.NameScore >= NameThresholds.Default.Review).Select(m => m.Score).DefaultIfEmpty(0).Max();
        return IsExact(party.Name, entry) ? Math.Max(score, NameThresholds.Default.Hold) : score;
    }

    public static bool IsListed(PartyProfile? profile, IEnumerable<EntryFact> entries) => entries.Any(e => Score(profile, e) >= NameThresholds.Default.Hold);

    private static NameIndex Index(EntryFact entry)
    {
        string[] OfKind(ListedNameKind kind) => [.. entry.Names.Where((name, place) => Kind(place) == kind && name != Missing.Symbol).Select(name => All[name])];
        var listed = new ListEntry
        {
            EntryId = "entry",
            ListId = "list",
            Name = OfKind(ListedNameKind.Name).SingleOrDefault(""),
            Aliases = OfKind(ListedNameKind.Alias),
            WeakAliases = OfKind(ListedNameKind.WeakAlias),
            Countries = [.. entry.Row.Countries.Select(c => CountryCode.Text(c)!)],
        };
        return NameIndex.Build([listed], Folding);
    }
}
