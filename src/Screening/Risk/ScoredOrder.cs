using Screening.Typologies;

namespace Screening.Risk;

/// <summary>What a look at an order came to.</summary>
/// <param name="Assessment">Signs, peers and the margin.</param>
/// <param name="ListHits">Names of its parties that stand on lists.</param>
public sealed record ScoredOrder(Assessment Assessment, IReadOnlyList<ListHit> ListHits);
