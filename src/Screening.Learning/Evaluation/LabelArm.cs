namespace Screening.Learning.Evaluation;

/// <summary>Of which orders a replay ever learns what they were.</summary>
public enum LabelSource
{
    /// <summary>Of none: the fixed scores rank all along.</summary>
    None,

    /// <summary>Of those whose subject stood on the list: what a firm has.</summary>
    Alerted,

    /// <summary>Of all: what no firm has.</summary>
    All,
}

/// <summary>What a feature that is built on labels is divided by.</summary>
public enum RateDenominator
{
    /// <summary>There is no such feature.</summary>
    None,

    /// <summary>All orders of the key that arrived before: those that nobody looked at count as if they had been found clean.</summary>
    AllOrders,

    /// <summary>Orders of the key whose label was known before.</summary>
    LabelledOrders,
}

/// <summary>A way of learning from what is looked at.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Labels">Which labels it gets.</param>
/// <param name="Explores">Whether some places of each day are drawn by chance.</param>
/// <param name="WeighsByChance">Whether what was looked at counts by the inverse of the chance with which it was shown, and what was not looked at not at all; otherwise it counts as clean.</param>
/// <param name="Rates">Whether, and over what, the rate of diversion of the seller, purchaser, end user and consignee is a feature.</param>
public sealed record LabelArm(string Name, LabelSource Labels, bool Explores = false, bool WeighsByChance = false, RateDenominator Rates = RateDenominator.None)
{
    /// <summary>Name of the arm that the others are held against.</summary>
    public const string FullName = "full labels";

    /// <summary>The arms that are compared.</summary>
    public static IReadOnlyList<LabelArm> All { get; } =
    [
        new(FullName, LabelSource.All),
        new("alert-only, greedy", LabelSource.Alerted),
        new("alert-only, exploring", LabelSource.Alerted, Explores: true),
        new("alert-only, exploring, weighted by chance", LabelSource.Alerted, Explores: true, WeighsByChance: true),
        new("alert-only, exploring, rates over all orders", LabelSource.Alerted, Explores: true, Rates: RateDenominator.AllOrders),
        new("alert-only, exploring, rates over labelled orders", LabelSource.Alerted, Explores: true, Rates: RateDenominator.LabelledOrders),
        new("blend without labels", LabelSource.None),
    ];
}
