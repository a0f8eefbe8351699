using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Packs;

/// <summary>Rows of one dataset, as text.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Columns">The contract's columns, then whether the row deletes its key, the file that it came from and its line there.</param>
/// <param name="Rows">Every telling, the first known first; <c>null</c> where nothing was told.</param>
public sealed record RecordTable(string Dataset, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>Everything that a lake was ever told of some parties and orders, with the file and line of each row: what a dossier rests on.</summary>
public static class SubjectRecords
{
    // Who told what in confidence stands apart from every other evidence, and lists are quoted where they matched.
    private static readonly HashSet<string> s_apart = new(["tips", "restricted_parties"], StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <param name="snapshot">The lake.</param>
    /// <param name="contracts">Contracts: a dataset counts when a column of it refers to parties or orders.</param>
    /// <param name="parties">Ids of parties.</param>
    /// <param name="orders">Ids of orders.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Datasets in the contracts' order; those without such a row are left out.</returns>
    public static IReadOnlyList<RecordTable> Read(LakeSnapshot snapshot, ContractStore contracts, IReadOnlyCollection<string> parties, IReadOnlyCollection<string> orders, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        IReadOnlyDictionary<string, string> files = snapshot.Sources.GroupBy(s => s.Sha256[..16], StringComparer.Ordinal).ToDictionary(g => g.Key, g => Path.GetFileName(g.Last().File), StringComparer.Ordinal);
        var tables = new List<RecordTable>();
        foreach (DataContract contract in contracts.Contracts.Where(contract => !s_apart.Contains(contract.Dataset) && snapshot.Files(contract.Dataset).Count > 0))
        {
            var conditions = new List<string>();
            foreach (ContractColumn column in contract.Columns)
            {
                bool isKey = column.KeyPosition is not null;
                if (column.References is { Table: "parties", Column: "party_id" } || (isKey && contract.Dataset == "parties" && column.Name == "party_id")) conditions.Add(In(column, parties));
                if (column.References is { Table: "orders", Column: "order_id" } || (isKey && contract.Dataset == "orders" && column.Name == "order_id")) conditions.Add(In(column, orders));
            }

            conditions.RemoveAll(condition => condition.Length == 0);
            if (conditions.Count == 0) continue;
            RecordTable table = Read(connection, snapshot, contract, string.Join(" OR ", conditions), files, cancellation);
            if (table.Rows.Count > 0) tables.Add(table);
        }

        return tables;
    }

    private static string In(ContractColumn column, IReadOnlyCollection<string> ids) => ids.Count == 0 ? "" : $"list_contains({Sql.List(ids.Order(StringComparer.Ordinal))}, {Sql.Identifier(column.Name)})";

    private static RecordTable Read(DuckDbConnection connection, LakeSnapshot snapshot, DataContract contract, string condition, IReadOnlyDictionary<string, string> files, CancellationToken cancellation)
    {
        string columns = string.Join(", ", contract.ColumnNames.Select(name => $"CAST({Sql.Identifier(name)} AS VARCHAR)"));
        string order = string.Join(", ", contract.SortColumns.Select(Sql.Identifier));
        using DuckDbResult result = connection.Query(
            $"SELECT {columns}, _deleted, _source, _line FROM {snapshot.History(contract)} AS told WHERE {condition} ORDER BY {order}, _deleted, _source, _line", cancellation);
        int told = contract.Columns.Count;
        return new RecordTable(
            contract.Dataset, [.. contract.ColumnNames, "deletes", "source_file", "source_line"],
            [
                .. result.Rows().Select(row => (IReadOnlyList<string?>)
                [
                    .. row.Take(told).Select(cell => (string?)cell), (bool)row[told]! ? "yes" : "no", row[told + 1] is string source ? files.GetValueOrDefault(source, source) : null, row[told + 2] is { } line ? Convert.ToString(line, CultureInfo.InvariantCulture) : null,
                ]),
            ]);
    }
}
