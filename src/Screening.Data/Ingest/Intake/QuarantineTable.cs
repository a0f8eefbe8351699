using System.Globalization;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Ingest;

/// <summary>
/// The refused rows of a delivery: one record per failed check, with file, line, column, value, reason and the whole row as it was read, so that it can be
/// corrected and delivered again. Lives at <c>_quarantine/&lt;dataset&gt;/&lt;delivery&gt;.parquet</c>.
/// </summary>
internal sealed class QuarantineTable : IDisposable
{
    /// <summary>The table of refused rows while a delivery is read.</summary>
    public const string Table = "quarantine";

    private const int CommonReasons = 5;
    private readonly DuckDbConnection _connection;
    private readonly CancellationToken _cancellation;
    private DuckDbAppender? _rows;
    private DeliveredFile? _file;
    private string? _header;

    public QuarantineTable(DuckDbConnection connection, CancellationToken cancellation)
    {
        (_connection, _cancellation) = (connection, cancellation);
        connection.Execute($"""
            CREATE TABLE {Table} (file_no INTEGER, file VARCHAR, file_sha256 VARCHAR, mapping_sha256 VARCHAR, line BIGINT, place INTEGER, column_name VARCHAR, value VARCHAR, check_name VARCHAR,
                                  reason VARCHAR, header VARCHAR, raw VARCHAR)
            """, cancellation);
    }

    /// <summary>Records so far; a row may have several.</summary>
    public long Records { get; private set; }

    /// <summary>Begins a file.</summary>
    public void Begin(DeliveredFile file, string? header) => (_file, _header) = (file, header);

    /// <summary>Adds a slice's malformed lines and failed checks.</summary>
    public void Add(Slice slice)
    {
        if (slice.Malformed.Count + slice.Failed.Count == 0) return;
        _rows ??= _connection.Appender(Table);
        foreach (var line in slice.Malformed) Add(_file!, line.Line, 0, null, null, "malformed", line.Reason, line.Raw);
        foreach (var failed in slice.Failed)
            Add(_file!, slice.Lines[failed.Row], failed.Place, failed.Column, failed.Value, failed.Check, failed.Reason, Encoding.UTF8.GetString(slice.Text(slice.Raws[failed.Row])));
    }

    /// <summary>Ends a file.</summary>
    public void End()
    {
        _rows?.Close();
        _rows = null;
    }

    /// <summary>Adds the rows that the judge refused.</summary>
    public void AddJudged(IReadOnlyList<DeliveredFile> files, IReadOnlyDictionary<int, string?> headers)
    {
        var refused = new List<(int File, long Line, RowState State, long Other, string? Note, string Raw)>();
        using (var result = _connection.Query($"{Judge.Refused} ORDER BY t.r", _cancellation))
        {
            foreach (var row in result.Rows()) refused.Add(((int)row[0]!, (long)row[1]!, (RowState)(byte)row[2]!, (long?)row[3] ?? -1, (string?)row[4], (string)row[5]!));
        }
        if (refused.Count == 0) return;
        _rows = _connection.Appender(Table);
        foreach (var row in refused)
        {
            (_file, _header) = (files[row.File], headers[row.File]);
            var (check, column, value, reason) = Explain(row.State, row.Note, () => Place(files, row.File, row.Other));
            Add(_file, row.Line, 0, column, value, check, reason, row.Raw);
        }
        End();
    }

    /// <summary>The five commonest reasons, in one file or in all.</summary>
    public IReadOnlyList<RefusalReason> Reasons(int? fileNumber)
    {
        if (Records == 0) return [];
        var where = fileNumber is { } number ? $"WHERE file_no = {number.ToString(CultureInfo.InvariantCulture)}" : "";
        var reasons = new List<RefusalReason>();
        using var result = _connection.Query(FormattableString.Invariant($"""
            SELECT check_name, column_name, count(*), first(file), first(line), first(value), first(reason)
            FROM (SELECT * FROM {Table} {where} ORDER BY file_no, line, place) GROUP BY 1, 2
            ORDER BY 3 DESC, min(file_no), min(line), 2, 1 LIMIT {CommonReasons}
            """), _cancellation);
        foreach (var row in result.Rows())
            reasons.Add(new RefusalReason((string)row[0]!, (string?)row[1], (long)row[2]!, (string)row[3]!, (long)row[4]!, (string?)row[5], (string)row[6]!));
        return reasons;
    }

