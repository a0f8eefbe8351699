using System.Text.Json.Serialization;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>How fast the features of the handbook's stream were computed, and how they compare with the published ones.</summary>
internal sealed record HandbookResult
{
    /// <summary>Transactions of the stream.</summary>
    public required int Transactions { get; init; }

    /// <summary>What the engine learnt: transactions, and labels that became known before the stream ended.</summary>
    public required int Events { get; init; }

    /// <summary>Features of each transaction.</summary>
    public required int Features { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Reading the Parquet and making the log of it.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>Each run of the computation.</summary>
    public required IReadOnlyList<double> RunSeconds { get; init; }

    /// <summary>The median run.</summary>
    public double Seconds => RunSeconds.Order().ElementAt(RunSeconds.Count / 2);

    /// <summary>Transactions with all features, by the median run.</summary>
    public double TransactionsPerSecond => Transactions / Seconds;

    /// <summary>Events learnt, by the median run; each transaction is read as well.</summary>
    public double EventsPerSecond => Events / Seconds;

    /// <summary>How the published rows compare.</summary>
    public required HandbookComparison Comparison { get; init; }

    /// <summary>What each recipe was worth on the published test folds, and the perfect ranking; null when no model was trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CardRow>? Rows { get; init; }

    /// <summary>The recipe that validation chose, which need not be the highest on the test; null when no model was trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Best { get; init; }

    /// <summary>What a perfect ranking of the frauds is worth that something known on the day tells apart; null when no model was trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CardRow? Knowable { get; init; }

    /// <summary>The same rows on the validation folds, by which recipes were chosen; null when they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CardRow>? Validation { get; init; }
}

/// <summary>
/// Computed features against published ones. The book sorts each customer's transactions by their moment with a sort that leaves open which of two at one moment comes
/// first, so rows are also held against the stream with such ties told the other way round.
/// </summary>
/// <param name="Rows">Published rows.</param>
/// <param name="Columns">Published columns; the amount is the transaction's own and not published again.</param>
/// <param name="ByNumber">Differences when transactions of one moment are told in the order of their numbers.</param>
/// <param name="ByEitherOrder">Differences when each row may have its ties in that order or the reverse.</param>
internal sealed record HandbookComparison(int Rows, int Columns, HandbookDifference ByNumber, HandbookDifference ByEitherOrder)
{
    /// <summary>What the book's floating-point sums of amounts may be off from whole cents.</summary>
    public const double Tolerance = 1e-9;
}

/// <summary>How far values are from the published ones.</summary>
/// <param name="Greatest">Greatest absolute difference of any value.</param>
/// <param name="RowsBeyond">Rows with a value that differs by more than <see cref="HandbookComparison.Tolerance"/>, or is a number on one side only.</param>
internal sealed record HandbookDifference(double Greatest, int RowsBeyond)
{
    /// <summary>With one more row.</summary>
    /// <param name="off">The greatest difference of its values; NaN when one is a number on one side only.</param>
    public HandbookDifference With(double off) =>
        new(Math.Max(Greatest, off), off <= HandbookComparison.Tolerance ? RowsBeyond : RowsBeyond + 1);
}
