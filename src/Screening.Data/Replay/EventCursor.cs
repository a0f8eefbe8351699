using System.Text;
using Screening.Data.DuckDb;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>A row of a streaming result, moved on by <see cref="Next"/>.</summary>
internal sealed class EventCursor(DuckDbConnection connection, DuckDbResult result, EventSource source) : IDisposable
{
    private DuckDbChunk? _chunk;
    private int _row;
    private long _notBefore = long.MinValue;

    public EventSource Source { get; } = source;

    public bool AtEnd { get; private set; }

    public long KnownAt { get; private set; }

    public bool IsDeletion { get; private set; }

    public List<OrderLine> Lines { get; } = [];

    public void Next()
    {
        _row++;
        while (_chunk is null || _row >= _chunk.RowCount)
        {
            _chunk = result.NextChunk();
            _row = 0;
            if (_chunk is not null) continue;
            AtEnd = true;
            return;
        }

        KnownAt = Math.Max(Long(0), _notBefore);
        IsDeletion = Bool(_chunk.ColumnCount - 1) == true;
    }

    /// <summary>From now on nothing became known before a moment, this row included.</summary>
    public void NotBefore(long moment)
    {
        _notBefore = moment;
        if (!AtEnd) KnownAt = Math.Max(KnownAt, moment);
    }

    public bool IsNull(int column) => _chunk![column].IsNull(_row);

    public long Long(int column) => _chunk![column].Int64(_row) ?? Missing.Amount;

    /// <summary>Number of a word of an enum: see <see cref="EventSource.Word"/>. What is not told is 0.</summary>
    public byte Word(int column) => (byte)(_chunk![column].Int64(_row) ?? 0);

    public double Double(int column) => _chunk![column].Double(_row) ?? double.NaN;

    public bool? Bool(int column) => _chunk![column].Boolean(_row);

    public string? Text(int column) => _chunk![column].String(_row);

    public int Symbol(int column, SymbolTable table) => IsNull(column) ? Missing.Symbol : table.Intern(_chunk![column].Utf8(_row));

    public int Country(int column)
    {
        if (IsNull(column)) return Missing.Symbol;
        Span<char> code = stackalloc char[8];
        ReadOnlySpan<byte> utf8 = _chunk![column].Utf8(_row);
        return utf8.Length > 2 ? throw new InvalidDataException($"'{Encoding.UTF8.GetString(utf8)}' is not a country code") : CountryCode.Of(code[..Encoding.UTF8.GetChars(utf8, code)]);
    }

    public void Dispose()
    {
        result.Dispose();
        connection.Dispose();
    }
}
