namespace Screening.Features;

/// <summary>Feature values, rows x features, row-major; NaN is missing.</summary>
public sealed class FeatureMatrix
{
    private const int RowsPerBlock = 1 << 14;
    private readonly double[][] _blocks;

    /// <summary>Makes a matrix of NaN.</summary>
    public FeatureMatrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Rows = rows;
        Columns = columns;
        _blocks = new double[(rows + RowsPerBlock - 1) / RowsPerBlock][];
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new double[Math.Min(RowsPerBlock, rows - (block * RowsPerBlock)) * columns];
            Array.Fill(_blocks[block], double.NaN);
        }
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>One row.</summary>
    public Span<double> this[int row] => _blocks[row / RowsPerBlock].AsSpan(row % RowsPerBlock * Columns, Columns);
}
