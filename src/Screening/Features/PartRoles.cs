using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features;

/// <summary>
/// What products are in which wholes, by bills of materials, at any position of the log: looks that are taken group after group see the
/// lines that stood at their own position.
/// </summary>
internal sealed class PartRoles
{
    private readonly List<List<Line>?> _ofProduct = [];

    /// <summary>Takes in a line of a bill of materials.</summary>
    /// <param name="log">The log.</param>
    /// <param name="row">Row of the line.</param>
    /// <param name="position">How many events have been learnt with it.</param>
    public void Learn(EventLog log, int row, int position)
    {
        ref readonly Part part = ref log.Parts[row];
        while (_ofProduct.Count <= part.PartProduct) _ofProduct.Add(null);
        List<Line> lines = _ofProduct[part.PartProduct] ??= [];
        int whole = part.Whole, told = lines.FindIndex(line => line.Whole == whole && line.Until == int.MaxValue);
        if (told >= 0) lines[told] = lines[told] with { Until = position };
        if (!part.IsGone) lines.Add(new Line(whole, part.Role, position, int.MaxValue));
    }

    /// <summary>The lines that were ever told of a product as a part; those that count are told by <see cref="Line.StandsAt"/>.</summary>
    public ReadOnlySpan<Line> Of(int product) => product >= 0 && product < _ofProduct.Count ? CollectionsMarshal.AsSpan(_ofProduct[product]) : default;

    /// <summary>What a product is in a whole, from one position until another.</summary>
    public readonly record struct Line(int Whole, PartRole Role, int From, int Until)
    {
        /// <summary>Whether the line stands when so many events have been learnt.</summary>
        public bool StandsAt(int position) => From <= position && (Until == int.MaxValue || position < Until);
    }
}
