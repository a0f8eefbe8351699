using System.Text;
using Screening.Data.DuckDb;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>A chunk of a dataset's rows, and the numbers of its texts once they were given.</summary>
internal sealed unsafe class NumberedChunk
{
    private DuckDbChunk? _chunk;
    private Values[] _columns = [];
    private int[]?[] _symbols = [];

    /// <summary>Whether it holds no chunk: none was filled in, or there was none left.</summary>
    public bool IsEmpty => _chunk is null;

    /// <summary>Whether the texts have their numbers.</summary>
    public bool IsNumbered { get; private set; }

    /// <summary>How many rows.</summary>
    public int Rows { get; private set; }

    /// <summary>How many columns.</summary>
    public int Columns => _columns.Length;

    /// <summary>Takes a chunk in place of the one before. It stays its owner's.</summary>
    public void Fill(DuckDbChunk? chunk)
    {
        (_chunk, Rows, IsNumbered) = (chunk, chunk?.RowCount ?? 0, false);
        if (chunk is null) return;
        if (_columns.Length == 0) (_columns, _symbols) = (new Values[chunk.ColumnCount], new int[chunk.ColumnCount][]);
        for (int i = 0; i < _columns.Length; i++)
        {
            (Type? physical, nint start, nint validity) = chunk.Raw(i);
            _columns[i] = new Values(physical, physical is null && chunk[i].Column.Type == DuckDbType.Varchar, (void*)start, (ulong*)validity);
        }
    }

    /// <summary>Gives the texts of columns numbers, row by row and column by column.</summary>
    /// <param name="numbers">The columns and their tables; see <see cref="EventSource.Numbers"/>.</param>
    /// <exception cref="InvalidDataException">What should be a country code is none.</exception>
    public void Number((int Column, SymbolTable? Table)[] numbers)
    {
        foreach ((int column, SymbolTable? table) in numbers)
        {
            int[] symbols = _symbols[column] ??= new int[DuckDbNative.VectorSize()];
            if (table is null) NumberCountries(column, symbols);
            else Number(column, table, symbols);
        }

        IsNumbered = true;
    }

    public bool IsNull(int column, int row) => _columns[column].IsNull(row);

    public int Symbol(int column, int row) => _symbols[column]![row];

    public long Long(int column, int row)
    {
        ref readonly Values values = ref _columns[column];
        if (values.IsNull(row)) return Missing.Amount;
        return values.Physical == typeof(long) ? ((long*)values.Start)[row] : _chunk![column].Int64(row)!.Value;
    }

    public byte Word(int column, int row)
    {
        ref readonly Values values = ref _columns[column];
        if (values.IsNull(row)) return 0;
        return values.Physical == typeof(int) ? (byte)((int*)values.Start)[row] : (byte)_chunk![column].Int64(row)!.Value;
    }

    public double Double(int column, int row) => _chunk![column].Double(row) ?? double.NaN;

    public bool? Bool(int column, int row)
    {
        ref readonly Values values = ref _columns[column];
        if (values.IsNull(row)) return null;
        return values.Physical == typeof(bool) ? ((byte*)values.Start)[row] != 0 : _chunk![column].Boolean(row);
    }

    public string? Text(int column, int row) => _chunk![column].String(row);

    private ReadOnlySpan<byte> Utf8(int column, int row)
    {
        ref readonly Values values = ref _columns[column];
        return values.IsText ? DuckDbNative.StringValue.Bytes((DuckDbNative.StringValue*)values.Start + row) : _chunk![column].Utf8(row);
    }

    // Rows of a chunk are near in time, and often tell what the row before told: of those that do not, the table's memory is asked for before it is needed.
    private void Number(int column, SymbolTable table, int[] symbols)
    {
        const int Block = 32;
        ref readonly Values values = ref _columns[column];
        Span<SymbolKey> keys = stackalloc SymbolKey[Block];
        for (int from = 0; from < Rows; from += Block)
        {
            int to = Math.Min(Rows, from + Block);
            for (int row = from; row < to; row++)
            {
                if (!values.IsNull(row) && (row == from || !values.IsSame(row, row - 1))) keys[row - from] = table.Expect(Utf8(column, row));
            }

            for (int row = from; row < to; row++)
            {
                if (!values.IsNull(row) && (row == from || !values.IsSame(row, row - 1))) table.Expect(keys[row - from]);
            }

            lock (table.Gate)
            {
                for (int row = from; row < to; row++)
                {
                    if (values.IsNull(row)) symbols[row] = Missing.Symbol;
                    else if (row > 0 && values.IsSame(row, row - 1)) symbols[row] = symbols[row - 1];
                    else symbols[row] = table.Intern(Utf8(column, row), keys[row - from]);
                }
            }
        }
    }

    private void NumberCountries(int column, int[] symbols)
    {
        ref readonly Values values = ref _columns[column];
        for (int row = 0; row < Rows; row++)
        {
            if (values.IsNull(row)) symbols[row] = Missing.Symbol;
            else symbols[row] = row > 0 && values.IsSame(row, row - 1) ? symbols[row - 1] : Country(Utf8(column, row));
        }
    }

    private static int Country(ReadOnlySpan<byte> utf8)
    {
        Span<char> code = stackalloc char[8];
        return utf8.Length > 2 ? throw new InvalidDataException($"'{Encoding.UTF8.GetString(utf8)}' is not a country code") : CountryCode.Of(code[..Encoding.UTF8.GetChars(utf8, code)]);
    }

    // A column of the chunk, which stays where it is: what is asked of every cell of millions of rows is asked once a chunk.
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
