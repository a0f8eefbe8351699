using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Data.Quarantines;

/// <summary>Open rows of a delivery, to be read again.</summary>
/// <param name="Delivery">The delivery.</param>
internal sealed record RefusedRows(RefusedDelivery Delivery)
{
    private const string Chosen = "q_chosen";
    private const int Samples = 100;

    /// <summary>Only these lines; null for all.</summary>
    public LineSet? Lines { get; init; }

    /// <summary>Only of the file of this name; null for all.</summary>
    public string? File { get; init; }

    /// <summary>True to take rows that are settled too: for looking, never for a replay.</summary>
    public bool SettledToo { get; init; }

    /// <summary>Rows as a person corrected them: only these are read. Null for the rows as they stood.</summary>
    public CorrectedFile? Corrected { get; init; }

    /// <summary>When the delivery that refused them came; stands for when its files were written, which nobody kept.</summary>
    public DateTime DeliveredAtUtc => Delivery.DeliveredAtUtc;

    /// <summary>Where a replay's own quarantine file lies below the dataset's.</summary>
    public string FolderOf(string replay) => $"{Delivery.Id}/{replay}";

    /// <summary>Writes the rows to files, one for each that they stood in.</summary>
    /// <param name="connection">May read the lake.</param>
    /// <param name="snapshot">Says which are open.</param>
    /// <param name="mapping">The mapping file they are to be read through; null without one.</param>
    /// <param name="scratch">A folder for the files.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The rows are pieces of a published layout, or the corrected file does not fit them.</exception>
    public IReadOnlyList<RefusedFile> Stage(DuckDbConnection connection, LakeSnapshot snapshot, MappingFile? mapping, string scratch, CancellationToken cancellation)
    {
        if (mapping is not null && Layouts.Find(mapping.Source.Format) is not null) throw IsLayout(mapping.Source.Format);
        var files = Files(connection, snapshot, scratch, cancellation);
        if (files.FirstOrDefault(f => f.HoldsPieces) is { } pieces) throw IsLayout(pieces.Name);
        return files;
    }

    /// <summary>As <see cref="Stage"/>; rows of a published layout are set aside.</summary>
    public IReadOnlyList<RefusedFile> Files(DuckDbConnection connection, LakeSnapshot snapshot, string scratch, CancellationToken cancellation)
    {
        Delivery.At(snapshot).Attach(connection, cancellation);
        Choose(connection, cancellation);
        var files = new List<RefusedFile>();
        using (var result = connection.Query($"""
            SELECT r.file_sha256, any_value(r.file), any_value(r.header) FROM {RefusedDelivery.Refused} r JOIN {Chosen} USING (file_sha256, line)
            GROUP BY 1 ORDER BY min(r.file), 1
            """, cancellation))
        {
            foreach (var row in result.Rows())
                files.Add(new RefusedFile((string)row[1]!, (string)row[0]!, (string?)row[2], Path.Combine(scratch, FormattableString.Invariant($"refused-{files.Count}"))));
        }
        Corrected?.Bind(files, f => DelimiterOf(connection, f, cancellation));
        foreach (var file in files) Write(connection, file, cancellation);
        return [.. files.Where(f => f.Lines.Count > 0)];
    }

    /// <summary>True when a replay settles nothing and refuses its rows for the reasons that stand already.</summary>
    /// <param name="connection">Holds what <see cref="Stage"/> made, and the refused rows of the replay.</param>
    /// <param name="table">The table of these.</param>
    /// <param name="cancellation">Ends it.</param>
    public static bool SaysNothingNew(DuckDbConnection connection, string table, CancellationToken cancellation)
    {
        // How late a day may be follows from the moment of the replay: that alone is no news.
        const string Reason = @"regexp_replace(reason, '[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:.]+)? \((([0-9]+ days? after )?the delivery)\)', '\2')";
        const string Said = $"file_sha256, line, column_name, value, check_name, {Reason}, raw";
        var before = $"SELECT {Said} FROM {RefusedDelivery.Refused} r JOIN {Chosen} USING (file_sha256, line)";
        return connection.Scalar<long>($"SELECT count(*) FROM (({before} EXCEPT SELECT {Said} FROM {table}) UNION ALL (SELECT {Said} FROM {table} EXCEPT {before}))", cancellation) == 0;
    }

