using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Store;

namespace Screening.Data.Retention;

/// <summary>
/// Deletes expired rows of a lake. Files that hold some are written anew without them and all other rows are what they were: their number and two sums over the hashes of
/// all their values are compared before anything is committed. One commit, of a maker of its own, with another content id: a night on the lake is another night.
/// </summary>
/// <remarks>
/// A row that belongs to an order, in whichever dataset, expires by the rule of orders, when nothing of that order was told in any dataset since the rule's day: no order is
/// cut in half. Any other row expires by its dataset's rule, when a newer version of its key was told and it is older than that day; with <c>what: all</c>, when nothing of
/// its key was told since. What a legal hold or an open case
/// names stays, with every order it is named in and every party named in those.
/// </remarks>
public sealed class RetentionRun
{
    private const string Orders = "orders", Parties = "parties";
    private readonly LakeSnapshot _snapshot;
    private readonly ContractStore _contracts;
    private readonly RetentionRules _rules;
    private readonly DateOnly _today;
    private readonly DuckDbConnection _connection;
    private readonly CancellationToken _cancellation;

    private RetentionRun(LakeSnapshot snapshot, ContractStore contracts, RetentionRules rules, DateOnly today, DuckDbConnection connection, CancellationToken cancellation) =>
        (_snapshot, _contracts, _rules, _today, _connection, _cancellation) = (snapshot, contracts, rules, today, connection, cancellation);

