using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>
/// The source cells of refused rows in a table, and what mappings make of them: with the same SQL and the same readers as an ingestion, so that a mapping that
/// is said to fix a cell does.
/// </summary>
internal sealed class SourceTable
{
    private const string Name = "q_source";
    private readonly DuckDbConnection _connection;
    private readonly ContractStore _contracts;
    private readonly DataContract _contract;
    private readonly DateTime _deliveredAtUtc;
    private readonly DateTime _nowUtc;
    private readonly Dictionary<string, ColumnReader> _readers;
    private readonly HashSet<string> _setUp = new(StringComparer.Ordinal);
    private readonly string _number;
    private string _taken = "true";

    private SourceTable(DuckDbConnection connection, ContractStore contracts, DataContract contract, IReadOnlyList<string> columns, DateTime deliveredAtUtc, DateTime nowUtc)
    {
        (_connection, _contracts, _contract, Columns, _deliveredAtUtc, _nowUtc) = (connection, contracts, contract, columns, deliveredAtUtc, nowUtc);
        _readers = contract.Columns.Select((c, i) => (c.Name, Reader: ColumnReader.Of(c, i, contracts, nowUtc))).ToDictionary(c => c.Name, c => c.Reader, StringComparer.Ordinal);
        _number = "n";
        while (columns.Contains(_number, StringComparer.OrdinalIgnoreCase)) _number += "_";
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Name} ({string.Join(", ", columns.Select(c => $"{Sql.Identifier(c)} VARCHAR").Prepend($"{_number} BIGINT"))})");
    }

    /// <summary>The source's columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Rows that have cells.</summary>
    public long Rows { get; private set; }

    /// <summary>Reads the rows of files into the table.</summary>
    public static SourceTable Load(
        DuckDbConnection connection, ContractStore contracts, DataContract contract, IReadOnlyList<(RefusedFile File, char Delimiter)> files, DateTime deliveredAtUtc, DateTime nowUtc, CancellationToken cancellation)
    {
        var shapes = files.Select(f => (f.File, f.Delimiter, Columns: f.File.Header is { } header ? CorrectedFile.ColumnsOf(header, f.Delimiter) : f.File.Keys())).ToList();
        var table = new SourceTable(connection, contracts, contract, [.. shapes.SelectMany(s => s.Columns).Distinct(StringComparer.OrdinalIgnoreCase)], deliveredAtUtc, nowUtc);
        foreach (var (file, delimiter, columns) in shapes) table.Add(file, delimiter, columns, cancellation);
        return table;
    }

    /// <summary>From now on only rows count that a mapping takes, and that delete nothing.</summary>
    public void Restrict(MappingFile mapping)
    {
        var sql = SqlOf(mapping);
        _taken = $"{sql.Taken} AND NOT {sql.Gone}";
        Rows = _connection.Scalar<long>($"SELECT count(*) FROM {Name} WHERE {_taken}");
    }

    /// <summary>What a mapping makes of a column.</summary>
    /// <returns>Each different text with the rows that have it; null for no value.</returns>
    public IReadOnlyList<(string? Text, long Rows)> Texts(MappingFile mapping, ContractColumn column)
    {
        using var result = _connection.Query($"SELECT {SqlOf(mapping).TextOf(column)} AS text, count(*) FROM {Name} WHERE {_taken} GROUP BY 1 ORDER BY 2 DESC, 1");
        return [.. result.Rows().Select(r => ((string?)r[0], (long)r[1]!))];
    }

    /// <summary>What a source says, in rows whose cell a mapping does not make good.</summary>
    public IReadOnlyList<(string Text, long Rows)> BadTexts(MappingFile mapping, ContractColumn column, MappedValue source)
    {
        var texts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var result = _connection.Query($"SELECT {Source(source)} AS said, {SqlOf(mapping).TextOf(column)} AS text, count(*) FROM {Name} WHERE {_taken} GROUP BY 1, 2");
        foreach (var row in result.Rows())
        {
            if (row[0] is string said && !IsGood(column, (string?)row[1])) texts[said] = texts.GetValueOrDefault(said) + (long)row[2]!;
        }
        return [.. texts.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value))];
    }

    /// <summary>What another mapping does to a column: cells that it mends, and good ones that it breaks or changes.</summary>
    public (long Mended, long Harmed) Compare(MappingFile before, MappingFile after, ContractColumn column)
    {
        using var result = _connection.Query($"SELECT {SqlOf(before).TextOf(column)} AS was, {SqlOf(after).TextOf(column)} AS text, count(*) FROM {Name} WHERE {_taken} GROUP BY 1, 2");
        long mended = 0, harmed = 0;
        foreach (var row in result.Rows())
        {
            var (was, text, rows) = ((string?)row[0], (string?)row[1], (long)row[2]!);
            var isGood = IsGood(column, text);
            if (!IsGood(column, was)) mended += isGood ? rows : 0;
            else if (!isGood || !IsSame(column, was, text)) harmed += rows;
        }
        return (mended, harmed);
    }

    /// <summary>The rows of which at least one cell is not good.</summary>
    public HashSet<long> BadRows(MappingFile mapping)
    {
        var bad = new HashSet<long>();
        foreach (var column in _contract.Columns)
        {
            using var result = _connection.Query($"SELECT {_number}, {SqlOf(mapping).TextOf(column)} FROM {Name} WHERE {_taken}");
            foreach (var row in result.Rows())
            {
                if (!IsGood(column, (string?)row[1])) bad.Add((long)row[0]!);
            }
        }
        return bad;
    }

    /// <summary>True when the contract takes the text.</summary>
    public bool IsGood(ContractColumn column, string? text) => text is null or "" ? !column.Required : _readers[column.Name].Take(Encoding.UTF8.GetBytes(text), 0, out _, out _);

    /// <summary>The rules that a text breaks.</summary>
    public string Why(ContractColumn column, string? text) => text is null or "" ? "required" : string.Join(", ", _readers[column.Name].Problems(Encoding.UTF8.GetBytes(text)).Select(p => p.Check).Distinct(StringComparer.Ordinal));

    private bool IsSame(ContractColumn column, string? one, string? other)
    {
        if (one is null or "" || other is null or "" || column.Type.Kind == ColumnKind.Text) return string.Equals(one ?? "", other ?? "", StringComparison.Ordinal);
        _readers[column.Name].Take(Encoding.UTF8.GetBytes(one), 0, out var a, out _);
        _readers[column.Name].Take(Encoding.UTF8.GetBytes(other), 0, out var b, out _);
        return a == b;
    }

    private static string Source(MappedValue value) => value.From is { } from ? Sql.Identifier(from) : $"nullif(CAST(({value.Expression}) AS VARCHAR), '')";

    private MappingSql SqlOf(MappingFile mapping)
    {
        var sql = new MappingSql(_contract, mapping, _contracts, _nowUtc, _deliveredAtUtc);
        foreach (var statement in sql.Setup().Where(_setUp.Add)) _connection.Execute(statement);
        return sql;
    }

    private void Add(RefusedFile file, char delimiter, IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var block = new RecordBlock();
        var malformed = new List<MalformedLine>();
        using var source = file.Open(delimiter, columns, ignoresOthers: true);
        using var appender = _connection.Appender(Name);
        var places = Columns.Select(c => source.Columns.ToList().FindIndex(s => s.Equals(c, StringComparison.OrdinalIgnoreCase))).ToArray();
        do
        {
            source.Read(block, malformed, cancellation);
            for (var i = 0; i < block.Count; i++)
            {
                appender.Long(++Rows);
                foreach (var place in places)
                {
                    if (place < 0 || block.IsMissing(i, place)) appender.Null();
                    else appender.Utf8(block.Cell(i, place));
                }
                appender.EndRow();
            }
        }
        while (block.Count > 0);
        appender.Close();
    }
}
