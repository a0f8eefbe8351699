using Screening.Casework;

namespace Screening.Policies;

/// <summary>Everything that is a choice rather than a fact: thresholds, weights, capacity. Versioned and never edited.</summary>
public sealed record Policy
{
    /// <summary>Version, the file's name.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>How long the nightly list may be.</summary>
    public required CapacityPolicy Capacity { get; init; }

    /// <summary>How evidence becomes a rank until there is a trained model.</summary>
    public required BlendPolicy Blend { get; init; }

    /// <summary>Typologies that are switched on.</summary>
    public required IReadOnlyList<TypologyPolicy> Typologies { get; init; }

    /// <summary>Which reading of the law counts from when.</summary>
    public RegimePolicy ControlRegime { get; init; } = RegimePolicy.Unsaid;

    /// <summary>Whether the 50 % ownership rule holds, by day.</summary>
    public OwnershipRule OwnershipRule { get; init; } = OwnershipRule.Unsaid;

    /// <summary>How far a trained model may go.</summary>
    public LearningPolicy Learning { get; init; } = LearningPolicy.Unsaid;

    /// <summary>How old restricted-party lists may be.</summary>
    public ListFreshness Lists { get; init; } = ListFreshness.Unsaid;

    /// <summary>From when on an order is reviewed or held before it ships.</summary>
    public DecisionPolicy Decisions { get; init; } = DecisionPolicy.Unsaid;

    /// <summary>What a release of held orders needs.</summary>
    public HoldPolicy Holds { get; init; } = HoldPolicy.Least;
}

/// <summary>How long the nightly list may be, and what part of it is reserved.</summary>
/// <param name="Alerts">Alerts a night; mandatory holds are listed even beyond it.</param>
/// <param name="SmallCertain">Places kept for cases that are likely but small.</param>
/// <param name="SmallCertainRisk">Risk from which a case counts as likely.</param>
/// <param name="Exploration">Places drawn by chance from below the cut-off, so that the system also learns of what it ranks low.</param>
/// <param name="MinimumRisk">Risk below which nothing is listed.</param>
public sealed record CapacityPolicy(int Alerts, int SmallCertain, double SmallCertainRisk, int Exploration, double MinimumRisk);

/// <summary>How evidence becomes a rank until there is a trained model.</summary>
/// <param name="PriorLogOdds">Log-odds of diversion of an order of which nothing is known.</param>
/// <param name="AnomalyWeight">Log-odds per bit of anomaly (-log2 of the share of peers at least as unusual), beyond the first bit.</param>
/// <param name="AnomalyMostBits">Most bits of anomaly that count.</param>
/// <param name="NotAssessedWeight">Log-odds per thing that could not be assessed.</param>
/// <param name="UsdPerH100e">US dollars at stake that weigh like one H100e.</param>
/// <param name="PeerMinimum">Fewest orders that make a peer group of their own.</param>
public sealed record BlendPolicy(
    double PriorLogOdds, double AnomalyWeight, double AnomalyMostBits, double NotAssessedWeight, double UsdPerH100e, int PeerMinimum);
