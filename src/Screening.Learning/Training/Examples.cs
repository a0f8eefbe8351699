using System.Collections.Immutable;
using Screening.Features;

namespace Screening.Learning.Training;

/// <summary>One order to learn from or to be judged by.</summary>
/// <param name="Order">Its symbol.</param>
/// <param name="Row">Row of the telling that was read: the last while the order could still be held.</param>
/// <param name="Subject">Its group of linked parties as of the end of the log: what is kept whole.</param>
/// <param name="Peer">Kind of party it is compared among.</param>
/// <param name="KnownAt">When the telling arrived, and so as of when it was read.</param>
/// <param name="Label">What is known of it as of the training's moment.</param>
/// <param name="ValueUsd">Value, US dollars.</param>
/// <param name="H100e">Compute, H100 equivalents.</param>
public sealed record Example(int Order, int Row, int Subject, int Peer, long KnownAt, OrderLabel Label, double ValueUsd, double H100e);

/// <summary>Orders with their features, oldest first. A part of them shares their matrix, so that however many parts are taken the values lie in one place.</summary>
public sealed class Examples
{
    private readonly FeatureMatrix _matrix;
    private readonly int[] _rows;

    /// <param name="items">The orders.</param>
    /// <param name="names">Names of the features.</param>
    /// <param name="matrix">items x names; NaN is missing.</param>
    public Examples(IReadOnlyList<Example> items, ImmutableArray<string> names, FeatureMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != items.Count || matrix.Columns != names.Length)
            throw new ArgumentException($"{items.Count} orders with {names.Length} features need a matrix of that size, got {matrix.Rows} x {matrix.Columns}", nameof(matrix));
        (Items, Names, _matrix, _rows) = (items, names, matrix, [.. Enumerable.Range(0, items.Count)]);
    }

    private Examples(IReadOnlyList<Example> items, Examples whole, int[] rows) => (Items, Names, _matrix, _rows) = (items, whole.Names, whole._matrix, rows);

    /// <summary>The orders.</summary>
    public IReadOnlyList<Example> Items { get; }

    /// <summary>Names of the features, in column order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>How many orders.</summary>
    public int Count => Items.Count;

    /// <summary>How many of them are known to be diversion.</summary>
    public int Diversions => Items.Count(item => item.Label.IsDiversion);

    /// <summary>The features of one order.</summary>
    public ReadOnlySpan<double> this[int index] => _matrix[_rows[index]];

    /// <summary>Those that a rule takes, in the same order.</summary>
    public Examples Where(Func<Example, bool> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        int[] taken = [.. Enumerable.Range(0, Count).Where(i => rule(Items[i]))];
        return new Examples([.. taken.Select(i => Items[i])], this, [.. taken.Select(i => _rows[i])]);
    }

    /// <summary>The same features of orders that are told otherwise.</summary>
    public Examples With(Func<Example, Example> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new Examples([.. Items.Select(change)], this, _rows);
    }

    /// <summary>The labels as a learner takes them: 1 is diversion.</summary>
    public float[] Targets() => [.. Items.Select(item => item.Label.IsDiversion ? 1f : 0f)];
}
