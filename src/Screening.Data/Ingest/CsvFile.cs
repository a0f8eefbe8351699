using System.Text;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A CSV file. DuckDB reads only what <see cref="CsvScan"/> has found well-formed: the file itself when all of it is, else a copy without the rest.</summary>
internal sealed class CsvFile : ISourceFile
{
    private readonly string _readable;
    private readonly string _scratch;
    private readonly SourceFormat _format;
    private readonly CsvScan _scan;

    private CsvFile(string name, string readable, string scratch, SourceFormat format, CsvScan scan, string sha256, IReadOnlyList<string> columns)
    {
        Name = name;
        Sha256 = sha256;
        Columns = columns;
        _readable = readable;
        _scratch = scratch;
        _format = format;
        _scan = scan;
    }

    public string Name { get; }

    public string Sha256 { get; }

    public IReadOnlyList<string> Columns { get; }

    public long Records => _scan.Records;

    public IReadOnlyList<MalformedLine> Malformed => _scan.Malformed;

    public IReadOnlyList<string> Notes => (_scan.Records + _scan.Malformed.Count, _scan.EndsWithLineEnd) switch
    {
        (0, _) => ["the file has a header and no rows"],
        (_, false) => ["the last line has no line end; was the file cut?"],
        _ => [],
    };

    public string Relation { get; private init; } = "";

    /// <summary>Scans a file. Its header must be readable; whether it fits is the caller's question.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="scratch">Where copies may be written: a path that they begin with.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The file is empty, has no header or is not CSV.</exception>
    public static CsvFile Open(string path, string name, string scratch, SourceFormat format, CancellationToken cancellation)
    {
        var readable = path;
        if (!SourceEncoding.IsUtf8(format.Encoding))
        {
            readable = scratch + ".utf8.csv";
            SourceEncoding.ToUtf8(path, readable, format.Encoding, cancellation);
        }

        var scan = CsvScan.Run(readable, format.Delimiter, null, cancellation);
        if (scan.Bytes == 0) throw new IngestException("the file is empty (0 bytes); expected a header on line 1");
        if (scan.HeaderProblem is { } problem) throw new IngestException($"line 1: the header {problem}");
        if (scan.Header.Count == 0) throw new IngestException("line 1: there is no header");
        var sha256 = readable == path ? scan.Sha256 : FileHash.Of(path);
        var columns = scan.Header.Select((h, i) => h.Length > 0 ? h : FormattableString.Invariant($"column_{i + 1}")).ToList();

        var source = readable;
        if (!scan.IsPlain)
        {
            source = scratch + ".clean.csv";
            WriteClean(readable, source, format.Delimiter, scan.HeaderRaw, cancellation);
        }
        return new CsvFile(name, readable, scratch, format, scan, sha256, columns) { Relation = Read(source, format.Delimiter, columns) };
    }

    public long LineOf(long record) => _scan.LineOf(record);

    public string Again(DuckDbConnection connection, IReadOnlyList<long> records, Action<int, string> raw, CancellationToken cancellation)
    {
        var path = _scratch + ".again.csv";
        using (var output = Begin(path, _scan.HeaderRaw))
        {
            var next = 0;
            CsvScan.Run(_readable, _format.Delimiter, Take, cancellation);
            if (next != records.Count) throw new IngestException($"{Name} changed while it was read");

            void Take(long record, long line, ReadOnlySpan<byte> bytes)
            {
                if (next == records.Count || record != records[next]) return;
                output.Write(bytes);
                output.WriteByte((byte)'\n');
                raw(next++, Encoding.UTF8.GetString(bytes));
            }
        }
        return Read(path, _format.Delimiter, Columns);
    }

    /// <summary>Reading by position: names reach SQL only as quoted identifiers, and the reader guesses nothing.</summary>
    private static string Read(string path, char delimiter, IReadOnlyList<string> columns)
    {
        var positions = string.Join(", ", columns.Select((_, i) => FormattableString.Invariant($"'c{i}': 'VARCHAR'")));
        var names = string.Join(", ", columns.Select((c, i) => FormattableString.Invariant($"c{i} AS {Sql.Identifier(c)}")));
        return $"(SELECT {names} FROM read_csv({Sql.Literal(path)}, auto_detect=false, header=true, columns={{{positions}}}, delim={Sql.Literal(delimiter.ToString())}, "
            + FormattableString.Invariant($"quote='\"', escape='\"', new_line='\\n', nullstr='', strict_mode=true, max_line_size={2 * CsvScan.LongestRecord}))");
    }

    private static void WriteClean(string source, string target, char delimiter, byte[] header, CancellationToken cancellation)
    {
        using var output = Begin(target, header);
        CsvScan.Run(source, delimiter, (_, _, bytes) =>
        {
            output.Write(bytes);
            output.WriteByte((byte)'\n');
        }, cancellation);
    }

    private static BufferedStream Begin(string path, byte[] header)
    {
        var output = new BufferedStream(new FileStream(path, FileMode.Create, FileAccess.Write), 1 << 16);
        output.Write(header);
        output.WriteByte((byte)'\n');
        return output;
    }
}
