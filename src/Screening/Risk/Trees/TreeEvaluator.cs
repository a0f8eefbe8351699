using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Screening.Risk.Trees;

/// <summary>
/// Computes margins of a <see cref="TreeModel"/>. Eight walks go side by side, because one alone waits for memory at every node: eight trees for one row, eight
/// rows for a batch. Trees are summed in their order either way, so batch, single row and any number of threads give the same bits. Immutable; any number of
/// threads may use it.
/// </summary>
public sealed class TreeEvaluator
{
    private const int Abreast = 8;
    private const int BlockRows = 64;
    private const int MostSlotsOnStack = 2048;

    private readonly PackedTrees _trees;
    private readonly int[] _deepest;

    /// <summary>Lays the model out for walking.</summary>
    /// <exception cref="TreeModelException">A tree is no tree, a feature is beyond the row, or a number that must be finite is not.</exception>
    public TreeEvaluator(TreeModel model)
    {
        Model = model;
        _trees = PackedTrees.Of(model);
        _deepest = [.. _trees.Depths.Chunk(Abreast).Select(depths => depths.Max())];
    }

    /// <summary>The model.</summary>
    public TreeModel Model { get; }

    /// <summary>The length of a row.</summary>
    public int Features => Model.Features.Length;

    internal PackedTrees Packed => _trees;

    /// <summary>The margin of one row. NaN is missing; an infinity is a value beyond all finite ones.</summary>
    /// <exception cref="ArgumentException">The row has another length than <see cref="Features"/>.</exception>
    public double Margin(ReadOnlySpan<double> row)
    {
        if (row.Length != Features) throw new ArgumentException($"The model takes {Features} features, got {row.Length}.", nameof(row));
        Span<double> slots = _trees.Slots.Length < MostSlotsOnStack ? stackalloc double[_trees.Slots.Length + 1] : new double[_trees.Slots.Length + 1];
        _trees.Fill(row, slots);
        return Model.SumsInSingle ? SumInSingle(slots) : SumInDouble(slots);
    }

