namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>The book's windows, (t - w, t], and the delay with which labels become known.</summary>
internal static class CardWindows
{
    /// <summary>After how many days a label is known: the delayed windows are (t - delay - w, t - delay].</summary>
    public const int LabelDelayDays = 7;

    /// <summary>Lengths in days, ascending.</summary>
    public static IReadOnlyList<int> Days { get; } = [1, 7, 30];
}
