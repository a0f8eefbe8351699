namespace Screening.Policies;

/// <summary>From when on an order is reviewed or held before it ships, and how many may be.</summary>
/// <param name="ReviewRisk">Risk from which somebody looks before it ships, 0 to 1.</param>
/// <param name="HoldRisk">Risk from which it does not ship, from <paramref name="ReviewRisk"/> to 1.</param>
/// <param name="BudgetShare">Most of the decisions that may be reviews or holds, 0 to 1; more raises an alarm and changes no decision.</param>
/// <param name="BudgetWindow">Over how many of the latest decisions the share is taken.</param>
public sealed record DecisionPolicy(double ReviewRisk, double HoldRisk, double BudgetShare, int BudgetWindow)
{
    /// <summary>What holds when a policy says nothing: review from a risk of 5 %, hold from 50 %, an alarm when more than a tenth of the latest thousand was not released.</summary>
    public static DecisionPolicy Unsaid { get; } = new(0.05, 0.5, 0.1, 1000);
}
