using Screening.Data.Journals;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>Where a decision stands, and what it was made of.</summary>
/// <param name="Of">The journal of another replica; <c>null</c> for one's own.</param>
/// <param name="Position">Position in that journal.</param>
/// <param name="RequestHash">Hash of the order as it was sent.</param>
/// <param name="Ruling">The ruling.</param>
/// <param name="KnownAt">When the order became known, in microseconds.</param>
internal readonly record struct DecisionPlace(JournalFolder? Of, long Position, ulong RequestHash, Ruling Ruling, long KnownAt);
