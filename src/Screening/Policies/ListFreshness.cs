namespace Screening.Policies;

/// <summary>What may be said by lists of an age.</summary>
public enum ListAge
{
    /// <summary>The policy asks nothing of them.</summary>
    NotAsked,

    /// <summary>They are young enough.</summary>
    Fresh,

    /// <summary>They are older than the policy accepts.</summary>
    Stale,

    /// <summary>None was ever delivered.</summary>
    Missing,
}

/// <summary>How old restricted-party lists may be when a decision is made by them.</summary>
/// <param name="Days">Most days between the delivery and the day of the run, 1 to 365; null where the policy says nothing.</param>
/// <param name="IsExempt">Whether the policy asks nothing of them and says so, as for a sample with an invented list.</param>
public sealed record ListFreshness(int? Days, bool IsExempt)
{
    /// <summary>What holds when a policy says nothing: nothing is asked.</summary>
    public static ListFreshness Unsaid { get; } = new(null, IsExempt: false);

    /// <summary>The age of lists on the day of a run; so many days old is still fresh.</summary>
    /// <param name="lastDelivered">Day of the last delivery; null for never.</param>
    /// <param name="day">Day of the run.</param>
    public ListAge On(DateOnly? lastDelivered, DateOnly day) => (Days, IsExempt, lastDelivered) switch
    {
        (null, _, _) or (_, true, _) => ListAge.NotAsked,
        (_, _, null) => ListAge.Missing,
        ({ } days, _, { } last) => day.DayNumber - last.DayNumber <= days ? ListAge.Fresh : ListAge.Stale,
    };
}
