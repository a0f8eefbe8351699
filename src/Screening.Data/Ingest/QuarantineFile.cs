using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Ingest;

/// <summary>
/// The refused rows of a delivery: one record per failed check, with file, line, column, value, reason and the whole row as it was read, so that it can be
/// corrected and delivered again. Lives at <c>_quarantine/&lt;dataset&gt;/&lt;delivery&gt;.parquet</c>.
/// </summary>
internal sealed class QuarantineFile(DuckDbConnection connection, CancellationToken cancellation)
{
    private const string Table = "quarantine";
    private const int CommonReasons = 5;

    public void Create() => connection.Execute(
        $"CREATE TABLE {Table} (file_no INTEGER, file VARCHAR, file_sha256 VARCHAR, line BIGINT, place INTEGER, column_name VARCHAR, value VARCHAR, check_name VARCHAR, reason VARCHAR, raw VARCHAR)", cancellation);

    /// <summary>Adds a file's malformed lines and refused rows.</summary>
    /// <param name="fileNumber">Its place in the delivery.</param>
    /// <param name="file">The file.</param>
    /// <param name="refused">Its refused rows, ascending.</param>
    /// <param name="from">The delivery's row that is its first record.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="place">Says where a row of the delivery stands, seen from this file.</param>
    public void Add(int fileNumber, ISourceFile file, IReadOnlyList<RefusedRow> refused, long from, Delivery delivery, Func<long, string> place)
    {
        AddLines(fileNumber, file);
        if (refused.Count == 0) return;

        connection.Execute("CREATE OR REPLACE TABLE refused_row (i BIGINT, line BIGINT, raw VARCHAR)", cancellation);
        var raws = new string[refused.Count];
        var relation = file.Again(connection, [.. refused.Select(r => r.Row - from)], (i, raw) => raws[i] = raw, cancellation);
        using (var rows = connection.Appender("refused_row"))
        {
            for (var i = 0; i < raws.Length; i++) rows.AppendRow((long)i, file.LineOf(refused[i].Row - from), raws[i]);
            rows.Close();
        }
        AddRows(fileNumber, file, refused, raws, from, place);
        connection.Execute(
            $"INSERT INTO {Table} SELECT {Number(fileNumber)}, {Sql.Literal(file.Name)}, {Sql.Literal(file.Sha256)}, line, place, col, text, kind, reason, raw FROM ({delivery.FailedChecks(relation)}) JOIN refused_row USING (i)", cancellation);

        var broken = refused.Count(r => r.State == RowState.Broken);
        var explained = connection.Scalar<long>($"SELECT count(DISTINCT line) FROM {Table} WHERE file_no = {Number(fileNumber)} AND place > 0", cancellation);
        if (explained != broken) throw new InvalidOperationException(FormattableString.Invariant($"{file.Name}: {broken} rows were refused and {explained} have a reason"));
    }

    /// <summary>The five commonest reasons, in one file or in all.</summary>
    public IReadOnlyList<RefusalReason> Reasons(int? fileNumber)
    {
        var where = fileNumber is { } number ? $"WHERE file_no = {Number(number)}" : "";
        var reasons = new List<RefusalReason>();
        using var result = connection.Query(FormattableString.Invariant($"""
            SELECT check_name, column_name, count(*), first(file), first(line), first(value), first(reason)
            FROM (SELECT * FROM {Table} {where} ORDER BY file_no, line, place) GROUP BY 1, 2
            ORDER BY 3 DESC, min(file_no), min(line), 2, 1 LIMIT {CommonReasons}
            """), cancellation);
        foreach (var row in result.Rows())
            reasons.Add(new RefusalReason((string)row[0]!, (string?)row[1], (long)row[2]!, (string)row[3]!, (long)row[4]!, (string?)row[5], (string)row[6]!));
        return reasons;
    }

    /// <summary>Writes the file, replacing what an interrupted run of the same delivery left.</summary>
    /// <returns>Its path below the lake.</returns>
    public string Write(LakeWriter writer, DataContract contract, string delivery, DateTime deliveredAtUtc)
    {
        var relative = $"{Lake.QuarantineFolder}/{contract.Dataset}/{delivery}.parquet";
        var path = Path.Combine(writer.Lake.FullPath, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = Path.Combine(writer.Scratch, delivery + ".quarantine.parquet");
        var delivered = Sql.Literal(deliveredAtUtc.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        connection.Execute($"""
            COPY (SELECT {Sql.Literal(contract.Dataset)} AS dataset, {Sql.Literal(contract.Version)} AS contract_version, CAST({delivered} AS TIMESTAMP) AS delivered_at,
                         file, file_sha256, line, column_name, value, check_name, reason, raw
                  FROM {Table} ORDER BY file_no, line, place, check_name, reason) TO {Sql.Literal(draft)} (FORMAT parquet, COMPRESSION zstd)
            """, cancellation);
        File.Move(draft, path, overwrite: true);
        Posix.SyncFileSystem(writer.Lake.FullPath);
        return relative;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private void AddLines(int fileNumber, ISourceFile file)
    {
        if (file.Malformed.Count == 0) return;
        using var rows = connection.Appender(Table);
        foreach (var line in file.Malformed) rows.AppendRow(fileNumber, file.Name, file.Sha256, line.Line, 0, null, null, "malformed", line.Reason, line.Raw);
        rows.Close();
    }

    private void AddRows(int fileNumber, ISourceFile file, IReadOnlyList<RefusedRow> refused, string[] raws, long from, Func<long, string> place)
    {
        using var rows = connection.Appender(Table);
        for (var i = 0; i < refused.Count; i++)
        {
            var (check, column, value, reason) = Explain(refused[i], place);
            if (check is not null) rows.AppendRow(fileNumber, file.Name, file.Sha256, file.LineOf(refused[i].Row - from), 0, column, value, check, reason, raws[i]);
        }
        rows.Close();
    }

    private static (string? Check, string? Column, string? Value, string Reason) Explain(RefusedRow row, Func<long, string> place) => row.State switch
    {
        RowState.Duplicate => ("duplicate", null, null, $"duplicate of {place(row.Other)}"),
        RowState.Conflict => ("conflict", null, null, $"has the key and known_at of {place(row.Other)} but other content; the first wins"),
        RowState.TooLate when row.Text?.Split('|') is [var value, var newest] => ("too_late", DataContract.KnownAt, value, $"known_at must be later than {newest}, the newest stored version of this key"),
        _ => (null, null, null, ""),
    };
}
