using Screening.Policies;

namespace Screening.Alerts;

/// <summary>How old the restricted-party lists were by which a night decided.</summary>
/// <param name="DeliveredOn">Day of the last delivery; null for never.</param>
/// <param name="AgeDays">Days from then to the night; null for never.</param>
/// <param name="Age">What the policy makes of it.</param>
/// <param name="FreshnessDays">Most days that it accepts; null where it says nothing.</param>
/// <param name="IsExempt">Whether it asks nothing and says so.</param>
public sealed record ListState(DateOnly? DeliveredOn, int? AgeDays, ListAge Age, int? FreshnessDays, bool IsExempt)
{
    /// <summary>The state on a day. Lists delivered after it count as of the day.</summary>
    public static ListState Of(ListFreshness policy, DateOnly? deliveredOn, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new ListState(deliveredOn, deliveredOn is { } on ? Math.Max(0, day.DayNumber - on.DayNumber) : null, policy.On(deliveredOn, day), policy.Days, policy.IsExempt);
    }

    /// <summary>What is to be noted with every decision; null when the lists are young enough or nobody asks. Without any list T21 says so itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Note => Age == ListAge.Stale
        ? FormattableString.Invariant($"lists: delivered on {DeliveredOn:yyyy-MM-dd}, {AgeDays} days before, where the policy accepts {FreshnessDays}")
        : null;
}
