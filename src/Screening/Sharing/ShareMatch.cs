using Screening.Parties;

namespace Screening.Sharing;

/// <summary>A party of one's own as it is compared with a package.</summary>
/// <param name="Id">Party.</param>
/// <param name="Name">Its name; empty where none is told.</param>
/// <param name="Country">Two letters; <c>null</c> where none is told.</param>
/// <param name="Address">Address; <c>null</c> where none is told.</param>
/// <param name="RegistrationNumber">Number in the register; <c>null</c> where none is told.</param>
public sealed record OwnParty(string Id, string Name, string? Country, string? Address, string? RegistrationNumber);

/// <summary>A party of one's own that a package may mean.</summary>
/// <param name="PartyId">The party.</param>
/// <param name="PartyName">Its name; empty where none is told.</param>
/// <param name="Shared">Its place among the package's parties, from 0.</param>
/// <param name="Score">Likeness of the names, 0 to 1; 1 for equal hashes.</param>
/// <param name="By">By what it was recognised.</param>
public sealed record ShareMatch(string PartyId, string PartyName, int Shared, double Score, string By)
{
    /// <summary>All parties that a package may mean, by party and then by the package's order.</summary>
    /// <param name="package">The package.</param>
    /// <param name="own">One's own parties.</param>
    /// <param name="folding">How names are folded.</param>
    /// <param name="key">The agreed key; not needed for a package that names.</param>
    /// <exception cref="ArgumentException">The package is hashed by another key.</exception>
    public static IReadOnlyList<ShareMatch> Of(SharePackage package, IReadOnlyList<OwnParty> own, NameFolding folding, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(own);
        List<ShareMatch> matches = package.KeyId is null ? ByName(package, own, folding) : ByHash(package, own, key);
        matches.Sort(static (a, b) => string.CompareOrdinal(a.PartyId, b.PartyId) is not 0 and var order ? order : a.Shared.CompareTo(b.Shared));
        return matches;
    }

    private static List<ShareMatch> ByHash(SharePackage package, IReadOnlyList<OwnParty> own, ReadOnlySpan<byte> key)
    {
        if (key.Length < SharedHash.LeastKeyBytes || SharedHash.KeyId(key) != package.KeyId)
            throw new ArgumentException($"the package is hashed by key {package.KeyId}{(key.Length == 0 ? "; none is given" : ", not by this one")}", nameof(key));
        Dictionary<string, List<int>> shared = new(StringComparer.Ordinal);
        for (int i = 0; i < package.Parties.Count; i++)
        {
            foreach (string hash in package.Parties[i].Hashes)
            {
                if (!shared.TryGetValue(hash, out List<int>? of)) shared[hash] = of = [];
                of.Add(i);
            }
        }

        var matches = new List<ShareMatch>();
        foreach (OwnParty party in own)
        {
            var found = new SortedSet<int>();
            foreach (string hash in SharedHash.Of(key, party.Name, party.Country, party.RegistrationNumber)) found.UnionWith(shared.GetValueOrDefault(hash, []));
            matches.AddRange(found.Select(i => new ShareMatch(party.Id, party.Name, i, 1, "hash")));
        }

        return matches;
    }

    private static List<ShareMatch> ByName(SharePackage package, IReadOnlyList<OwnParty> own, NameFolding folding)
    {
        List<ListEntry> entries = [.. package.Parties.Select((party, i) => new ListEntry
        {
            EntryId = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ListId = package.Sharer,
            Name = party.Name ?? "",
            Countries = party.Country is null ? [] : [party.Country],
            Address = party.Address,
            Identifiers = party.RegistrationNumber is null ? [] : [party.RegistrationNumber],
        })];
        NameIndex index = NameIndex.Build(entries, folding, own.Select(party => party.Name));
        var matches = new List<ShareMatch>();
        foreach (OwnParty party in own)
        {
            NameAnswer answer = index.Find(new NameQuery(party.Name) { Country = party.Country, Address = party.Address, Identifiers = party.RegistrationNumber is null ? [] : [party.RegistrationNumber] }, 0);
            foreach (NameMatch match in answer.Matches.Where(m => m.Score >= index.Thresholds.Review))
            {
                int shared = int.Parse(match.Entry.EntryId, System.Globalization.CultureInfo.InvariantCulture);
                matches.Add(new ShareMatch(party.Id, party.Name, shared, match.Score, "name"));
            }
        }

        return matches;
    }
}
