using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Parties;

namespace Screening.Cli.Verbs;

/// <summary>A party of a lake as it is compared with lists.</summary>
/// <param name="Id">Party.</param>
/// <param name="Name">Its name; empty where none is told.</param>
/// <param name="Country">Two letters; null where none is told.</param>
/// <param name="Address">Address; null where none is told.</param>
/// <param name="RegistrationNumber">Number in the register; null where none is told.</param>
internal sealed record PartyFile(string Id, string Name, string? Country, string? Address, string? RegistrationNumber)
{
    /// <summary>What a dismissal is tied to.</summary>
    public string Facts => MatchFacts.OfParty(Name, Country, Address, RegistrationNumber);

    /// <summary>All parties of a snapshot by id, or one.</summary>
    public static IReadOnlyList<PartyFile> Of(LakeSnapshot snapshot, ContractStore contracts, string? id, CancellationToken cancellation)
    {
        if (snapshot.Files("parties").Count == 0) return [];
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        string sql = $"SELECT party_id, name, country, address, registration_number FROM {snapshot.Current(contracts["parties"])} AS parties WHERE $1 = '' OR party_id = $1 ORDER BY party_id";
        using DuckDbResult result = connection.Query(sql, [id ?? ""], cancellation);
        return [.. result.Rows().Select(r => new PartyFile((string)r[0]!, (string?)r[1] ?? "", (string?)r[2], (string?)r[3], (string?)r[4]))];
    }
}
