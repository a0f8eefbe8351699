using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>
/// Decides about rows whose keys come several times or are stored: repeats, contradictions, history told again, corrections. Only these rows are here, with
/// the first row of each of their keys, so a delivery of new keys costs nothing. What decides is equality, never a hash.
/// </summary>
/// <remarks>Rows are numbered <c>file &lt;&lt; 40 | line</c>, which is their order in the delivery.</remarks>
internal sealed class Judge(DuckDbConnection connection, DataContract contract, Distinctness distinct, CancellationToken cancellation) : IDisposable
{
    private const int FileShift = 40;
    private DuckDbAppender? _told;

    /// <summary>True when there is anything to judge.</summary>
    public bool HasRows { get; private set; }

    private string Columns => Names(contract.ColumnNames);

    private string Key => Names(contract.Key.Select(c => c.Name));

    /// <summary>What a row says, beside its key and when it became known.</summary>
    private IEnumerable<string> Content => contract.ColumnNames.Where(c => c != DataContract.KnownAt && contract.Find(c)!.KeyPosition is null).Append(SliceTable.Deleted).Select(Sql.Identifier);

    /// <summary>Takes a slice's doubtful rows.</summary>
    public void Add(Slice slice, int count, byte[] lineage)
    {
        HasRows = true;
        if (_told is null)
        {
            connection.Execute($"CREATE TABLE told ({SliceTable.Columns(contract)}, r BIGINT, is_first BOOLEAN, raw VARCHAR)");
            _told = connection.Appender("told");
        }
        var rows = new int[count];
        var next = 0;
        for (var i = 0; i < slice.Count; i++)
        {
            if (slice.States[i] == RowState.Suspect) rows[next++] = i;
        }
        var numbers = new long[slice.Count];
        foreach (var row in rows) numbers[row] = ((long)slice.File << FileShift) | slice.Lines[row];
        SliceTable.AppendTold(_told, contract, slice, rows, lineage, numbers);
    }

    /// <summary>Judges every row.</summary>
    /// <param name="files">The delivery's files.</param>
    /// <param name="slices">Where the first rows of their keys were written.</param>
    /// <param name="stored">SQL for all that the lake holds of the dataset, deletions too; null when it holds nothing.</param>
    /// <param name="threads">To work with.</param>
    public void Decide(IReadOnlyList<DeliveredFile> files, IReadOnlyList<WrittenSlice> slices, string? stored, int threads)
    {
        _told!.Close();
        Execute(FormattableString.Invariant($"SET threads = {threads}"));
        Execute("CREATE TABLE verdict (r BIGINT NOT NULL, state UTINYINT NOT NULL, other BIGINT, note VARCHAR)");
        AddFirsts(slices);
        Execute($"CREATE TABLE stored AS SELECT {Columns}, {SliceTable.Deleted} FROM ({stored ?? $"SELECT {Columns}, {SliceTable.Deleted} FROM told WHERE false"}) s WHERE EXISTS (SELECT 1 FROM told t WHERE {SameKey("t", "s")})");
        FindRepeats();
        JudgeTold();
        foreach (var file in files) Count(file);
        Execute("SET threads = 1");
    }

    /// <summary>SQL for the refused rows: file number, line, state, the row it repeats or contradicts, a note, the row as it stood.</summary>
    public static string Refused => FormattableString.Invariant($"SELECT (t.r >> {FileShift})::INTEGER AS file_no, t._line AS line, v.state, v.other, v.note, t.raw FROM told t JOIN verdict v ON v.r = t.r WHERE v.state IN ({(int)RowState.Duplicate}, {(int)RowState.Conflict}, {(int)RowState.TooLate})");

    /// <summary>The file and line of a row's number.</summary>
    public static (int File, long Line) Place(long row) => ((int)(row >> FileShift), row & ((1L << FileShift) - 1));

