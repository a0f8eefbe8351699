namespace Screening.Data.Replay;

/// <summary>How datasets are cut into slices and sorted.</summary>
/// <param name="Rows">About how many rows a slice has, at least 1.</param>
/// <param name="First">How slices are sorted into files before any is taken (<see cref="SortedSlices"/>); they are sorted as they are taken when <c>null</c>.</param>
internal readonly record struct Slicing(long Rows, SortedFirst? First = null)
{
    /// <summary>What is fast: about a GB while order lines are sorted.</summary>
    public static Slicing Usual { get; } = new(2_500_000);
}

/// <summary>How slices are sorted into files.</summary>
/// <param name="Folder">Where they go.</param>
/// <param name="SortingBytes">DuckDB's memory meanwhile: nothing else takes any yet.</param>
/// <param name="ReadingBytes">Its memory afterwards.</param>
internal sealed record SortedFirst(string Folder, long SortingBytes, long ReadingBytes);
