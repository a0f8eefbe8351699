using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Parties;

namespace Screening.Data.Lists;

/// <summary>The entries of a lake's restricted-party lists as the matcher reads them.</summary>
public static class RestrictedLists
{
    /// <summary>The dataset.</summary>
    public const string Dataset = "restricted_parties";

    private const string Columns =
        "entry_id, list_id, name, aliases, weak_aliases, name_original_script, country, nationalities, address, identifiers, dates_of_birth, programmes, licence_requirement, federal_register";

    /// <summary>The entries that stand in a snapshot, by entry id; each with the file and line of its last telling.</summary>
    public static IReadOnlyList<ListEntry> Read(LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        if (snapshot.Files(Dataset).Count == 0) return [];
        IReadOnlyDictionary<string, string> codes = contracts.Reference("countries").Lookup("name");
        HashSet<string> known = [.. codes.Values];
        IReadOnlyDictionary<string, string> files = ListCells.Files(snapshot);
        DataContract contract = contracts[Dataset];
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        string sql = $"""
            SELECT {Columns}, told.source, told.line FROM {snapshot.Current(contract)} AS entries
            LEFT JOIN (SELECT entry_id AS told_id, arg_max(_source, known_at) AS source, arg_max(_line, known_at) AS line FROM {snapshot.History(contract)} GROUP BY entry_id) AS told ON told_id = entry_id
            ORDER BY entry_id
            """;
        using DuckDbResult result = connection.Query(sql, cancellation);
        return [.. result.Rows().Select(row => Entry(row, codes, known, files))];
    }

    /// <summary>Two letters for a country's name or code; null for one that no table knows.</summary>
    public static string? Country(ContractStore contracts, string text)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyDictionary<string, string> codes = contracts.Reference("countries").Lookup("name");
        return codes.TryGetValue(text.Trim().ToLowerInvariant(), out string? code) ? code : codes.Values.FirstOrDefault(c => string.Equals(c, text.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static ListEntry Entry(object?[] row, IReadOnlyDictionary<string, string> codes, HashSet<string> known, IReadOnlyDictionary<string, string> files) => new()
    {
        EntryId = (string)row[0]!,
        ListId = (string)row[1]!,
        Name = (string)row[2]!,
        Aliases = [.. ListCells.Parts((string?)row[3]), .. ListCells.Parts((string?)row[5])],
        WeakAliases = ListCells.Parts((string?)row[4]),
        Countries = [.. ListCells.Countries((string?)row[6], (string?)row[7], codes, known)],
        Address = (string?)row[8],
        Identifiers = ListCells.Parts((string?)row[9]),
        DatesOfBirth = ListCells.Parts((string?)row[10]),
        Programmes = (string?)row[11],
        LicenceRequirement = (string?)row[12],
        Source = ListCells.Source((string?)row[14], (long?)row[15], files) ?? (string?)row[13],
    };
}
