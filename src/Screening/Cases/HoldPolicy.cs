namespace Screening.Casework;

/// <summary>What a release of held orders needs. A policy may ask for more than <see cref="Least"/>, never for less.</summary>
/// <param name="IndependentEvidence">Pieces of independent evidence, 1 to 10.</param>
/// <param name="People">People who must have had a hand in it, the one who releases included, 2 to 5.</param>
/// <param name="LeastGrade">Grade from which evidence counts: a register, a landlord or utility, or a site visit.</param>
/// <param name="NeedsLead">Whether only a lead releases.</param>
public sealed record HoldPolicy(int IndependentEvidence, int People, EvidenceGrade LeastGrade, bool NeedsLead)
{
    /// <summary>Most pieces of evidence that a policy may ask for.</summary>
    public const int MostEvidence = 10;

    /// <summary>Most people that a policy may ask for.</summary>
    public const int MostPeople = 5;

    /// <summary>Share of decided cases, 0 to 1, that a second analyst judges without knowing the decision.</summary>
    public double SecondReviewShare { get; init; } = 0.05;

    /// <summary>The least, and what holds when a policy says nothing: one piece of independent evidence of any grade, two people, not only leads.</summary>
    public static HoldPolicy Least { get; } = new(1, 2, EvidenceGrade.Registry, NeedsLead: false);

    /// <summary>What a policy asks for beyond its range, in one sentence; null when it is in range.</summary>
    public string? Refusal =>
        IndependentEvidence is < 1 or > MostEvidence ? FormattableString.Invariant($"independent_evidence is {IndependentEvidence}; accepted: a whole number from 1 to {MostEvidence}")
        : People is < 2 or > MostPeople ? FormattableString.Invariant($"people is {People}; accepted: a whole number from 2 to {MostPeople}")
        : LeastGrade < EvidenceGrade.Registry || !Enum.IsDefined(LeastGrade) ? $"least_grade is {LeastGrade}; accepted: registry, landlord_or_utility, site_visit"
        : !(SecondReviewShare is >= 0 and <= 1) ? FormattableString.Invariant($"second_review_share is {SecondReviewShare}; accepted: a number from 0 to 1")
        : null;
}
