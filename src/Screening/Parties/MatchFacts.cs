using System.Security.Cryptography;
using System.Text;

namespace Screening.Parties;

/// <summary>What a reviewer looked at on either side of a match, as a hash: while it stays the same, so does the answer.</summary>
public static class MatchFacts
{
    private const char Between = '\u001f';

    /// <summary>Of a party: its name, country, address and number in the register. Null where nothing is told.</summary>
    public static string OfParty(string? name, string? country, string? address, string? registrationNumber) => Hash([name, country, address, registrationNumber]);

    /// <summary>Of an entry: its list, its names with their kinds in the order of the list, and its countries.</summary>
    public static string OfEntry(string list, IEnumerable<(string Name, ListedNameKind Kind)> names, IEnumerable<string> countries)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(countries);
        return Hash([list, .. names.Select(n => $"{n.Kind}={n.Name}"), .. countries.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Of an entry as the matcher reads it.</summary>
    public static string OfEntry(ListEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return OfEntry(
            entry.ListId,
            [(entry.Name, ListedNameKind.Name), .. entry.Aliases.Select(a => (a, ListedNameKind.Alias)), .. entry.WeakAliases.Select(a => (a, ListedNameKind.WeakAlias))],
            entry.Countries);
    }

    // What is not told differs from what is told as empty.
    private static string Hash(IEnumerable<string?> facts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(Between, facts.Select(f => f is null ? "-" : "+" + f)))))[..32];
}
