namespace Screening.Data.Ingest;

/// <summary>Passes problems on, up to the limit.</summary>
internal sealed class LayoutProblems(Action<LayoutProblem> report, LayoutLimits limits)
{
    private const int LongestReason = 500;
    private int _count;

    /// <summary>Passes one on; a reason that quotes a very long cell is cut.</summary>
    /// <exception cref="IngestException">There are too many.</exception>
    public void Add(string file, long line, string reason, string raw)
    {
        if (_count == limits.MostProblems)
            throw new IngestException(FormattableString.Invariant($"{file}: more than {limits.MostProblems} pieces cannot be read, the last of them on line {line}; is the file of this layout?"));
        _count++;
        report(new LayoutProblem(file, line, reason[..Math.Min(reason.Length, LongestReason)], raw));
    }
}
