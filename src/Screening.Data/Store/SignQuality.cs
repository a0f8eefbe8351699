namespace Screening.Data.Store;

/// <summary>What came of the cases that a sign spoke in.</summary>
/// <param name="Code">The typology, or "all" for every decided case.</param>
/// <param name="Name">What it is.</param>
/// <param name="Decided">Cases that were confirmed, released or dismissed and stand so.</param>
/// <param name="Confirmed">Of them, confirmed.</param>
/// <param name="MedianDays">Days from opening to decision, the middle one; of two the mean.</param>
/// <param name="Reopened">How many of all cases with the sign were reopened at least once, decided again or not.</param>
public sealed record SignQuality(string Code, string Name, int Decided, int Confirmed, double? MedianDays, int Reopened)
{
    /// <summary>Share of the decided that were confirmed; <c>null</c> where none was decided. A dismissal is not innocence, so it is no rate of diversion.</summary>
    public double? Precision => Decided == 0 ? null : Confirmed / (double)Decided;

    /// <summary>Decided cases with the sign that somebody judged a second time without knowing the decision.</summary>
    public int JudgedTwice { get; init; }

    /// <summary>Of them, those in which the two disagree.</summary>
    public int Disagreements { get; init; }
}
