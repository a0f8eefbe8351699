namespace Screening.Casework;

/// <summary>A piece of evidence, as far as the rules look at it.</summary>
/// <param name="Grade">What it is worth.</param>
/// <param name="ArrangedBy">Who chose the source.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAs">As what.</param>
public sealed record Evidence(EvidenceGrade Grade, EvidenceArranger ArrangedBy, string RecordedBy, CaseRole RecordedAs)
{
    /// <summary>Whether it comes neither from the customer nor from sales: by its grade, by who chose its source, and by who recorded it.</summary>
    public bool IsIndependent =>
        Grade >= EvidenceGrade.Registry && ArrangedBy is EvidenceArranger.Compliance or EvidenceArranger.Authority && !CasePermissions.IsSales(RecordedAs);
}