    /// <summary>Writes the accepted rows among those that were judged.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="number">The slice's number.</param>
    /// <param name="references">Checks what they name.</param>
    /// <returns>Null when there is none.</returns>
    public WrittenSlice? WriteAccepted(string path, int number, ReferenceCheck references)
    {
        const string Accepted = "told t WHERE NOT is_first AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.r = t.r)";
        references.Add(connection, $"(SELECT * FROM {Accepted})", cancellation);
        using var bounds = connection.Query($"SELECT count(*), min(known_at), max(known_at) FROM {Accepted}", cancellation);
        var row = bounds.Rows().First();
        if (row[0] is 0L) return null;
        Execute($"COPY (SELECT {Columns}, {SliceTable.Lineage} FROM {Accepted} ORDER BY {Names(contract.SortColumns)}) TO {Sql.Literal(path)} ({SliceTable.Format})");
        return new WrittenSlice(number, -1, path, (long)row[0]!, (DateTime)row[1]!, (DateTime)row[2]!);
    }

    /// <summary>Takes rows out of the slices that were accepted as the first of their key and told nothing new after all, because a later line tells of an earlier time.</summary>
    public IReadOnlyList<WrittenSlice> WithoutDismissed(IReadOnlyList<WrittenSlice> slices, ReferenceCheck references)
    {
        var dismissed = connection.Scalar<long>("SELECT count(*) FROM told t JOIN verdict v ON v.r = t.r WHERE is_first", cancellation);
        if (dismissed == 0) return slices;
        references.Remove(connection, "(SELECT t.* FROM told t JOIN verdict v ON v.r = t.r WHERE is_first)", cancellation);
        return [.. slices.Select(WithoutDismissed).OfType<WrittenSlice>()];
    }

