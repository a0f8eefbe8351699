using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>A row of a dataset in the order of the log, moved on by <see cref="Next"/>; slice after slice is read and sorted.</summary>
internal sealed unsafe class EventCursor : IDisposable
{
    // Fewer are there before a thread of their own would be.
    private const long Few = 100_000;

    private readonly IReadOnlyList<DuckDbConnection> _connections;
    private readonly ChunkFeed _feed;
    private DuckDbChunk? _chunk;
    private Values[] _columns = [];
    private int[]?[] _symbols = [];
    private int[] _symbolsOf = [];
    private int _chunks;
    private int _row, _rows;
    private long _notBefore = long.MinValue;

    /// <summary>Begins to read a dataset.</summary>
    /// <param name="database">Where it is read.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="snapshot">The lake's snapshot, which has files of it.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="knownThrough">The last moment that is known, in microseconds.</param>
    /// <param name="slicing">How it is cut and sorted.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static EventCursor Of(DuckDbDatabase database, EventSource source, LakeSnapshot snapshot, DataContract contract, long knownThrough, Slicing slicing, CancellationToken cancellation)
    {
        long rows = snapshot.Rows(source.Dataset);
        IEnumerable<(string Sql, object?[] Parameters)> slices = Slices(source, snapshot, contract, knownThrough, slicing.Rows);
        bool isSortedFirst = slicing.First is not null && rows > slicing.Rows / 16;
        DuckDbConnection[] connections = [.. Enumerable.Range(0, rows > slicing.Rows && !isSortedFirst ? 2 : 1).Select(_ => database.Connect())];
        try
        {
            if (isSortedFirst) slices = SortedSlices.Write(connections[0], slicing.First!.Folder, source.Dataset, slices, cancellation);
            return new EventCursor(connections, source, slices, isAhead: rows > Few, cancellation);
        }
        catch
        {
            foreach (DuckDbConnection connection in connections) connection.Dispose();
            throw;
        }
    }

    private EventCursor(IReadOnlyList<DuckDbConnection> connections, EventSource source, IEnumerable<(string Sql, object?[] Parameters)> queries, bool isAhead, CancellationToken cancellation)
    {
        Source = source;
        _connections = connections;
        _feed = new ChunkFeed(connections, queries, isAhead, cancellation);
    }

    /// <summary>Begins to read a part of a dataset at once.</summary>
    /// <param name="connection">Belongs to the cursor from now on.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="relation">SQL of the part.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static EventCursor OfPart(DuckDbConnection connection, EventSource source, string relation, CancellationToken cancellation) =>
        new([connection], source, [(source.Select(relation, new TimeSlice(long.MinValue, long.MaxValue, [])), [Micros.Latest])], isAhead: false, cancellation);

    private static IEnumerable<(string Sql, object?[] Parameters)> Slices(EventSource source, LakeSnapshot snapshot, DataContract contract, long knownThrough, long sliceRows)
    {
        object?[] parameters = [Math.Min(knownThrough, Micros.Latest)];
        return TimeSlice.Of(snapshot.Files(source.Dataset), sliceRows).Where(s => s.From <= knownThrough).Select(s => (source.Select(snapshot.History(contract, s.Files), s), parameters));
    }

    public EventSource Source { get; }

    public bool AtEnd { get; private set; }

    public long KnownAt { get; private set; }

    public bool IsDeletion { get; private set; }

    public List<OrderLine> Lines { get; } = [];

    public void Next()
    {
        if (++_row >= _rows && !NextChunk())
        {
            AtEnd = true;
            return;
        }

        KnownAt = Math.Max(Long(0), _notBefore);
        IsDeletion = Bool(_columns.Length - 1) == true;
    }

    /// <summary>From now on nothing became known before a moment, this row included.</summary>
    public void NotBefore(long moment)
    {
        _notBefore = moment;
        if (!AtEnd) KnownAt = Math.Max(KnownAt, moment);
    }

    public bool IsNull(int column) => _columns[column].IsNull(_row);

    public long Long(int column)
    {
        ref readonly Values values = ref _columns[column];
        if (values.IsNull(_row)) return Missing.Amount;
        return values.Physical == typeof(long) ? ((long*)values.Start)[_row] : _chunk![column].Int64(_row)!.Value;
    }

    /// <summary>Number of a word of an enum: see <see cref="EventSource.Word"/>. What is not told is 0.</summary>
    public byte Word(int column)
    {
        ref readonly Values values = ref _columns[column];
        if (values.IsNull(_row)) return 0;
        return values.Physical == typeof(int) ? (byte)((int*)values.Start)[_row] : (byte)_chunk![column].Int64(_row)!.Value;
    }