    /// <summary>The delimiter that a file's rows are written with, as they show it.</summary>
    public static char DelimiterOf(DuckDbConnection connection, RefusedFile file, CancellationToken cancellation)
    {
        if (file.Header is not { } header) return ',';
        using var result = connection.Query(FormattableString.Invariant($"SELECT raw FROM {RefusedDelivery.Refused} WHERE file_sha256 = $1 AND check_name <> 'malformed' LIMIT {Samples}"), [file.Sha256], cancellation);
        return Delimiters.Of(header, [.. result.Rows().Select(r => (string)r[0]!)]);
    }

    private static IngestException IsLayout(string name) => new($"rows of {name} were joined from several pieces of a published layout, of which the quarantine keeps only the main one; deliver the corrected files again");

    private void Choose(DuckDbConnection connection, CancellationToken cancellation)
    {
        connection.Execute($"""
            CREATE OR REPLACE TEMP TABLE {Chosen} AS SELECT DISTINCT file_sha256, line FROM {RefusedDelivery.Refused}
            WHERE (is_open OR {(SettledToo ? "true" : "false")}) AND {(File is null ? "true" : $"file = {Sql.Literal(File)}")}
            """, cancellation);
        if (Lines is null && Corrected is null) return;
        connection.Execute("CREATE OR REPLACE TEMP TABLE q_wanted (file VARCHAR, line BIGINT)", cancellation);
        using (var appender = connection.Appender("q_wanted"))
        {
            if (Corrected is { } corrected)
            {
                foreach (var (file, line) in corrected.Places.Where(p => Lines is null || Lines.Contains(p.Line))) appender.AppendRow(file, line);
            }
            else
            {
                // A span may be far wider than the file: only lines that are there are asked for.
                foreach (var (file, line) in Refused(connection, cancellation).Where(p => Lines!.Contains(p.Line))) appender.AppendRow(file, line);
            }
            appender.Close();
        }
        connection.Execute($"""
            DELETE FROM {Chosen} c WHERE NOT EXISTS
            (SELECT 1 FROM q_wanted w JOIN {RefusedDelivery.Refused} r ON r.file = w.file AND r.line = w.line WHERE r.file_sha256 = c.file_sha256 AND r.line = c.line)
            """, cancellation);
        RequireKnown(connection, cancellation);
    }

    private static List<(string File, long Line)> Refused(DuckDbConnection connection, CancellationToken cancellation)
    {
        using var result = connection.Query($"SELECT DISTINCT file, line FROM {RefusedDelivery.Refused}", cancellation);
        return [.. result.Rows().Select(r => ((string)r[0]!, (long)r[1]!))];
    }

    /// <summary>A line that was never refused is a slip of the hand, and not passed over.</summary>
    private void RequireKnown(DuckDbConnection connection, CancellationToken cancellation)
    {
        using var result = connection.Query($"SELECT w.file, w.line FROM q_wanted w WHERE NOT EXISTS (SELECT 1 FROM {RefusedDelivery.Refused} r WHERE r.file = w.file AND r.line = w.line) ORDER BY ALL LIMIT 1", cancellation);
        if (result.Rows().FirstOrDefault() is [string file, long line]) throw new QuarantineException(FormattableString.Invariant($"line {line} of {file} is no refused row of {Delivery.Id}; 'screening quarantine show {Delivery.Id}' shows them"));
    }

    private void Write(DuckDbConnection connection, RefusedFile file, CancellationToken cancellation)
    {
        using var result = connection.Query($"""
            SELECT r.line, bool_or(r.check_name = 'malformed'), min(r.reason), any_value(r.raw) FROM {RefusedDelivery.Refused} r JOIN {Chosen} USING (file_sha256, line)
            WHERE r.file_sha256 = $1 GROUP BY 1 ORDER BY 1
            """, [file.Sha256], cancellation);
        using var writer = file.Write();
        foreach (var row in result.Rows())
        {
            var (line, isMalformed, raw) = ((long)row[0]!, (bool)row[1]!, (string?)row[3] ?? "");
            if (Corrected?.Raw(file, line) is { } corrected) (isMalformed, raw) = (false, corrected);
            file.Add(writer, line, isMalformed, (string)row[2]!, raw);
        }
    }
}
