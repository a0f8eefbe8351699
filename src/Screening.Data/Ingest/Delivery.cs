using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Ingest;

/// <summary>What became of a row of the delivery table.</summary>
internal enum RowState
{
    Accepted = 0,
    Broken = 1,
    NotForDataset = 2,
    Collapsed = 3,
    Duplicate = 4,
    Conflict = 5,
    AlreadyKnown = 6,
    TooLate = 7,
}

/// <summary>A row that is refused.</summary>
/// <param name="Row">Its number in the delivery.</param>
/// <param name="State">Why.</param>
/// <param name="Other">The row it repeats or contradicts; -1 when none.</param>
/// <param name="Text">For <see cref="RowState.TooLate"/>: the known_at it has, and the newest stored, separated by a bar; else null.</param>
internal readonly record struct RefusedRow(long Row, RowState State, long Other, string? Text);

/// <summary>
/// The rows of all files of one delivery in one DuckDB table, typed and judged in a single pass over each file. Row n of the table is record n of the
/// delivery, because DuckDB keeps the order of what it inserts.
/// </summary>
internal sealed class Delivery(DuckDbDatabase database, DuckDbConnection connection, RowRules rules, MappingSql mapping, Distinctness distinct, CancellationToken cancellation)
{
    private const string Table = "delivery";
    private const int FilesPerThread = 4;
    private const string State = "__state";
    private const string KeyHash = "__key";
    private const string VersionHash = "__version";
    private readonly DataContract _contract = rules.Contract;

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    private string Columns => Names(_contract.ColumnNames);

    private string Key => Names(_contract.Key.Select(c => c.Name));

    private string Content => $"row({Names(_contract.ColumnNames.Where(c => c != DataContract.KnownAt && _contract.Find(c)!.KeyPosition is null))})";

    private bool HasContent => _contract.Columns.Any(c => c.Name != DataContract.KnownAt && c.KeyPosition is null);

    /// <summary>Makes the table.</summary>
    public void Create()
    {
        foreach (var statement in rules.Setup().Concat(mapping.Setup())) Execute(statement);
        var columns = _contract.Columns.Select(c => $"{Sql.Identifier(c.Name)} {c.Type.Sql}")
            .Concat([$"{State} UTINYINT", $"{KeyHash} UBIGINT", $"{VersionHash} UBIGINT"])
            .Concat(mapping.CountedColumns.Select(c => $"{Nulled(c)} VARCHAR"));
        Execute($"CREATE TABLE {Table} ({string.Join(", ", columns)})");
        Execute("CREATE TABLE verdict (r BIGINT NOT NULL, state UTINYINT NOT NULL, other BIGINT, note VARCHAR)");
    }

    /// <summary>Adds a file's records, mapped, typed and checked.</summary>
    /// <exception cref="IngestException">DuckDB did not read what the scan found.</exception>
    public void Add(ISourceFile file)
    {
        var texts = Texts().Append($"{mapping.Taken} AS __taken").Concat(mapping.CountedColumns.Select(c => $"{mapping.NulledOf(c)} AS {Nulled(c)}"));
        var key = string.Join(", ", _contract.Key.Select(Value));
        var values = _contract.Columns.Select(Value)
            .Append(FormattableString.Invariant($"CASE WHEN NOT __taken THEN {(int)RowState.NotForDataset} WHEN {rules.AnyBroken()} THEN {(int)RowState.Broken} ELSE {(int)RowState.Accepted} END"))
            .Concat([$"hash({key})", $"hash({key}, {Value(_contract.Find(DataContract.KnownAt)!)})"])
            .Concat(mapping.CountedColumns.Select(c => $"CASE WHEN __taken THEN {Nulled(c)} END"));
        var read = ExecuteInOrder($"INSERT INTO {Table} SELECT {string.Join(", ", values)} FROM (SELECT *, {string.Join(", ", TypedValues())} FROM (SELECT {string.Join(", ", texts)} FROM {file.Relation}))");
        if (read != file.Records)
            throw new IngestException(FormattableString.Invariant($"{file.Name}: {file.Records} records were found and {read} were read; the file changed, or is read in two ways, which is a fault of this program"));
        Rows += read;
    }

    /// <summary>Finds rows that repeat or contradict one another or what the lake holds.</summary>
    /// <param name="stored">SQL for the dataset's rows in the lake; null when it has none.</param>
    public void Compare(string? stored)
    {
        FindRepeats();
        FindKnown(stored);
    }