    /// <summary>The margins of many rows, the same bits as one by one.</summary>
    /// <param name="matrix">rows x features, row-major.</param>
    /// <param name="margins">One for each row.</param>
    /// <exception cref="ArgumentException">The matrix is not as large as <paramref name="margins"/> asks for.</exception>
    public void Margins(ReadOnlySpan<double> matrix, Span<double> margins)
    {
        Require(matrix.Length, margins.Length);
        int stride = _trees.Slots.Length + 1;
        double[] slots = new double[Math.Min(BlockRows, margins.Length) * stride];
        for (int first = 0; first < margins.Length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, margins.Length - first);
            for (int row = 0; row < rows; row++) _trees.Fill(matrix.Slice((first + row) * Features, Features), slots.AsSpan(row * stride, stride));
            Block(slots, stride, margins.Slice(first, rows));
        }
    }

    /// <summary>The margins of many rows on several threads, the same bits as on one.</summary>
    /// <param name="matrix">rows x features, row-major.</param>
    /// <param name="margins">One for each row.</param>
    /// <param name="threads">Most threads, at least 1.</param>
    /// <exception cref="ArgumentException">The matrix is not as large as <paramref name="margins"/> asks for, or there are no threads.</exception>
    public void Margins(ReadOnlyMemory<double> matrix, Memory<double> margins, int threads)
    {
        Require(matrix.Length, margins.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int share = (margins.Length + threads - 1) / threads;
        int rows = Math.Max(BlockRows, (share + BlockRows - 1) / BlockRows * BlockRows);
        int parts = (margins.Length + rows - 1) / rows;
        if (parts <= 1)
        {
            Margins(matrix.Span, margins.Span);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            int first = part * rows, count = Math.Min(rows, margins.Length - first);
            Margins(matrix.Span.Slice(first * Features, count * Features), margins.Span.Slice(first, count));
        });
    }

    private void Require(int values, int rows)
    {
        if (values != (long)rows * Features) throw new ArgumentException($"A matrix of {rows} rows x {Features} features has {(long)rows * Features} values, got {values}.");
    }

    private double SumInSingle(ReadOnlySpan<double> slots)
    {
        float sum = (float)Model.BaseMargin;
        Span<double> values = stackalloc double[Abreast];
        for (int group = 0; group < _deepest.Length; group++)
        {
            int trees = Walk(group, slots, values);
            for (int tree = 0; tree < trees; tree++) sum += (float)values[tree];
        }

        return sum;
    }

    private double SumInDouble(ReadOnlySpan<double> slots)
    {
        double sum = Model.BaseMargin;
        Span<double> values = stackalloc double[Abreast];
        for (int group = 0; group < _deepest.Length; group++)
        {
            int trees = Walk(group, slots, values);
            for (int tree = 0; tree < trees; tree++) sum += values[tree];
        }

        return sum;
    }

    // The leaves of up to eight trees for one row; returns how many trees there are.
    private int Walk(int group, ReadOnlySpan<double> rowSlots, Span<double> values)
    {
        ref PackedNode nodes = ref MemoryMarshal.GetArrayDataReference(_trees.Nodes);
        ref double slots = ref MemoryMarshal.GetReference(rowSlots);
        int first = group * Abreast, trees = Math.Min(Abreast, _trees.Roots.Length - first);
        int[] roots = _trees.Roots;
        if (trees < Abreast)
        {
            for (int tree = 0; tree < trees; tree++)
            {
                int at = roots[first + tree];
                for (int step = _trees.Depths[first + tree]; step > 0; step--) at = Next(ref nodes, ref slots, at);
                values[tree] = Unsafe.Add(ref nodes, (nint)(uint)at).Threshold;
            }

            return trees;
        }

        int a = roots[first], b = roots[first + 1], c = roots[first + 2], d = roots[first + 3], e = roots[first + 4], f = roots[first + 5], g = roots[first + 6], h = roots[first + 7];
        for (int step = _deepest[group]; step > 0; step--)
        {
            a = Next(ref nodes, ref slots, a);
            b = Next(ref nodes, ref slots, b);
            c = Next(ref nodes, ref slots, c);
            d = Next(ref nodes, ref slots, d);
            e = Next(ref nodes, ref slots, e);
            f = Next(ref nodes, ref slots, f);
            g = Next(ref nodes, ref slots, g);
            h = Next(ref nodes, ref slots, h);
        }

        values[0] = Unsafe.Add(ref nodes, (nint)(uint)a).Threshold;
        values[1] = Unsafe.Add(ref nodes, (nint)(uint)b).Threshold;
        values[2] = Unsafe.Add(ref nodes, (nint)(uint)c).Threshold;
        values[3] = Unsafe.Add(ref nodes, (nint)(uint)d).Threshold;
        values[4] = Unsafe.Add(ref nodes, (nint)(uint)e).Threshold;
        values[5] = Unsafe.Add(ref nodes, (nint)(uint)f).Threshold;
        values[6] = Unsafe.Add(ref nodes, (nint)(uint)g).Threshold;
        values[7] = Unsafe.Add(ref nodes, (nint)(uint)h).Threshold;
        return Abreast;
    }

    // Tree after tree over the block's rows: a tree stays in the first cache while eight rows at a time go through it.
    private void Block(ReadOnlySpan<double> rowSlots, int stride, Span<double> margins)
    {
        ref PackedNode nodes = ref MemoryMarshal.GetArrayDataReference(_trees.Nodes);
        ref double first = ref MemoryMarshal.GetReference(rowSlots);
        bool single = Model.SumsInSingle;
        margins.Fill(single ? (float)Model.BaseMargin : Model.BaseMargin);
        for (int tree = 0; tree < _trees.Roots.Length; tree++)
        {
            int root = _trees.Roots[tree], depth = _trees.Depths[tree], row = 0;
            for (; row + Abreast <= margins.Length; row += Abreast)
            {
                int a = root, b = root, c = root, d = root, e = root, f = root, g = root, h = root;
                ref double slots = ref Unsafe.Add(ref first, row * stride);
                for (int step = depth; step > 0; step--)
                {
                    a = Next(ref nodes, ref slots, a);
                    b = Next(ref nodes, ref Unsafe.Add(ref slots, stride), b);
                    c = Next(ref nodes, ref Unsafe.Add(ref slots, 2 * stride), c);
                    d = Next(ref nodes, ref Unsafe.Add(ref slots, 3 * stride), d);
                    e = Next(ref nodes, ref Unsafe.Add(ref slots, 4 * stride), e);
                    f = Next(ref nodes, ref Unsafe.Add(ref slots, 5 * stride), f);
                    g = Next(ref nodes, ref Unsafe.Add(ref slots, 6 * stride), g);
                    h = Next(ref nodes, ref Unsafe.Add(ref slots, 7 * stride), h);
                }

                Span<double> sums = margins.Slice(row, Abreast);
                sums[0] = Sum(sums[0], ref nodes, a, single);
                sums[1] = Sum(sums[1], ref nodes, b, single);
                sums[2] = Sum(sums[2], ref nodes, c, single);
                sums[3] = Sum(sums[3], ref nodes, d, single);
                sums[4] = Sum(sums[4], ref nodes, e, single);
                sums[5] = Sum(sums[5], ref nodes, f, single);
                sums[6] = Sum(sums[6], ref nodes, g, single);
                sums[7] = Sum(sums[7], ref nodes, h, single);
            }

            for (; row < margins.Length; row++)
            {
                int at = root;
                for (int step = depth; step > 0; step--) at = Next(ref nodes, ref Unsafe.Add(ref first, row * stride), at);
                margins[row] = Sum(margins[row], ref nodes, at, single);
            }
        }
    }

    // Indices were checked when the trees were packed, and slots are as many as they name.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref PackedNode nodes, ref double slots, int at)
    {
        ref PackedNode node = ref Unsafe.Add(ref nodes, (nint)(uint)at);
        return node.Left + (Unsafe.Add(ref slots, (nint)(uint)node.Slot) > node.Threshold ? 1 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(double sum, ref PackedNode nodes, int leaf, bool single)
    {
        double value = Unsafe.Add(ref nodes, (nint)(uint)leaf).Threshold;
        return single ? (float)sum + (float)value : sum + value;
    }
}
