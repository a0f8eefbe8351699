using System.Text;
using System.Text.Json;
using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>Refused rows of one file, written as a file again. Each row keeps the line it had.</summary>
/// <param name="name">The file's name when it was delivered.</param>
/// <param name="sha256">Hash of the file.</param>
/// <param name="header">Its header line; null when each row says itself what its cells are.</param>
/// <param name="path">Where the rows are written.</param>
internal sealed class RefusedFile(string name, string sha256, string? header, string path)
{
    private static readonly UTF8Encoding Utf8 = new(false);
    private readonly List<long> _lines = [];
    private readonly List<long> _starts = [];
    private readonly List<long> _all = [];
    private readonly List<MalformedLine> _setAside = [];
    private long _next = 1;
    private LineSet? _set;

    public string Name { get; } = name;

    public string Sha256 { get; } = sha256;

    public string? Header { get; } = header;

    public string Path { get; } = path;

    /// <summary>The lines of all rows.</summary>
    public LineSet Lines => _set ??= LineSet.Of(_all);

    /// <summary>True when a row is a piece of a published layout, of which the others are gone.</summary>
    public bool HoldsPieces { get; private set; }

    /// <summary>Begins the file.</summary>
    public StreamWriter Write()
    {
        var writer = new StreamWriter(Path, append: false, Utf8) { NewLine = "\n" };
        if (Header is null) return writer;
        writer.WriteLine(Header);
        _next += 1 + LineEnds(Header);
        return writer;
    }

    /// <summary>Adds a row, in ascending order of lines.</summary>
    public void Add(StreamWriter writer, long line, bool isMalformed, string reason, string raw)
    {
        _all.Add(line);
        // A malformed line of CSV stays malformed under its header, and its quotes would swallow its neighbours. One of JSON lines may only have had a key too many.
        var isPiece = Header is null && !isMalformed && !raw.StartsWith('{');
        HoldsPieces |= isPiece;
        if (isPiece || (isMalformed && (Header is not null || raw.AsSpan().Trim().IsEmpty)))
        {
            _setAside.Add(new MalformedLine(line, reason, raw));
            return;
        }
        _lines.Add(line);
        _starts.Add(_next);
        writer.WriteLine(raw);
        _next += 1 + (Header is null ? 0 : LineEnds(raw));
    }

    /// <summary>Reads the rows.</summary>
    /// <param name="delimiter">Between cells of CSV.</param>
    /// <param name="keys">The keys that are wanted of JSON lines.</param>
    /// <param name="ignoresOthers">Whether other keys are passed over.</param>
    /// <exception cref="IngestException">The rows cannot be read so.</exception>
    public ISource Open(char delimiter, IReadOnlyList<string> keys, bool ignoresOthers)
    {
        if (_lines.Count == 0 && Header is null) return new RefusedSource(null, this, [], [], _setAside);
        var stream = File.OpenRead(Path);
        try
        {
            ISource rows = Header is null ? JsonLinesSource.Open(stream, keys, ignoresOthers) : CsvSource.Open(stream, delimiter);
            return new RefusedSource(rows, this, [.. _starts], [.. _lines], _setAside);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Every key of the rows, when they are JSON objects; a nested one's after its parent's and a point.</summary>
    public IReadOnlyList<string> Keys()
    {
        if (Header is not null) return [];
        var keys = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path, Utf8))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind == JsonValueKind.Object) Collect(json.RootElement, "", key => { if (known.Add(key)) keys.Add(key); });
            }
            catch (JsonException)
            {
                // A malformed line has no keys; it is read as such.
            }
        }
        return keys;
    }

    private static void Collect(JsonElement element, string prefix, Action<string> take)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object) Collect(property.Value, prefix + property.Name + ".", take);
            else take(prefix + property.Name);
        }
    }

    /// <summary>Line ends inside a record, which all stand in quotes: counted as the reader of CSV counts lines.</summary>
    private static long LineEnds(string text)
    {
        long count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) count++;
        }
        return count;
    }

    /// <summary>Gives each row the line it had.</summary>
    private sealed class RefusedSource(ISource? rows, RefusedFile file, long[] starts, long[] lines, List<MalformedLine> setAside) : ISource
    {
        private readonly List<MalformedLine> _malformed = [];
        private bool _begun;
        private long _read;

        public IReadOnlyList<string> Columns => rows?.Columns ?? [];

        public string? Header => file.Header;

        public IReadOnlyList<string> Notes => [];

        public void Read(RecordBlock block, ICollection<MalformedLine> malformed, CancellationToken cancellation)
        {
            if (!_begun) foreach (var line in setAside) malformed.Add(line);
            _begun = true;
            if (rows is null)
            {
                block.Clear(0);
                return;
            }
            _malformed.Clear();
            rows.Read(block, _malformed, cancellation);
            for (var i = 0; i < block.Count; i++) block.Lines[i] = Of(block.Lines[i]) ?? throw CannotBeRead();
            foreach (var line in _malformed)
            {
                // What is left of a row that was cut in two is part of the same row.
                if (Of(line.Line) is { } original) malformed.Add(line with { Line = original });
            }
            if (block.Count == 0 && _read != starts.Length) throw CannotBeRead();
        }

        public void Dispose() => rows?.Dispose();

        private long? Of(long start)
        {
            var at = Array.BinarySearch(starts, start);
            if (at < 0) return null;
            _read++;
            return lines[at];
        }

        private static IngestException CannotBeRead() => new("the refused rows are not one record each when read so; was the file written with another delimiter than the mapping says?");
    }
}