    public void Dispose() => _told?.Dispose();

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(Sql.Identifier));

    private static string Names(IEnumerable<string> columns, string table) => string.Join(", ", columns.Select(c => $"{table}.{Sql.Identifier(c)}"));

    private string SameKey(string a, string b) => string.Join(" AND ", contract.Key.Select(c => Sql.Identifier(c.Name)).Select(c => $"{a}.{c} = {b}.{c}"));

    private string SameContent(string a, string b) => string.Join(" AND ", Content.Select(c => $"{a}.{c} IS NOT DISTINCT FROM {b}.{c}"));

    private WrittenSlice? WithoutDismissed(WrittenSlice slice)
    {
        var dismissed = FormattableString.Invariant($"SELECT t._line FROM told t JOIN verdict v ON v.r = t.r WHERE is_first AND (t.r >> {FileShift}) = {slice.File}");
        var kept = $"(SELECT * FROM read_parquet({Sql.Literal(slice.Path)}) WHERE _line NOT IN ({dismissed}))";
        using var bounds = connection.Query($"SELECT count(*), min(known_at), max(known_at) FROM {kept}", cancellation);
        var row = bounds.Rows().First();
        if (row[0] is 0L) return null;
        if ((long)row[0]! == slice.Rows) return slice;
        var path = slice.Path + ".kept.parquet";
        Execute($"COPY (FROM {kept} ORDER BY {Names(contract.SortColumns)}) TO {Sql.Literal(path)} ({SliceTable.Format})");
        return slice with { Path = path, Rows = (long)row[0]!, MinKnownAtUtc = (DateTime)row[1]!, MaxKnownAtUtc = (DateTime)row[2]! };
    }

    /// <summary>The first row of a key of this delivery was accepted before its others came; they are judged together.</summary>
    private void AddFirsts(IReadOnlyList<WrittenSlice> slices)
    {
        foreach (var file in slices.GroupBy(s => s.File))
        {
            Execute(FormattableString.Invariant($"""
                INSERT INTO told SELECT {Columns}, {SliceTable.Lineage}, ({file.Key}::BIGINT << {FileShift}) | _line, true, NULL
                FROM read_parquet({Sql.List(file.Select(s => s.Path))}) s WHERE EXISTS (SELECT 1 FROM told t WHERE {SameKey("t", "s")})
                """));
        }
    }

    /// <summary>Among rows of one key and known_at the first wins. Hashes only choose the rows to look at.</summary>
    private void FindRepeats()
    {
        Execute($"CREATE TABLE repeats AS SELECT r, {Columns}, {SliceTable.Deleted} FROM told WHERE hash({Key}, known_at) IN (SELECT hash({Key}, known_at) FROM told GROUP BY 1 HAVING count(*) > 1)");
        var exact = distinct == Distinctness.None ? RowState.Duplicate : RowState.Collapsed;
        var other = distinct == Distinctness.Key ? RowState.Collapsed : RowState.Conflict;
        Execute(FormattableString.Invariant($"""
            INSERT INTO verdict
            SELECT r, CASE WHEN r > same THEN {(int)exact} ELSE {(int)other} END, CASE WHEN r > same THEN same ELSE first END, NULL
            FROM (SELECT r, min(r) OVER (PARTITION BY {Key}, known_at) AS first, min(r) OVER (PARTITION BY {Columns}, {SliceTable.Deleted}) AS same FROM repeats)
            WHERE r > first
            """));
        Execute("DROP TABLE repeats");
    }

    /// <summary>
    /// Each key's remaining rows, in the order of known_at, against the version before: equal content tells nothing new. A row that became known no later
    /// than the newest stored version is either that history told again or comes too late.
    /// </summary>
    private void JudgeTold()
    {
        // Columns are compared one by one: DuckDB is several times slower at rows as values.
        const string Open = "NOT EXISTS (SELECT 1 FROM verdict v WHERE v.r = t.r)";
        Execute($"CREATE TABLE newest AS SELECT {Key}, max(known_at) AS top FROM stored GROUP BY ALL");
        Execute(FormattableString.Invariant($"""
            CREATE TABLE late AS SELECT t.r, CAST(t.known_at AS VARCHAR) || '|' || CAST(n.top AS VARCHAR) AS note
            FROM told t JOIN newest n ON {SameKey("t", "n")} WHERE t.known_at <= n.top AND {Open}
            """));
        Execute(FormattableString.Invariant($"""
            INSERT INTO verdict SELECT t.r, {(int)RowState.AlreadyKnown}, NULL, NULL FROM told t SEMI JOIN late l ON l.r = t.r
            WHERE EXISTS (SELECT 1 FROM stored s WHERE {SameKey("s", "t")} AND {SameContent("s", "t")})
            """));
        Execute(FormattableString.Invariant($"INSERT INTO verdict SELECT t.r, {(int)RowState.TooLate}, NULL, t.note FROM late t WHERE {Open}"));
        // A stored version stands in its key's chain with a number below zero.
        Execute(FormattableString.Invariant($"""
            CREATE TABLE chain AS SELECT * FROM (
                SELECT r, lag(r) OVER (PARTITION BY {Key} ORDER BY known_at) AS before FROM (
                    SELECT r, {Key}, known_at FROM told t WHERE {Open}
                    UNION ALL
                    SELECT -1 - s.rowid, {Names(contract.Key.Select(c => c.Name), "s")}, s.known_at FROM stored s JOIN newest n ON {SameKey("s", "n")} WHERE s.known_at = n.top))
            WHERE r >= 0 AND before IS NOT NULL
            """));
        foreach (var (earlier, number) in (ReadOnlySpan<(string, string)>)[("told", "b.r"), ("stored", "-1 - b.rowid")])
            Execute(FormattableString.Invariant($"""
                INSERT INTO verdict SELECT c.r, {(int)RowState.AlreadyKnown}, NULL, NULL FROM chain c JOIN told t ON t.r = c.r JOIN {earlier} b ON {number} = c.before AND {SameContent("b", "t")}
                """));
        Execute("DROP TABLE newest; DROP TABLE late; DROP TABLE chain");
    }

    private void Count(DeliveredFile file)
    {
        using var result = connection.Query(
            FormattableString.Invariant($"SELECT is_first, v.state, count(*) FROM told t JOIN verdict v ON v.r = t.r WHERE (t.r >> {FileShift}) = {file.Number} GROUP BY ALL"), cancellation);
        foreach (var row in result.Rows()) file.Judged((bool)row[0]!, (RowState)(byte)row[1]!, (long)row[2]!);
    }

    private void Execute(string sql) => connection.Execute(sql, cancellation);
}
