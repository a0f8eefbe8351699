using Screening.Alerts;
using Screening.Records;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>What a look at an order came to, in words.</summary>
/// <param name="Order">The order as the log has it, or as it would.</param>
/// <param name="AsOf">The moment of the look.</param>
/// <param name="Scored">Signs, peers, margin and list matches.</param>
/// <param name="Ruling">The ruling.</param>
/// <param name="Reasons">What the margin is made of.</param>
/// <param name="NotAssessed">What could not be assessed of the order.</param>
/// <param name="NotLoaded">What could not be assessed of any order.</param>
/// <param name="UnknownParties">Ids of its parties of which nothing is known.</param>
/// <param name="UnknownProducts">Ids of its products of which nothing is known.</param>
/// <param name="InlineIgnored">Ids of parties whose data came with the order and did not count, because the firm knows the party already.</param>
/// <param name="PapersIgnored">Of certificate and payment what did not count, because the firm has one of that number, or knows nothing of the end user.</param>
/// <param name="Notes">What holds of every decision now, such as that lists are stale.</param>
/// <param name="Supersedes">The version of the order that was in force before; <c>null</c> for none.</param>
internal sealed record Judged(
    OrderVersion Order, long AsOf, ScoredOrder Scored, Ruling Ruling, IReadOnlyList<Reason> Reasons, IReadOnlyList<string> NotAssessed, IReadOnlyList<string> NotLoaded,
    IReadOnlyList<string> UnknownParties, IReadOnlyList<string> UnknownProducts, IReadOnlyList<string> InlineIgnored, IReadOnlyList<string> PapersIgnored, IReadOnlyList<string> Notes, int? Supersedes)
{
    /// <summary>The ruling by score and signs alone, whatever people hold.</summary>
    public required Ruling ByScore { get; init; }
}
