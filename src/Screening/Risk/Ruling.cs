using Screening.Policies;

namespace Screening.Risk;

/// <summary>What is to become of an order before it ships.</summary>
public enum Ruling : byte
{
    /// <summary>It may ship.</summary>
    Release,

    /// <summary>Somebody looks before it ships.</summary>
    Review,

    /// <summary>It does not ship.</summary>
    Hold,
}

/// <summary>From a score to a ruling.</summary>
public static class Rulings
{
    /// <summary>
    /// The ruling on an order: by its risk; a hold where a sign demands one, whatever the risk; and at least a review where lists of restricted parties are
    /// older than the policy accepts or missing, or a name could not be compared, for what was not looked at is not clean.
    /// </summary>
    public static Ruling Of(ScoredOrder scored, DecisionPolicy policy, ListAge lists)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(policy);
        if (scored.Assessment.IsMandatoryHold || scored.Assessment.Risk >= policy.HoldRisk) return Ruling.Hold;
        bool isBlind = lists is ListAge.Stale or ListAge.Missing || scored.ListHits.Any(hit => hit.Problem is not null);
        return isBlind || scored.Assessment.Risk >= policy.ReviewRisk ? Ruling.Review : Ruling.Release;
    }

    /// <summary>The word of a ruling.</summary>
    public static string Word(Ruling ruling) => ruling switch
    {
        Ruling.Release => "release",
        Ruling.Review => "review",
        Ruling.Hold => "hold",
        _ => throw new ArgumentOutOfRangeException(nameof(ruling), ruling, "unknown ruling"),
    };
}
