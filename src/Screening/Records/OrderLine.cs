using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>A line of an order version as the seller told it.</summary>
/// <param name="LineNo">Number of the line, from 1.</param>
/// <param name="Product">Product symbol.</param>
/// <param name="QuantityThousandths">Units ordered, in thousandths.</param>
/// <param name="ValueCents">Value of the line in US cents.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OrderLine(int LineNo, int Product, long QuantityThousandths, long ValueCents)
{
    /// <summary>Harmonised System code declared for the line; a text symbol.</summary>
    public int HsCode { get; init; } = Missing.Symbol;

    /// <summary>Export control classification number declared for the line; a text symbol.</summary>
    public int Eccn { get; init; } = Missing.Symbol;

    /// <summary>Whether the line names the number of a licence.</summary>
    public bool IsLicensed { get; init; }

    /// <summary>
    /// Row of the telling of the product by whose figures the line stands in its version, <see cref="Missing.Symbol"/> when the product was not known. Set
    /// by the log.
    /// </summary>
    public int ProductRow { get; init; } = Missing.Symbol;

    /// <summary>Row of the order version that told the line: an earlier one where a later telling of the version left the line as it was. Set by the log.</summary>
    public int ToldIn { get; init; }
}
