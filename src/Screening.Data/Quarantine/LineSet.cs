using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Screening.Data.Quarantines;

/// <summary>Lines of a file, from 1: single ones and spans with both ends included.</summary>
public sealed class LineSet
{
    /// <summary>How it is written.</summary>
    public const string Accepted = "lines from 1 and spans of them, such as 12,40-60";

    private readonly (long First, long Last)[] _spans;

    private LineSet((long, long)[] spans) => _spans = spans;

    /// <summary>How many lines.</summary>
    public long Count => _spans.Sum(s => s.Last - s.First + 1);

    /// <summary>Every line, ascending.</summary>
    public IEnumerable<long> Lines
    {
        get
        {
            foreach (var (first, last) in _spans)
            {
                for (var line = first; line <= last; line++) yield return line;
            }
        }
    }

    /// <summary>The lines of a list in ascending order; lines that follow each other become a span.</summary>
    public static LineSet Of(IEnumerable<long> ascending)
    {
        var spans = new List<(long First, long Last)>();
        foreach (var line in ascending)
        {
            if (spans.Count > 0 && line <= spans[^1].Last + 1) spans[^1] = (spans[^1].First, Math.Max(spans[^1].Last, line));
            else spans.Add((line, line));
        }
        return new LineSet([.. spans]);
    }

    /// <summary>Reads what <see cref="ToString"/> writes, in any order; false when it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LineSet? lines)
    {
        ArgumentNullException.ThrowIfNull(text);
        lines = null;
        var spans = new List<(long First, long Last)>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !IsLine(ends[0], out var first) || !IsLine(ends[^1], out var last) || last < first) return false;
            spans.Add((first, last));
        }
        spans.Sort();
        var merged = new List<(long First, long Last)>();
        foreach (var span in spans)
        {
            if (merged.Count > 0 && span.First <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, span.Last));
            else merged.Add(span);
        }
        lines = new LineSet([.. merged]);
        return true;
    }

    /// <summary>True when the line is one of them.</summary>
    public bool Contains(long line)
    {
        var at = Array.BinarySearch(_spans, (line, long.MaxValue));
        var before = at >= 0 ? at : ~at - 1;
        return before >= 0 && line <= _spans[before].Last;
    }

    public override string ToString() =>
        string.Join(',', _spans.Select(s => s.First == s.Last ? s.First.ToString(CultureInfo.InvariantCulture) : FormattableString.Invariant($"{s.First}-{s.Last}")));

    private static bool IsLine(string text, out long line) => long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out line) && line is >= 1 and < long.MaxValue;
}
