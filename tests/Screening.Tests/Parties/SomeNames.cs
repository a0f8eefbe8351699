using Screening.Cli;
using Screening.Data.Transliteration;
using Screening.Parties;

namespace Screening.Tests.Parties;

/// <summary>Names taken apart by the repository's own tables, and lists of invented entries.</summary>
internal static class SomeNames
{
    private static readonly string[] Syllables = ["bra", "ven", "tro", "quel", "mar", "zo", "lin", "gar", "pe", "kas", "dor", "fen", "hu", "jal", "nor", "ost"];
    private static readonly string[] Business = ["Trading", "Technology", "Electronics", "Shipping", "Group", "Industrial", "International"];
    private static readonly string[] Forms = ["Ltd.", "LLC", "GmbH", "JSC", "Co., Ltd.", "S.A."];

    public static NameFolding Folding { get; } = NameTables.Folding(Home.Contracts());

    public static FoldedName Fold(string? name) => Folding.Fold(name);

    public static double Score(string first, string second) => new NameMatcher(Folding).Score(first, second);

    public static ListEntry Entry(string name, params string[] aliases) => new() { EntryId = "list-" + name, ListId = "list", Name = name, Aliases = aliases };

    public static string Name(Random random)
    {
        string name = string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(random)));
        for (int i = random.Next(3); i > 0; i--) name += " " + Business[random.Next(Business.Length)];
        if (random.Next(6) == 0) name = $"{(char)('A' + random.Next(26))}. {name}";
        return random.Next(2) == 0 ? name : $"{name} {Forms[random.Next(Forms.Length)]}";
    }

    /// <summary>The name after a chance of errors: letters, spaces, order, a word less.</summary>
    public static string Misspell(string name, Random random)
    {
        for (int i = random.Next(3); i >= 0 && name.Length > 3; i--)
        {
            int at = random.Next(name.Length - 1);
            name = random.Next(6) switch
            {
                0 => name.Remove(at, 1),
                1 => name.Insert(at, "e"),
                2 => string.Concat(name.AsSpan(0, at), [name[at + 1], name[at]], name.AsSpan(at + 2)),
                3 => name.Replace(" ", "", StringComparison.Ordinal),
                4 => string.Join(' ', name.Split(' ').Reverse()),
                _ => name.Replace('o', '0'),
            };
        }

        return name;
    }

    private static string Word(Random random)
    {
        string word = string.Concat(Enumerable.Range(0, random.Next(2, 4)).Select(_ => Syllables[random.Next(Syllables.Length)]));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }
}
