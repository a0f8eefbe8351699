using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>Transactions of a terminal whose label is known.</summary>
/// <param name="Transactions">How many.</param>
/// <param name="Frauds">How many of them were fraud.</param>
/// <param name="PlainFrauds">How many of the frauds were of an amount that is usual for the customer, so that the customer's habits do not explain them.</param>
internal readonly record struct TerminalLabelCount(long Transactions, long Frauds, long PlainFrauds) : IAmounts<TerminalLabelCount>
{
    /// <inheritdoc cref="IAmounts{TSelf}.op_Addition"/>
    public static TerminalLabelCount operator +(in TerminalLabelCount a, in TerminalLabelCount b) =>
        checked(new(a.Transactions + b.Transactions, a.Frauds + b.Frauds, a.PlainFrauds + b.PlainFrauds));

    /// <inheritdoc cref="IAmounts{TSelf}.op_Subtraction"/>
    public static TerminalLabelCount operator -(in TerminalLabelCount a, in TerminalLabelCount b) =>
        checked(new(a.Transactions - b.Transactions, a.Frauds - b.Frauds, a.PlainFrauds - b.PlainFrauds));
}