    /// <summary>How many rows of a range have each fate.</summary>
    public IReadOnlyDictionary<RowState, long> Count(long from, long rows)
    {
        var counts = new Dictionary<RowState, long>();
        using var result = connection.Query(
            $"SELECT coalesce(v.state, d.{State}), count(*) FROM {Table} d LEFT JOIN verdict v ON v.r = d.rowid WHERE d.rowid >= ? AND d.rowid < ? GROUP BY 1", [from, from + rows], cancellation);
        foreach (var row in result.Rows()) counts[(RowState)Convert.ToInt32(row[0], CultureInfo.InvariantCulture)] = (long)row[1]!;
        return counts;
    }

    /// <summary>Every refused row, in the order of the delivery.</summary>
    public IReadOnlyList<RefusedRow> Refused()
    {
        var refused = new List<RefusedRow>();
        using var result = connection.Query(
            FormattableString.Invariant($"SELECT d.rowid, coalesce(v.state, d.{State}), coalesce(v.other, -1), v.note FROM {Table} d LEFT JOIN verdict v ON v.r = d.rowid ")
            + FormattableString.Invariant($"WHERE coalesce(v.state, d.{State}) IN ({(int)RowState.Broken}, {(int)RowState.Duplicate}, {(int)RowState.Conflict}, {(int)RowState.TooLate}) ORDER BY 1"), cancellation);
        foreach (var row in result.Rows()) refused.Add(new RefusedRow((long)row[0]!, (RowState)Convert.ToInt32(row[1], CultureInfo.InvariantCulture), (long)row[2]!, (string?)row[3]));
        return refused;
    }

    /// <summary>How often each text of <c>null_when</c> stood in a row of this dataset.</summary>
    public IReadOnlyList<NulledValues> CountNulled()
    {
        var nulled = new List<NulledValues>();
        foreach (var column in mapping.CountedColumns)
        {
            using var result = connection.Query($"SELECT {Nulled(column)}, count(*) FROM {Table} WHERE {Nulled(column)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1", cancellation);
            foreach (var row in result.Rows()) nulled.Add(new NulledValues(column, (string)row[0]!, (long)row[1]!));
        }
        return nulled;
    }