    public double Double(int column) => _chunk![column].Double(_row) ?? double.NaN;

    public bool? Bool(int column)
    {
        ref readonly Values values = ref _columns[column];
        if (values.IsNull(_row)) return null;
        return values.Physical == typeof(bool) ? ((byte*)values.Start)[_row] != 0 : _chunk![column].Boolean(_row);
    }

    public string? Text(int column) => _chunk![column].String(_row);

    /// <summary>Number of a text; always asked of the same table for a column. The first that is asked of a chunk's column gives all its rows theirs.</summary>
    public int Symbol(int column, SymbolTable table)
    {
        if (_symbolsOf[column] != _chunks) Intern(column, table);
        return _symbols[column]![_row];
    }

    public int Country(int column)
    {
        if (IsNull(column)) return Missing.Symbol;
        Span<char> code = stackalloc char[8];
        ReadOnlySpan<byte> utf8 = Utf8(column, _row);
        return utf8.Length > 2 ? throw new InvalidDataException($"'{Encoding.UTF8.GetString(utf8)}' is not a country code") : CountryCode.Of(code[..Encoding.UTF8.GetChars(utf8, code)]);
    }

    public void Dispose()
    {
        _feed.Dispose();
        foreach (DuckDbConnection connection in _connections) connection.Dispose();
    }

    private ReadOnlySpan<byte> Utf8(int column, int row)
    {
        ref readonly Values values = ref _columns[column];
        return values.IsText ? DuckDbNative.StringValue.Bytes((DuckDbNative.StringValue*)values.Start + row) : _chunk![column].Utf8(row);
    }

    // Rows of a chunk are near in time, and often tell what the row before told: of those that do not, the table's memory is asked for before it is needed.
    private void Intern(int column, SymbolTable table)
    {
        const int Block = 32;
        int[] symbols = _symbols[column] ??= new int[DuckDbNative.VectorSize()];
        ref readonly Values values = ref _columns[column];
        Span<SymbolKey> keys = stackalloc SymbolKey[Block];
        for (int from = 0; from < _rows; from += Block)
        {
            int to = Math.Min(_rows, from + Block);
            for (int row = from; row < to; row++)
            {
                if (!values.IsNull(row) && (row == from || !values.IsSame(row, row - 1))) keys[row - from] = table.Expect(Utf8(column, row));
            }

            for (int row = from; row < to; row++)
            {
                if (!values.IsNull(row) && (row == from || !values.IsSame(row, row - 1))) table.Expect(keys[row - from]);
            }

            for (int row = from; row < to; row++)
            {
                if (values.IsNull(row)) symbols[row] = Missing.Symbol;
                else if (row > 0 && values.IsSame(row, row - 1)) symbols[row] = symbols[row - 1];
                else symbols[row] = table.Intern(Utf8(column, row), keys[row - from]);
            }
        }

        _symbolsOf[column] = _chunks;
    }

    private bool NextChunk()
    {
        _chunk = _feed.Next();
        (_row, _rows) = (0, _chunk?.RowCount ?? 0);
        if (_chunk is null) return false;
        _chunks++;
        if (_columns.Length == 0) (_columns, _symbols, _symbolsOf) = (new Values[_chunk.ColumnCount], new int[_chunk.ColumnCount][], new int[_chunk.ColumnCount]);
        for (int i = 0; i < _columns.Length; i++)
        {
            (Type? physical, nint start, nint validity) = _chunk.Raw(i);
            _columns[i] = new Values(physical, physical is null && _chunk[i].Column.Type == DuckDbType.Varchar, (void*)start, (ulong*)validity);
        }

        return true;
    }

    // A column of the chunk, which stays where it is until the next: what is asked of every cell of millions of rows is asked once a chunk.
    private readonly struct Values(Type? physical, bool isText, void* start, ulong* validity)
    {
        public Type? Physical { get; } = physical;

        public bool IsText { get; } = isText;

        public void* Start { get; } = start;

        public bool IsNull(int row) => validity != null && (validity[row >> 6] >> (row & 63) & 1) == 0;

        /// <summary>Whether two rows, of which the first is not NULL, are known to tell the same text: short ones lie in the value itself.</summary>
        public bool IsSame(int row, int other)
        {
            if (!IsText || IsNull(other)) return false;
            var values = (DuckDbNative.StringValue*)Start;
            return values[row].Length == values[other].Length && values[row].Prefix == values[other].Prefix && values[row].Pointer == values[other].Pointer;
        }
    }
}
