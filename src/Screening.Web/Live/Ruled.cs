using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>What a look at an order came to, without a word of why.</summary>
/// <param name="AsOf">The moment of the look.</param>
/// <param name="Scored">Signs, peers, margin and list matches.</param>
/// <param name="Ruling">The ruling.</param>
/// <param name="ByScore">The ruling by score and signs alone, whatever people hold.</param>
/// <param name="IsHeld">Whether people hold it.</param>
internal readonly record struct Ruled(long AsOf, ScoredOrder Scored, Ruling Ruling, Ruling ByScore, bool IsHeld);
