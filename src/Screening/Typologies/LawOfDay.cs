using Screening.Policies;
using Screening.Records;

namespace Screening.Typologies;

/// <summary>What a policy says of the law on a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Reading">Which reading of the controls counts.</param>
/// <param name="OwnershipRule">Whether the 50 % ownership rule holds.</param>
public readonly record struct LawOfDay(DateOnly Day, RegimeReading Reading, OwnershipRuleState OwnershipRule)
{
    /// <summary>What a policy says of the day of a moment.</summary>
    public static LawOfDay Of(Policy policy, long at)
    {
        ArgumentNullException.ThrowIfNull(policy);
        DateOnly day = Micros.Day(at);
        return new LawOfDay(day, policy.ControlRegime.On(day), policy.OwnershipRule.On(day));
    }
}
