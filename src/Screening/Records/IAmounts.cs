namespace Screening.Records;

/// <summary>
/// What adds up over time: a few whole numbers side by side. Adding and taking back must be exact, so that no order of work changes a bit;
/// the default value is nothing at all.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IAmounts<TSelf>
    where TSelf : struct, IAmounts<TSelf>
{
    /// <summary>Adds, number by number.</summary>
    /// <exception cref="OverflowException">A sum leaves its range.</exception>
    static abstract TSelf operator +(in TSelf a, in TSelf b);

    /// <summary>Takes away, number by number.</summary>
    /// <exception cref="OverflowException">A difference leaves its range.</exception>
    static abstract TSelf operator -(in TSelf a, in TSelf b);
}
