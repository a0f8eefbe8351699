namespace Screening.Policies;

/// <summary>What class a product has on a day, and why.</summary>
/// <param name="Class">The class.</param>
/// <param name="Missing">The figure (a column of the products) or the threshold that is missing, or <c>null</c>.</param>
/// <param name="Reason">Why, in one sentence without a full stop.</param>
/// <param name="Citation">Where the rule that decides stands; empty when nothing decides.</param>
/// <param name="Verified">How well that rule is read: V, S, U or a mixture; empty when nothing decides.</param>
public sealed record Classification(ControlClass Class, string? Missing, string Reason, string Citation, string Verified)
{
    /// <summary>The class by figures alone, before an individual notice.</summary>
    public ControlClass ByFigures { get; init; } = Class;

    /// <summary>Whether a notified exception (NAC, ACA) may be had: .a, and known not to be designed or marketed for data centres.</summary>
    public bool HasNotifiedException { get; init; }

    /// <summary>
    /// Whether an application is reviewed case by case (regime of January 2026): below both limits of TPP and memory bandwidth. A licence
    /// is needed all the same. <c>null</c> for what is in no class, when a figure is missing, and on days without the regime.
    /// </summary>
    public bool? ReviewedCaseByCase { get; init; }
}