    /// <summary>How many kinds of reasons there are beyond the commonest, and how often they refused.</summary>
    public RefusalRest Rest()
    {
        if (Records == 0) return default;
        using var result = _connection.Query(FormattableString.Invariant($"""
            SELECT count(*), CAST(coalesce(sum(n), 0) AS BIGINT)
            FROM (SELECT count(*) AS n, min(file_no) AS f, min(line) AS l, check_name, column_name FROM {Table} GROUP BY ALL ORDER BY n DESC, f, l, column_name, check_name OFFSET {CommonReasons})
            """), _cancellation);
        var row = result.Rows().Single();
        return new RefusalRest((long)row[0]!, (long)row[1]!);
    }

    /// <summary>Writes the file, replacing what an interrupted run of the same delivery left.</summary>
    /// <param name="writer">The lake's writer.</param>
    /// <param name="contract">Of the delivery.</param>
    /// <param name="delivery">The delivery's name; for rows that are read again after the name of the delivery that they were refused in, and a slash.</param>
    /// <param name="deliveredAtUtc">When it came.</param>
    /// <returns>Its path below the lake.</returns>
    public string Write(LakeWriter writer, DataContract contract, string delivery, DateTime deliveredAtUtc)
    {
        var relative = $"{Lake.QuarantineFolder}/{contract.Dataset}/{delivery}.parquet";
        var path = Path.Combine(writer.Lake.FullPath, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = Path.Combine(writer.Scratch, Path.GetFileName(delivery) + ".quarantine.parquet");
        var delivered = Sql.Literal(deliveredAtUtc.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        _connection.Execute($"""
            COPY (SELECT {Sql.Literal(contract.Dataset)} AS dataset, {Sql.Literal(contract.Version)} AS contract_version, CAST({delivered} AS TIMESTAMP) AS delivered_at,
                         file, file_sha256, mapping_sha256, line, column_name, value, check_name, reason, header, raw
                  FROM {Table} ORDER BY file_no, line, place, check_name, reason) TO {Sql.Literal(draft)} (FORMAT parquet, COMPRESSION zstd)
            """, _cancellation);
        File.Move(draft, path, overwrite: true);
        Posix.SyncFileSystem(writer.Lake.FullPath);
        return relative;
    }

    public void Dispose() => _rows?.Dispose();

    private static string Place(IReadOnlyList<DeliveredFile> files, int seenFrom, long row)
    {
        var (file, number) = Judge.Place(row);
        var line = FormattableString.Invariant($"line {number}");
        return file == seenFrom ? line : $"{line} of {files[file].Name}";
    }

    private static (string Check, string? Column, string? Value, string Reason) Explain(RowState state, string? note, Func<string> other) => state switch
    {
        RowState.Duplicate => ("duplicate", null, null, $"duplicate of {other()}"),
        RowState.Conflict => ("conflict", null, null, $"has the key and known_at of {other()} but other content; the first wins"),
        RowState.TooLate when note?.Split('|') is [var value, var newest] => ("too_late", DataContract.KnownAt, value, $"must be later than {newest}, the newest stored version of this key"),
        _ => throw new InvalidOperationException($"a row of state {state} was refused"),
    };

    private void Add(DeliveredFile file, long line, int place, string? column, string? value, string check, string reason, string raw)
    {
        _rows!.AppendRow(file.Number, file.Name, file.Sha256, file.MappingSha256, line, place, column, value, check, reason, _header, raw);
        Records++;
    }
}
