using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features;

/// <summary>What products are in which wholes, by bills of materials.</summary>
internal sealed class PartRoles
{
    private readonly List<List<Line>?> _ofProduct = [];

    /// <summary>Takes in a line of a bill of materials, in place of its earlier telling.</summary>
    public void Learn(in Part part)
    {
        while (_ofProduct.Count <= part.PartProduct) _ofProduct.Add(null);
        List<Line> lines = _ofProduct[part.PartProduct] ??= [];
        int whole = part.Whole;
        lines.RemoveAll(line => line.Whole == whole);
        if (!part.IsGone) lines.Add(new Line(whole, part.Role));
    }

    /// <summary>The lines of a product as a part.</summary>
    public ReadOnlySpan<Line> Of(int product) => product >= 0 && product < _ofProduct.Count ? CollectionsMarshal.AsSpan(_ofProduct[product]) : default;

    /// <summary>What a product is in a whole.</summary>
    public readonly record struct Line(int Whole, PartRole Role);
}
