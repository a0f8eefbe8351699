using Screening.Data.Lakes;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// A stretch of the moments at which rows became known, and the files that may hold rows of it. DuckDB sorts one slice after another, so that what it holds does
/// not grow with the history, and sorts the next one while a slice is taken.
/// </summary>
/// <param name="From">First moment of the slice in microseconds; <see cref="long.MinValue"/> in the first.</param>
/// <param name="To">First moment after it; <see cref="long.MaxValue"/> in the last.</param>
/// <param name="Files">The files.</param>
internal sealed record TimeSlice(long From, long To, IReadOnlyList<LakeFile> Files)
{
    // A great delivery's files span all its days each, and are read once for every slice: from then on slices get longer instead.
    private const int MostReads = 6;

    /// <summary>Cuts a dataset into slices that follow each other and leave nothing out. A file that reaches over a cut is read for both slices.</summary>
    /// <param name="files">Files of the dataset, at least one.</param>
    /// <param name="rows">About how many rows a slice should have, if a file's rows lie evenly in its time.</param>
    public static IReadOnlyList<TimeSlice> Of(IReadOnlyList<LakeFile> files, long rows)
    {
        long total = files.Sum(f => f.Rows);
        for (long count = (total + rows - 1) / rows; count > 1; count -= (count + 3) / 4)
        {
            List<TimeSlice> slices = Cut(files, total, count);
            if (slices.Sum(s => s.Files.Sum(f => f.Rows)) <= MostReads * total) return slices;
        }

        return [new TimeSlice(long.MinValue, long.MaxValue, files)];
    }

    private static List<TimeSlice> Cut(IReadOnlyList<LakeFile> files, long total, long count)
    {
        (LakeFile File, long From, long Through)[] spans = [.. files.Select(f => (f, Micros.FromDateTime(f.MinKnownAtUtc), Micros.FromDateTime(f.MaxKnownAtUtc)))];
        List<long> ends = [.. Enumerable.Range(1, (int)count - 1).Select(i => Moment(spans, (double)total * i / count)).Distinct(), long.MaxValue];
        var slices = new List<TimeSlice>();
        long from = long.MinValue;
        foreach (long to in ends)
        {
            slices.Add(new TimeSlice(from, to, [.. spans.Where(s => s.From < to && s.Through >= from).Select(s => s.File)]));
            from = to;
        }

        slices.RemoveAll(s => s.Files.Count == 0);
        return slices;
    }

    // The moment before which so many rows lie.
    private static long Moment((LakeFile File, long From, long Through)[] spans, double rows)
    {
        long low = spans.Min(s => s.From), high = spans.Max(s => s.Through);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            double before = spans.Sum(s => s.File.Rows * Math.Clamp((middle - s.From) / (double)(s.Through - s.From + 1), 0, 1));
            if (before < rows) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
