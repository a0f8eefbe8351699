using System.Collections.Immutable;

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

/// <summary>Orders with their features, oldest first.</summary>
public sealed class Examples
{
    private readonly double[] _matrix;

    /// <param name="items">The orders.</param>
    /// <param name="names">Names of the features.</param>
    /// <param name="matrix">items x names, row-major; NaN is missing.</param>
    public Examples(IReadOnlyList<Example> items, ImmutableArray<string> names, double[] matrix)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.LongLength != (long)items.Count * names.Length)
            throw new ArgumentException($"{items.Count} orders with {names.Length} features need {(long)items.Count * names.Length} values, got {matrix.LongLength}", nameof(matrix));
        (Items, Names, _matrix) = (items, names, matrix);
    }

    /// <summary>The orders.</summary>
    public IReadOnlyList<Example> Items { get; }

    /// <summary>Names of the features, in column order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>How many orders.</summary>
    public int Count => Items.Count;

    /// <summary>How many of them are known to be diversion.</summary>
    public int Diversions => Items.Count(item => item.Label.IsDiversion);

    /// <summary>All values, row-major.</summary>
    public ReadOnlySpan<double> Matrix => _matrix;

    /// <summary>The features of one order.</summary>
    public ReadOnlySpan<double> this[int index] => _matrix.AsSpan(index * Names.Length, Names.Length);

    /// <summary>Those that a rule takes, in the same order.</summary>
    public Examples Where(Func<Example, bool> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        List<int> taken = [.. Enumerable.Range(0, Count).Where(i => rule(Items[i]))];
        double[] matrix = new double[taken.Count * Names.Length];
        for (int i = 0; i < taken.Count; i++) this[taken[i]].CopyTo(matrix.AsSpan(i * Names.Length));
        return new Examples([.. taken.Select(i => Items[i])], Names, matrix);
    }

    /// <summary>The labels as a learner takes them: 1 is diversion.</summary>
    public float[] Targets() => [.. Items.Select(item => item.Label.IsDiversion ? 1f : 0f)];
}
