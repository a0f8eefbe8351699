using Screening.Records;

namespace Screening.Features;

/// <summary>Feature values, rows x features, row-major; NaN is missing.</summary>
public sealed class FeatureMatrix
{
    /// <summary>Rows whose room is given back together.</summary>
    internal const int RowsPerBlock = 1 << 14;

    private readonly RoomMemory _memory;
    private Room<double>[] _blocks = [];
    private int _givenBack;

    /// <summary>Makes a matrix of NaN.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="memory">Where it lies; the heap if not given.</param>
    public FeatureMatrix(int rows, int columns, RoomMemory? memory = null)
        : this(columns, memory)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Resize(rows);
        foreach (Room<double> block in _blocks)
        {
            block.AsSpan().Fill(double.NaN);
            _memory.CatchUp();
        }
    }

    private FeatureMatrix(int columns, RoomMemory? memory)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        (Columns, _memory) = (columns, memory ?? RoomMemory.Heap);
    }

    /// <summary>Makes a matrix of whatever stands in its room, where every value will be written.</summary>
    internal static FeatureMatrix Undefined(int rows, int columns, RoomMemory memory)
    {
        var matrix = new FeatureMatrix(columns, memory);
        matrix.Resize(rows);
        return matrix;
    }

    /// <summary>Makes it hold so many rows, in the room it has when that is enough; what stands in them is not defined.</summary>
    internal void Resize(int rows)
    {
        Rows = rows;
        int before = _blocks.Length, blocks = (rows + RowsPerBlock - 1) / RowsPerBlock;
        if (blocks > before) Array.Resize(ref _blocks, blocks);
        for (int block = 0; block < blocks; block++)
        {
            int values = Math.Min(RowsPerBlock, rows - (block * RowsPerBlock)) * Columns;
            if (block >= before || _blocks[block].Length < values) _blocks[block] = new Room<double>(_memory, values, grows: false);
        }
    }

    /// <summary>Gives back the room of the rows before one, but of those that share a block with rows from it on. They may not be looked at any more.</summary>
    internal void GiveBackBefore(int row)
    {
        for (; _givenBack < row / RowsPerBlock; _givenBack++) _blocks[_givenBack].GiveBack();
    }

    /// <summary>Gives its room back. It has no rows from then on.</summary>
    internal void GiveBack()
    {
        GiveBackBefore(_blocks.Length * RowsPerBlock);
        (_blocks, _givenBack, Rows) = ([], 0, 0);
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; private set; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>One row.</summary>
    public Span<double> this[int row]
    {
        get
        {
            // Whoever passes over rows brings pages faster than anything else does.
            _memory.CatchUp();
            return _blocks[row / RowsPerBlock].AsSpan().Slice(row % RowsPerBlock * Columns, Columns);
        }
    }
}
