namespace Screening.Features;

/// <summary>Feature values, rows x features, row-major; NaN is missing.</summary>
public sealed class FeatureMatrix
{
    private const int RowsPerBlock = 1 << 14;
    private double[][] _blocks = [];

    /// <summary>Makes a matrix of NaN.</summary>
    public FeatureMatrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Columns = columns;
        Resize(rows);
        foreach (double[] block in _blocks) Array.Fill(block, double.NaN);
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
            if (block >= before || _blocks[block].Length < values) _blocks[block] = GC.AllocateUninitializedArray<double>(values);
        }
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; private set; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>One row.</summary>
    public Span<double> this[int row] => _blocks[row / RowsPerBlock].AsSpan(row % RowsPerBlock * Columns, Columns);
}
