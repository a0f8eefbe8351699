using System.Text;

namespace Screening.Data.Ingest;

/// <summary>A fixed list of texts that a column's values are sought in, by their bytes.</summary>
internal sealed class CodeList
{
    private readonly byte[][] _texts;
    private readonly int[] _slots;

    public CodeList(IEnumerable<string> values)
    {
        Values = [.. values.Distinct(StringComparer.Ordinal)];
        _texts = [.. Values.Select(Encoding.UTF8.GetBytes)];
        var size = 16;
        while (size < _texts.Length * 4) size *= 2;
        _slots = new int[size];
        for (var i = 0; i < _texts.Length; i++)
        {
            var at = Hash64.Of(_texts[i]) & (ulong)(size - 1);
            while (_slots[at] != 0) at = (at + 1) & (ulong)(size - 1);
            _slots[at] = i + 1;
        }
    }

    /// <summary>The texts, in their order.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The text's place in the list; -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        var mask = (ulong)(_slots.Length - 1);
        for (var at = Hash64.Of(text) & mask; _slots[at] != 0; at = (at + 1) & mask)
        {
            if (text.SequenceEqual(_texts[_slots[at] - 1])) return _slots[at] - 1;
        }
        return -1;
    }
}
