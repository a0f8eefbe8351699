namespace Screening.Policies;

/// <summary>
/// Whether the 50 % ownership rule of 15 CFR 744 holds, by day. Where the policy says nothing it is <see cref="OwnershipRuleState.Unknown"/>. Whatever
/// the state, the share that listed parties own is a sign of risk: the switch decides only what is law.
/// </summary>
/// <param name="Periods">Periods in order, without overlap.</param>
public sealed record OwnershipRule(IReadOnlyList<OwnershipRulePeriod> Periods)
{
    /// <summary>What holds when a policy says nothing.</summary>
    public static OwnershipRule Unsaid { get; } = new([]);

    /// <summary>The state on a day.</summary>
    public OwnershipRuleState On(DateOnly day) =>
        Periods.FirstOrDefault(p => (p.From is not { } from || from <= day) && (p.To is not { } to || day <= to))?.State ?? OwnershipRuleState.Unknown;
}

/// <summary>A period of the ownership rule; both ends are inside.</summary>
/// <param name="From">First day; <c>null</c> is from ever.</param>
/// <param name="To">Last day; <c>null</c> is open.</param>
/// <param name="State">The state.</param>
public sealed record OwnershipRulePeriod(DateOnly? From, DateOnly? To, OwnershipRuleState State);
