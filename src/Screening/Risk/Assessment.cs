using Screening.Typologies;

namespace Screening.Risk;

/// <summary>A typology's finding with what it adds.</summary>
/// <param name="Typology">What was found.</param>
/// <param name="Finding">The numbers.</param>
/// <param name="LogOdds">What it adds to the log-odds of diversion.</param>
public sealed record FoundTypology(TypologyDefinition Typology, Finding Finding, double LogOdds);

/// <summary>A feature in which an order is unusual.</summary>
/// <param name="Column">Column of the feature.</param>
/// <param name="Value">Its value; NaN is missing.</param>
/// <param name="Nats">What it adds to the anomaly, -ln of a share of peers.</param>
/// <param name="UsualLow">Tenth percentile among peers; <c>null</c> when no peer has a value.</param>
/// <param name="UsualHigh">Ninetieth percentile among peers.</param>
public sealed record UnusualFeature(int Column, double Value, double Nats, double? UsualLow, double? UsualHigh);

/// <summary>How sure and why, for one order as of one moment.</summary>
public sealed record Assessment
{
    /// <summary>Log-odds by which the order ranks: the policy's blend and, as far as it has a share, the model's. Not calibrated as a whole: it ranks, and is no probability.</summary>
    public required double Margin { get; init; }

    /// <summary>What the trained model says, whatever its share; <c>null</c> without one.</summary>
    public ModelOpinion? Model { get; init; }

    /// <summary>The anomaly as the model sees it; NaN without peers.</summary>
    public double AnomalyBits { get; init; } = double.NaN;

    /// <summary>The margin as a share, 0 to 1.</summary>
    public double Risk => 1 / (1 + Math.Exp(-Margin));

    /// <summary>Typologies found, the one that adds most first.</summary>
    public required IReadOnlyList<FoundTypology> Found { get; init; }

    /// <summary>What could not be assessed of this order, by typology.</summary>
    public required IReadOnlyList<(string Typology, string Why)> NotAssessed { get; init; }

    /// <summary>What could not be assessed of any order, because nothing of a dataset is loaded, by typology. It adds to no margin: every order's would rise alike.</summary>
    public IReadOnlyList<(string Typology, string Why)> NotLoaded { get; init; } = [];

    /// <summary>How many different things are not known; one that two typologies miss counts once.</summary>
    public static int Unknowns(IReadOnlyList<(string Typology, string Why)> notAssessed)
    {
        ArgumentNullException.ThrowIfNull(notAssessed);
        int unknowns = 0;
        for (int i = 0; i < notAssessed.Count; i++) unknowns += IsFirst(notAssessed, i) ? 1 : 0;
        return unknowns;
    }

    /// <summary>Whether what is not known stands in none of those before it.</summary>
    internal static bool IsFirst(IReadOnlyList<(string Typology, string Why)> notAssessed, int at)
    {
        string why = notAssessed[at].Why;
        for (int i = 0; i < at; i++)
        {
            if (string.Equals(notAssessed[i].Why, why, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>Share of peers that are no more unusual, 0 to 1; <c>null</c> when there are no peers to compare with.</summary>
    public required double? AnomalyPercentile { get; init; }

    /// <summary>What the anomaly adds to the log-odds.</summary>
    public required double AnomalyLogOdds { get; init; }

    /// <summary>How many orders it was compared with.</summary>
    public required int Peers { get; init; }

    /// <summary>The most unusual features, the most unusual first.</summary>
    public required IReadOnlyList<UnusualFeature> Unusual { get; init; }

    /// <summary>Whether a finding is a hold whatever else is known.</summary>
    public required bool IsMandatoryHold { get; init; }
}
