namespace Screening.Learning.Registry;

/// <summary>What a challenger showed against the champion, or against the blend when there was none.</summary>
/// <param name="Against">The champion's version; null when there was none.</param>
/// <param name="From">First day judged.</param>
/// <param name="To">Last day judged.</param>
/// <param name="Truth">By what.</param>
/// <param name="Orders">Orders judged.</param>
/// <param name="Diversions">Of them, diversion.</param>
/// <param name="Gain">Gain in the share of diverted value that is caught at capacity.</param>
/// <param name="GainLow">Lower end of its interval.</param>
/// <param name="GainHigh">Upper end.</param>
/// <param name="Lost">Kinds of diversion whose recall fell by more than the policy allows, with what they lost.</param>
/// <param name="Refusals">Why it may not be promoted; empty when it may.</param>
public sealed record Gate(
    string? Against, DateOnly From, DateOnly To, string Truth, int Orders, int Diversions, double Gain, double GainLow, double GainHigh, IReadOnlyDictionary<string, double> Lost, IReadOnlyList<string> Refusals)
{
    /// <summary>Subjects that were looked at a day; null in changes of before this was told.</summary>
    public int? Capacity { get; init; }

    /// <summary>The policy that asked; null in changes of before this was told.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether it may be promoted.</summary>
    public bool Passed => Refusals.Count == 0;
}

/// <summary>A change of the champion.</summary>
/// <param name="Action">promote or rollback.</param>
/// <param name="Version">The champion from then on; null when none is.</param>
/// <param name="Before">The champion until then; null when there was none.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="ApprovedBy">Who else agreed.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Gate">What the challenger showed; null for a rollback.</param>
public sealed record Promotion(string Action, string? Version, string? Before, DateTime At, string By, string ApprovedBy, string Reason, Gate? Gate);
