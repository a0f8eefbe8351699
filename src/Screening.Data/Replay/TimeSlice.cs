using Screening.Data.Lakes;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// A stretch of the moments at which rows became known, and the files that may hold rows of it. DuckDB sorts one slice after another, so that what it holds does
/// not grow with the history.
/// </summary>
/// <param name="From">First moment of the slice in microseconds; <see cref="long.MinValue"/> in the first.</param>
/// <param name="To">First moment after it; <see cref="long.MaxValue"/> in the last.</param>
/// <param name="Files">The files.</param>
internal sealed record TimeSlice(long From, long To, IReadOnlyList<LakeFile> Files)
{
    /// <summary>Rows of a slice, unless files that span many moments make it longer: some hundred MB while they are sorted.</summary>
    public const long UsualRows = 500_000;

    /// <summary>
    /// Cuts a dataset into slices that follow each other and leave nothing out. A file that reaches over a cut is read in both slices, so a cut is made only where
    /// few rows lie in such files.
    /// </summary>
    /// <param name="files">Files of the dataset, at least one.</param>
    /// <param name="rows">Rows that a slice should have at least, but for the last one.</param>
    public static IReadOnlyList<TimeSlice> Of(IReadOnlyList<LakeFile> files, long rows = UsualRows)
    {
        var slices = new List<TimeSlice>();
        List<LakeFile> slice = [];
        long from = long.MinValue, inSlice = 0;
        foreach (LakeFile file in files.OrderBy(f => f.MinKnownAtUtc).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            if (inSlice >= rows)
            {
                List<LakeFile> both = slice.FindAll(f => f.MaxKnownAtUtc >= file.MinKnownAtUtc);
                long twice = both.Sum(f => f.Rows), cut = Micros.FromDateTime(file.MinKnownAtUtc);
                if (twice <= rows / 3 && cut > from)
                {
                    slices.Add(new TimeSlice(from, cut, slice));
                    (slice, from, inSlice) = (both, cut, twice);
                }
            }

            slice.Add(file);
            inSlice += file.Rows;
        }

        slices.Add(new TimeSlice(from, long.MaxValue, slice));
        return slices;
    }
}