    /// <summary>SQL for the failed checks of some records read again: place in the list, place of the column, column, text, check, reason.</summary>
    /// <param name="relation">The records, in order, shaped like their file.</param>
    public string FailedChecks(string relation)
    {
        ExecuteInOrder($"CREATE OR REPLACE TABLE again AS SELECT {string.Join(", ", Texts())} FROM {relation}");
        Execute($"CREATE OR REPLACE TABLE again_typed AS SELECT rowid AS i, *, {string.Join(", ", TypedValues())} FROM again");
        var places = _contract.ColumnNames.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i + 1, StringComparer.Ordinal);
        return string.Join(" UNION ALL ", rules.Checks.Select(c => FormattableString.Invariant(
            $"SELECT i, {places[c.Column]} AS place, {Sql.Literal(c.Column)} AS col, {RowRules.Text(c.Column)} AS text, {Sql.Literal(c.Check)} AS kind, {Sql.Literal(c.Reason)} AS reason FROM again_typed WHERE {c.Broken}")));
    }

    /// <summary>Sorts the accepted rows into their own table and drops the rest.</summary>
    /// <returns>Days of known_at with their rows and bounds, ascending.</returns>
    public IReadOnlyList<AcceptedDay> Accept()
    {
        Execute(FormattableString.Invariant($"CREATE TABLE accepted AS SELECT {Columns} FROM {Table} d WHERE {State} = {(int)RowState.Accepted} AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.r = d.rowid) ORDER BY {Names(_contract.SortColumns)}"));
        Execute($"DROP TABLE {Table}");
        var days = new List<AcceptedDay>();
        using var result = connection.Query($"SELECT CAST(known_at AS DATE), count(*), min(known_at), max(known_at) FROM accepted GROUP BY 1 ORDER BY 1", cancellation);
        foreach (var row in result.Rows()) days.Add(new AcceptedDay((DateOnly)row[0]!, (long)row[1]!, (DateTime)row[2]!, (DateTime)row[3]!));
        return days;
    }

    /// <summary>Writes each day's accepted rows, in order, to a file of their own.</summary>
    /// <param name="days">The days.</param>
    /// <param name="path">The file of a day; its folder exists.</param>
    /// <param name="done">Called after each, by any thread.</param>
    public void Write(IReadOnlyList<AcceptedDay> days, Func<AcceptedDay, string> path, Action<AcceptedDay> done)
    {
        var threads = connection.Scalar<int>("SELECT current_setting('threads')", cancellation);
        if (threads == 1 || days.Count < FilesPerThread * threads)
        {
            foreach (var day in days)
            {
                WriteDay(connection, day.Day, path(day));
                done(day);
            }
            return;
        }

        // Many small files: a thread for each file costs two thirds of all threads for each in turn. The bytes are the same.
        Execute("SET threads = 1");
        try
        {
            Parallel.ForEach(days, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, database.Connect, (day, _, own) =>
            {
                WriteDay(own, day.Day, path(day));
                done(day);
                return own;
            }, static own => own.Dispose());
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        finally
        {
            connection.Execute(FormattableString.Invariant($"SET threads = {threads}"), CancellationToken.None);
        }
    }

    /// <summary>Counts accepted rows that name a row which is neither in the lake nor in this delivery.</summary>
    public IReadOnlyList<UnresolvedReference> Unresolved(LakeSnapshot snapshot, ContractStore contracts)
    {
        var unresolved = new List<UnresolvedReference>();
        foreach (var column in _contract.Columns.Where(c => c.References is not null))
        {
            var target = column.References!.Value;
            var name = Sql.Identifier(column.Name);
            var known = $"SELECT {Sql.Identifier(target.Column)} AS known FROM {snapshot.Relation(contracts[target.Table])}";
            if (target.Table == _contract.Dataset) known += $" UNION ALL SELECT {Sql.Identifier(target.Column)} FROM accepted";
            using var result = connection.Query(
                $"SELECT coalesce(sum(n), 0)::BIGINT, count(*) FROM (SELECT {name} AS named, count(*) AS n FROM accepted WHERE {name} IS NOT NULL GROUP BY 1) WHERE NOT EXISTS (SELECT 1 FROM ({known}) WHERE known = named)", cancellation);
            var row = result.Rows().First();
            if ((long)row[0]! > 0) unresolved.Add(new UnresolvedReference(column.Name, target.ToString(), (long)row[0]!, (long)row[1]!));
        }
        return unresolved;
    }

    private static string Nulled(string column) => Sql.Identifier("__nulled_" + column);

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(Sql.Identifier));

    private static string Value(ContractColumn column) => column.Type.Kind == ColumnKind.Text ? RowRules.Text(column.Name) : RowRules.Value(column.Name);

    private IEnumerable<string> Texts() => _contract.Columns.Select(c => $"{mapping.TextOf(c)} AS {RowRules.Text(c.Name)}");

    private IEnumerable<string> TypedValues()
    {
        var typed = _contract.Columns.Where(c => c.Type.Kind != ColumnKind.Text).Select(c => $"{RowRules.Typed(c.Type, RowRules.Text(c.Name))} AS {RowRules.Value(c.Name)}");
        return typed.DefaultIfEmpty("NULL AS __nothing");
    }

    /// <summary>Among rows of one key and known_at the first wins. Hashes only choose the rows to look at; what decides is equality.</summary>
    private void FindRepeats()
    {
        Execute($"CREATE TABLE repeated AS SELECT {VersionHash} AS h FROM {Table} WHERE {State} = 0 GROUP BY 1 HAVING count(*) > 1");
        Execute($"CREATE TABLE repeats AS SELECT rowid AS r, {Columns} FROM {Table} WHERE {State} = 0 AND {VersionHash} IN (SELECT h FROM repeated)");
        var exact = distinct == Distinctness.None ? RowState.Duplicate : RowState.Collapsed;
        var other = distinct == Distinctness.Key ? RowState.Collapsed : RowState.Conflict;
        Execute(FormattableString.Invariant($"""
            INSERT INTO verdict
            SELECT r, CASE WHEN r > same THEN {(int)exact} ELSE {(int)other} END, CASE WHEN r > same THEN same ELSE first END, NULL
            FROM (SELECT r, min(r) OVER (PARTITION BY {Key}, known_at) AS first, min(r) OVER (PARTITION BY {Columns}) AS same FROM repeats)
            WHERE r > first
            """));
        Execute("DROP TABLE repeats; DROP TABLE repeated");
    }

    /// <summary>
    /// Each key's remaining rows, in the order of known_at, against the version before: equal content tells nothing new. A row that became known no later
    /// than the newest stored version is either that history told again or comes too late.
    /// </summary>
    private void FindKnown(string? stored)
    {
        var open = connection.Scalar<long>("SELECT count(*) FROM verdict", cancellation) == 0 ? $"{State} = 0" : $"{State} = 0 AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.r = d.rowid)";
        Execute($"CREATE TABLE retold AS SELECT {KeyHash} AS h FROM {Table} d WHERE {open} GROUP BY 1 HAVING count(*) > 1");
        if (stored is null)
        {
            Execute($"CREATE TABLE stored AS SELECT {Columns} FROM {Table} WHERE false");
        }
        else
        {
            Execute($"CREATE TABLE stored AS SELECT {Columns} FROM {stored} WHERE hash({Key}) IN (SELECT {KeyHash} FROM {Table} WHERE {State} = 0)");
            Execute($"INSERT INTO retold SELECT DISTINCT hash({Key}) FROM stored");
        }
        if (connection.Scalar<long>("SELECT count(*) FROM retold", cancellation) > 0)
        {
            Execute($"CREATE TABLE told AS SELECT rowid AS r, {Columns} FROM {Table} d WHERE {open} AND {KeyHash} IN (SELECT h FROM retold)");
            JudgeTold();
            Execute("DROP TABLE told");
        }
        Execute("DROP TABLE retold; DROP TABLE stored");
    }

    private void JudgeTold()
    {
        Execute($"CREATE TABLE newest AS SELECT {Key}, max(known_at) AS top FROM stored GROUP BY ALL");
        var content = HasContent ? Content : "1";
        Execute(FormattableString.Invariant($"""
            INSERT INTO verdict
            SELECT r, CASE WHEN EXISTS (FROM stored s WHERE {Same("s", "t")}) THEN {(int)RowState.AlreadyKnown} ELSE {(int)RowState.TooLate} END, NULL,
                   CAST(t.known_at AS VARCHAR) || '|' || CAST(top AS VARCHAR)
            FROM told t JOIN newest USING ({Key}) WHERE t.known_at <= top
            """));
        Execute(FormattableString.Invariant($"""
            INSERT INTO verdict
            SELECT r, {(int)RowState.AlreadyKnown}, NULL, NULL FROM (
                SELECT r, content, lag(content) OVER (PARTITION BY {Key} ORDER BY known_at) AS before FROM (
                    SELECT r, {Key}, known_at, {content} AS content FROM told t WHERE NOT EXISTS (SELECT 1 FROM verdict v WHERE v.r = t.r)
                    UNION ALL
                    SELECT -1, {Key}, known_at, {content} FROM stored s JOIN newest USING ({Key}) WHERE known_at = top))
            WHERE r >= 0 AND content IS NOT DISTINCT FROM before
            """));
        Execute("DROP TABLE newest");
    }

    private string Same(string a, string b) => string.Join(" AND ", _contract.ColumnNames.Where(c => c != DataContract.KnownAt).Select(Sql.Identifier).Select(c => $"{a}.{c} IS NOT DISTINCT FROM {b}.{c}"));

    /// <summary>
    /// Fills a table so that its row numbers are those of the source. DuckDB says whether its plan keeps the order on several threads; when it does not, as
    /// with a long IN of a mapping's expression, which becomes a join, one thread does.
    /// </summary>
    private long ExecuteInOrder(string sql)
    {
        string plan;
        using (var explained = connection.Query("EXPLAIN " + sql, cancellation)) plan = (string)explained.Rows().First()[1]!;
        if (plan.Contains("BATCH_", StringComparison.Ordinal)) return Execute(sql);
        var threads = connection.Scalar<long>("SELECT current_setting('threads')", cancellation);
        Execute("SET threads = 1");
        try
        {
            return Execute(sql);
        }
        finally
        {
            connection.Execute(FormattableString.Invariant($"SET threads = {threads}"), CancellationToken.None);
        }
    }

    private void WriteDay(DuckDbConnection by, DateOnly day, string path)
    {
        var next = day.AddDays(1);
        by.Execute(FormattableString.Invariant($"COPY (SELECT * FROM accepted WHERE known_at >= TIMESTAMP '{day:yyyy-MM-dd}' AND known_at < TIMESTAMP '{next:yyyy-MM-dd}') TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)"), cancellation);
    }

    private long Execute(string sql) => connection.Execute(sql, cancellation);
}

/// <summary>Accepted rows of one day of known_at.</summary>
internal readonly record struct AcceptedDay(DateOnly Day, long Rows, DateTime MinKnownAtUtc, DateTime MaxKnownAtUtc);
