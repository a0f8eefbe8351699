using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>Transactions whose label is known.</summary>
/// <param name="Transactions">How many.</param>
/// <param name="Frauds">How many of them were fraud.</param>
internal readonly record struct LabelledCount(long Transactions, long Frauds) : IAmounts<LabelledCount>
{
    /// <summary>Share of fraud; 0 when there is no transaction, as the book has it.</summary>
    public double Risk => Transactions == 0 ? 0 : (double)Frauds / Transactions;

    /// <inheritdoc cref="IAmounts{TSelf}.op_Addition"/>
    public static LabelledCount operator +(in LabelledCount a, in LabelledCount b) => checked(new(a.Transactions + b.Transactions, a.Frauds + b.Frauds));

    /// <inheritdoc cref="IAmounts{TSelf}.op_Subtraction"/>
    public static LabelledCount operator -(in LabelledCount a, in LabelledCount b) => checked(new(a.Transactions - b.Transactions, a.Frauds - b.Frauds));
}
