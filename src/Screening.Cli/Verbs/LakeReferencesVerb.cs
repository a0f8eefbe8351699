using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake references</c>: rows that name a party, product or order which no delivery has brought yet. They resolve by themselves when it comes.</summary>
internal static class LakeReferencesVerb
{
    public static Command Command()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<SnapshotAddress?> snapshot = SnapshotOption.Snapshot();
        var command = new Command("references", "What rows name that is not in the lake: how many, since when, an example") { lake, snapshot, json };
        command.Runs((parsed, cancellation) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).SnapshotAt(parsed.GetValue(snapshot));
            using DuckDbDatabase database = DuckDbDatabase.Open();
            using DuckDbConnection connection = database.Connect();
            ContractStore contracts = Home.Contracts();
            List<OpenReference> open =
            [
                .. from contract in contracts.Contracts
                   where at.Rows(contract.Dataset) > 0
                   from column in contract.Columns
                   where column.References is not null
                   select Open(connection, at, contract, column, contracts[column.References!.Value.Table], cancellation) into reference
                   where reference is not null
                   select reference,
            ];
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(open);
                return;
            }

            foreach (OpenReference r in open)
                Console.WriteLine($"{r.Dataset}.{r.Column} names {r.Values:#,0} {r.Target} not in the lake, in {r.Rows:#,0} rows, first known {r.FirstKnownAt:yyyy-MM-dd}, such as '{r.Example}'");
            if (open.Count == 0) Console.WriteLine("every reference is resolved");
        });
        return command;
    }

    private static OpenReference? Open(DuckDbConnection connection, LakeSnapshot at, DataContract contract, ContractColumn column, DataContract target, CancellationToken cancellation)
    {
        ColumnAddress named = column.References!.Value;
        string name = Data.Sql.Identifier(column.Name);
        using DuckDbResult result = connection.Query(
            $"""
            SELECT count(*), count(DISTINCT {name}), min(known_at), min({name}) FROM {at.Current(contract)} r
            WHERE {name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {at.Current(target)} t WHERE t.{Data.Sql.Identifier(named.Column)} = r.{name})
            """,
            cancellation);
        object?[] row = result.Rows().First();
        return row[0] is 0L ? null : new OpenReference(contract.Dataset, column.Name, named.ToString(), (long)row[0]!, (long)row[1]!, (DateTime)row[2]!, (string)row[3]!);
    }

    private sealed record OpenReference(string Dataset, string Column, string Target, long Rows, long Values, DateTime FirstKnownAt, string Example);
}
