using Screening.Records;
using Screening.Typologies;

namespace Screening.Risk;

/// <summary>
/// From an order's features to its margin, with the lists that its parties are held against and the peers that it is compared among: the one
/// step that a night, a backtest and the endpoint take alike. What it knows of parties and lists is what the log and the names have learnt.
/// </summary>
/// <param name="log">The log of the orders.</param>
/// <param name="assessor">Typologies and peers.</param>
/// <param name="lists">Restricted parties, as they are to count.</param>
public sealed class Scorer(EventLog log, Assessor assessor, ListHits lists)
{
    /// <summary>Scores one order.</summary>
    /// <param name="order">The order; it need not be in the log.</param>
    /// <param name="row">Its features as of the look.</param>
    /// <param name="onArrival">Its features as it arrived; see <see cref="Assessor.Assess"/>.</param>
    /// <param name="asOf">The moment of the look.</param>
    public ScoredOrder Score(in OrderVersion order, ReadOnlySpan<double> row, ReadOnlySpan<double> onArrival, long asOf)
    {
        IReadOnlyList<ListHit> hits = lists.Of(order);
        return new ScoredOrder(assessor.Assess(row, onArrival, UsualOrders.Peer(log, order), hits, asOf), hits);
    }
}
