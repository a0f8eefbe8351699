using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>Turns blocks of a source's records into blocks that are shaped like the contract: the mapping's expressions, evaluated by DuckDB on one block after another.</summary>
internal sealed class MappingStage : IDisposable
{
    private const string Staged = "staged";
    private readonly DuckDbConnection _connection;
    private readonly DataContract _contract;
    private readonly MappingSql _mapping;
    private readonly string _query;
    private readonly string _file;
    private readonly string _mappingFile;
    private readonly int _columns;
    private readonly string[] _converted;

    /// <param name="database">Where the expressions are evaluated; the types of <see cref="MappingSql.Setup"/> exist.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="mapping">The mapping, for one file.</param>
    /// <param name="mappingFile">Its name, for messages.</param>
    /// <param name="columns">The source's columns.</param>
    /// <param name="file">The source's name, for messages.</param>
    public MappingStage(DuckDbDatabase database, DataContract contract, MappingSql mapping, string mappingFile, IReadOnlyList<string> columns, string file)
    {
        (_contract, _mapping, _mappingFile, _file, _columns) = (contract, mapping, mappingFile, file, columns.Count);
        _connection = database.Connect();
        _converted = [.. mapping.ConvertedColumns];
        var texts = contract.Columns.Select(mapping.TextOf)
            .Concat([$"CASE WHEN {mapping.Taken} THEN '1' END", $"CASE WHEN {mapping.Gone} THEN '1' END"])
            .Concat(mapping.CountedColumns.Select(mapping.NulledOf))
            .Concat(mapping.ConvertedColumns.SelectMany(c => (string[])[mapping.CurrencyOf(c), mapping.RateDayOf(c)]));
        _query = $"SELECT {string.Join(", ", texts)} FROM {Staged}";
        _connection.Execute($"CREATE TEMP TABLE {Staged} ({string.Join(", ", columns.Select(c => $"{Sql.Identifier(c)} VARCHAR"))})");
    }

    /// <summary>How often each text of <c>null_when</c> stood in a row of this dataset.</summary>
    public Dictionary<(string Column, string Text), long> Nulled { get; } = [];

    /// <summary>Maps a block.</summary>
    /// <param name="source">The records.</param>
    /// <param name="mapped">Receives as many, shaped like the contract.</param>
    /// <param name="rates">Exchange rates, when the mapping converts.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>For each record whether it is for the dataset, and whether it says that its key is gone.</returns>
    public (bool[] Taken, bool[] Gone) Map(RecordBlock source, RecordBlock mapped, ExchangeRates? rates, CancellationToken cancellation)
    {
        try
        {
            Stage(source, cancellation);
            return Evaluate(source, mapped, rates, cancellation);
        }
        catch (DuckDbException e)
        {
            throw new MappingException($"{_mappingFile}: an expression failed on {_file}: {e.Message.Split('\n')[0]} (try_cast and try_strptime give NULL instead)", e);
        }
    }

    public void Dispose() => _connection.Dispose();

    private void Stage(RecordBlock source, CancellationToken cancellation)
    {
        _connection.Execute($"TRUNCATE {Staged}", cancellation);
        using var appender = _connection.Appender(Staged);
        var chunk = appender.Chunk;
        for (var from = 0; from < source.Count; from += chunk.MostRows)
        {
            var rows = Math.Min(chunk.MostRows, source.Count - from);
            for (var column = 0; column < _columns; column++)
            {
                for (var r = 0; r < rows; r++)
                {
                    if (source.IsMissing(from + r, column)) chunk.SetNull(column, r);
                    else chunk.SetText(column, r, source.Cell(from + r, column));
                }
            }
            appender.SendChunk(rows);
        }
        appender.Close();
    }

    private (bool[] Taken, bool[] Gone) Evaluate(RecordBlock source, RecordBlock mapped, ExchangeRates? rates, CancellationToken cancellation)
    {
        var width = _contract.Columns.Count;
        var (taken, gone) = (new bool[source.Count], new bool[source.Count]);
        mapped.Clear(width);
        using var result = _connection.Query(_query, cancellation);
        while (result.NextChunk() is { } chunk)
        {
            for (var r = 0; r < chunk.RowCount; r++)
            {
                var row = mapped.Count;
                taken[row] = !chunk[width].IsNull(r);
                gone[row] = !chunk[width + 1].IsNull(r);
                for (var column = 0; column < width; column++)
                {
                    var text = chunk[column].Utf8(r);
                    if (!text.IsEmpty && _converted.Length > 0) text = Converted(chunk, r, column, text, rates);
                    mapped.AddCell(mapped.Append(text), text.Length);
                }
                if (taken[row]) CountNulled(chunk, r, width + 2);
                mapped.EndRecord(source.Lines[row], -1, 0);
            }
        }
        if (mapped.Count != source.Count) throw new InvalidOperationException(FormattableString.Invariant($"{_file}: {source.Count} records were mapped to {mapped.Count}"));
        return (taken, gone);
    }

    private ReadOnlySpan<byte> Converted(DuckDbChunk chunk, int row, int column, ReadOnlySpan<byte> amount, ExchangeRates? rates)
    {
        var place = Array.IndexOf(_converted, _contract.Columns[column].Name);
        if (place < 0) return amount;
        var at = _contract.Columns.Count + 2 + _mapping.CountedColumns.Count + (place * 2);
        return (rates ?? throw new InvalidOperationException("a mapping that converts has rates")).ToUsd(amount, chunk[at].Utf8(row), chunk[at + 1].Utf8(row), _contract.Columns[column].Type.Scale);
    }

    private void CountNulled(DuckDbChunk chunk, int row, int first)
    {
        for (var i = 0; i < _mapping.CountedColumns.Count; i++)
        {
            if (chunk[first + i].String(row) is not { } text) continue;
            var key = (_mapping.CountedColumns[i], text);
            Nulled[key] = Nulled.GetValueOrDefault(key) + 1;
        }
    }
}