    /// <summary>Says what would go.</summary>
    public static RetentionReport Show(Lake lake, ContractStore contracts, RetentionRules rules, OpenWork open, DateOnly today, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions());
        using DuckDbConnection connection = database.Connect();
        LakeSnapshot snapshot = lake.Snapshot();
        var run = new RetentionRun(snapshot, contracts, rules, today, connection, cancellation);
        run.Prepare(open);
        return run.Report([.. run.Ruled().Select(run.Count)], snapshot.Number);
    }

    /// <summary>Deletes.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="contracts">Its contracts.</param>
    /// <param name="rules">What is kept.</param>
    /// <param name="open">What open cases are about.</param>
    /// <param name="today">The day that ages are counted to.</param>
    /// <param name="cancellation">Stops it; nothing was deleted then.</param>
    /// <exception cref="LakeException">Another writer holds the lake, it is damaged, or the rows that stay are not what they were.</exception>
    public static RetentionReport Run(Lake lake, ContractStore contracts, RetentionRules rules, OpenWork open, DateOnly today, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(rules);
        using LakeWriter writer = lake.Write(TimeSpan.FromSeconds(30), cancellation);
        using DuckDbDatabase database = DuckDbDatabase.Open(Path.Combine(writer.Scratch, "retention.duckdb"), new DuckDbOptions { TempDirectory = writer.Scratch });
        using DuckDbConnection connection = database.Connect();
        var run = new RetentionRun(writer.Snapshot, contracts, rules, today, connection, cancellation);
        run.Prepare(open);
        var (added, removed, done) = (new List<LakeFile>(), new List<LakeFile>(), new List<RetainedDataset>());
        foreach (DataContract contract in run.Ruled())
        {
            RetainedDataset counted = run.Count(contract);
            int files = counted.Expired == 0 ? 0 : run.Rewrite(writer, contract, added, removed);
            long gone = removed.Where(f => f.Dataset == contract.Dataset).Sum(f => f.Rows) - added.Where(f => f.Dataset == contract.Dataset).Sum(f => f.Rows);

            // Counted over all files as the contract reads them, written file by file as each is: a column that an older contract called otherwise must not make a held row go.
            if (gone != counted.Expired) throw new LakeException(FormattableString.Invariant($"retention of {contract.Dataset} was not committed: {gone} rows would go, {counted.Expired} have expired; the lake is what it was"));
            done.Add(counted with { Files = files });
        }

        long number = removed.Count == 0 ? writer.Snapshot.Number : writer.CommitRetention(added, removed).Number;
        return run.Report(done, number);
    }

    // Who and what is held, and when each order was told of last.
    private void Prepare(OpenWork open)
    {
        Execute("CREATE TEMP TABLE held_parties (id VARCHAR); CREATE TEMP TABLE held_orders (id VARCHAR); CREATE TEMP TABLE told (id VARCHAR, told_at TIMESTAMP)");
        foreach (string party in _rules.Holds.Select(h => h.Party).OfType<string>().Concat(open.Parties)) _connection.Execute("INSERT INTO held_parties VALUES ($1)", [party], _cancellation);
        foreach (string order in _rules.Holds.Select(h => h.Order).OfType<string>().Concat(open.Orders)) _connection.Execute("INSERT INTO held_orders VALUES ($1)", [order], _cancellation);
        List<DataContract> ofOrders = [.. _contracts.Contracts.Where(c => OrderColumn(c) is not null && _snapshot.Files(c.Dataset).Count > 0)];
        foreach (DataContract contract in ofOrders)
        {
            string order = Sql.Identifier(OrderColumn(contract)!);
            Execute($"INSERT INTO told SELECT {order}, max(known_at) FROM {_snapshot.History(contract)} WHERE {order} IS NOT NULL GROUP BY 1");
            if (PartyColumns(contract, null) is { Count: > 0 } parties)
                Execute($"INSERT INTO held_orders SELECT DISTINCT {order} FROM {_snapshot.History(contract)} WHERE {Any(parties, "held_parties")}");
        }

        foreach (DataContract contract in ofOrders)
        {
            foreach (string party in PartyColumns(contract, null))
                Execute($"INSERT INTO held_parties SELECT DISTINCT {party} FROM {_snapshot.History(contract)} WHERE {Sql.Identifier(OrderColumn(contract)!)} IN (SELECT id FROM held_orders) AND {party} IS NOT NULL");
        }

        Execute("CREATE TEMP TABLE order_told AS SELECT id, max(told_at) AS told_at FROM told GROUP BY id");
        foreach (string table in (string[])["held_parties", "held_orders"]) Execute($"CREATE OR REPLACE TEMP TABLE {table} AS SELECT DISTINCT id FROM {table} WHERE id IS NOT NULL");
    }

    // Datasets with a rule of their own, or rows that go with their orders.
    private IEnumerable<DataContract> Ruled() => _contracts.Contracts.Where(c => RuleOf(c.Dataset) is not null || (OrderColumn(c) is not null && RuleOf(Orders) is not null));

    private RetentionRule? RuleOf(string dataset) => _rules.Rules.FirstOrDefault(r => r.Dataset == dataset);

    private DateOnly Before(RetentionRule rule) => _today.AddDays(-rule.KeepDays);

    private RetainedDataset Count(DataContract contract)
    {
        DateOnly before = new[] { RuleOf(contract.Dataset), OrderColumn(contract) is null ? null : RuleOf(Orders) }.OfType<RetentionRule>().Max(Before);
        if (_snapshot.Files(contract.Dataset).Count == 0) return new RetainedDataset(contract.Dataset, before, 0, 0, 0, 0);
        string relation = _snapshot.History(contract);
        KeyTold(contract, relation);
        (string expired, string held) = Conditions(contract, null);
        using DuckDbResult result = _connection.Query($"SELECT count(*), count(*) FILTER (WHERE {expired} AND NOT {held}), count(*) FILTER (WHERE {expired} AND {held}) FROM {relation} r", _cancellation);
        object?[] row = result.Rows().Single();
        return new RetainedDataset(contract.Dataset, before, (long)row[0]!, (long)row[1]!, (long)row[2]!, 0);
    }

    private void KeyTold(DataContract contract, string relation)
    {
        string key = string.Join(", ", contract.Key.Select(c => Sql.Identifier(c.Name)));
        Execute($"CREATE OR REPLACE TEMP TABLE key_told AS SELECT {key}, max(known_at) AS told_at FROM {relation} GROUP BY ALL");
    }

    // Whether a row r has expired, and whether it is held. Of a file only the columns it has are asked for.
    private (string Expired, string Held) Conditions(DataContract contract, HashSet<string>? columns)
    {
        string same = string.Join(" AND ", contract.Key.Select(c => $"k.{Sql.Identifier(c.Name)} IS NOT DISTINCT FROM r.{Sql.Identifier(c.Name)}"));
        string told = $"(SELECT max(k.told_at) FROM key_told k WHERE {same})";
        string own = RuleOf(contract.Dataset) is not { } rule ? "false" : rule.IncludesCurrent ? $"{told} < {Moment(rule)}" : $"(r.known_at < {Moment(rule)} AND r.known_at < {told})";
        List<string> held = [.. PartyColumns(contract, columns).Select(party => $"coalesce(r.{party} IN (SELECT id FROM held_parties), false)")];
        if (OrderColumn(contract) is not { } column || columns?.Contains(column) == false) return (own, Either(held));
        string order = "r." + Sql.Identifier(column);
        held.Add($"coalesce({order} IN (SELECT id FROM held_orders), false)");
        string ofOrder = RuleOf(Orders) is { } orders ? $"(SELECT max(o.told_at) FROM order_told o WHERE o.id = {order}) < {Moment(orders)}" : "false";
        return ($"CASE WHEN {order} IS NULL THEN {own} ELSE {ofOrder} END", Either(held));
    }

    private string Moment(RetentionRule rule) => $"TIMESTAMP '{Before(rule).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'";

    private int Rewrite(LakeWriter writer, DataContract contract, List<LakeFile> added, List<LakeFile> removed)
    {
        DateTime latest = _rules.Rules.Max(Before).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        int files = 0;
        foreach (LakeFile file in _snapshot.Files(contract.Dataset).Where(f => f.MinKnownAtUtc < latest))
        {
            string relation = $"read_parquet({Sql.List([_snapshot.FullPath(file)])}, hive_partitioning=false)";
            var columns = new List<string>();
            using (DuckDbResult described = _connection.Query($"DESCRIBE SELECT * FROM {relation}", _cancellation)) columns.AddRange(described.Rows().Select(row => (string)row[0]!));
            (string expired, string held) = Conditions(contract, [.. columns]);
            string kept = $"(SELECT * FROM {relation} r WHERE NOT coalesce({expired} AND NOT {held}, false))";
            long rows = _connection.Scalar<long>($"SELECT count(*) FROM {kept}", _cancellation);
            if (rows == file.Rows) continue;
            files++;
            removed.Add(file);
            if (rows > 0) added.Add(WriteKept(writer, contract, file, kept, columns, rows));
        }

        return files;
    }

    private LakeFile WriteKept(LakeWriter writer, DataContract contract, LakeFile file, string kept, List<string> columns, long rows)
    {
        string sort = string.Join(", ", contract.SortColumns.Where(columns.Contains).Select(Sql.Identifier)), all = string.Join(", ", columns.Select(Sql.Identifier));
        object?[] bounds;
        using (DuckDbResult result = _connection.Query($"SELECT min(known_at), max(known_at) FROM {kept}", _cancellation)) bounds = result.Rows().Single();
        (DateTime first, DateTime last) = (Utc((DateTime)bounds[0]!), Utc((DateTime)bounds[1]!));
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"retention\n{file.Sha256}\n{rows}\n{_today:yyyy-MM-dd}"))))[..16];
        string path = LakeWriter.DataPath(contract.Dataset, DateOnly.FromDateTime(first), FormattableString.Invariant($"{first:yyyyMMdd}-{last:yyyyMMdd}-{name}")), full = Path.Combine(writer.Lake.FullPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        Execute($"COPY (SELECT {all} FROM {kept} ORDER BY {sort}) TO {Sql.Literal(full)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)");
        string before = Fingerprint(kept, all), after = Fingerprint($"read_parquet({Sql.List([full])}, hive_partitioning=false)", all);
        if (before != after) throw new LakeException($"retention of {contract.Dataset} was not committed: the rows that stay would be {after} (count, sum and exclusive or of hashes), they are {before}; the lake is what it was");
        (long bytes, string sha256) = LakeWriter.Measure(full);
        return new LakeFile(contract.Dataset, path, rows, bytes, sha256, first, last, file.ContractVersion);
    }

    private string Fingerprint(string relation, string all) =>
        _connection.Scalar<string>($"SELECT concat_ws(' ', count(*), sum(h), bit_xor(h)) FROM (SELECT hash({all}) AS h FROM {relation})", _cancellation)!;

    private RetentionReport Report(IReadOnlyList<RetainedDataset> done, long snapshot) =>
        new(done, _connection.Scalar<long>("SELECT count(*) FROM held_parties", _cancellation), _connection.Scalar<long>("SELECT count(*) FROM held_orders", _cancellation), snapshot);

    private void Execute(string sql) => _connection.Execute(sql, _cancellation);

    private static DateTime Utc(DateTime at) => DateTime.SpecifyKind(at, DateTimeKind.Utc);

    private static string? OrderColumn(DataContract contract) =>
        contract.Dataset == Orders ? contract.Key[0].Name : contract.Columns.FirstOrDefault(c => c.References is { Table: Orders })?.Name;

    private static List<string> PartyColumns(DataContract contract, HashSet<string>? columns) =>
    [
        .. contract.Columns.Where(c => c.References is { Table: Parties } || (contract.Dataset == Parties && c.KeyPosition is not null))
            .Where(c => columns?.Contains(c.Name) != false).Select(c => Sql.Identifier(c.Name)),
    ];

    private static string Any(IEnumerable<string> columns, string table) => string.Join(" OR ", columns.Select(c => $"{c} IN (SELECT id FROM {table})"));

    private static string Either(List<string> conditions) => conditions.Count == 0 ? "false" : $"({string.Join(" OR ", conditions)})";
}
