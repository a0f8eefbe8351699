using Screening.Data.Journals;
using Screening.Records;

namespace Screening.Web.Live;

/// <summary>Takes decisions of other replicas over into engine and index. Belongs to the thread that owns the engine.</summary>
/// <param name="scoring">The engine with what is known.</param>
/// <param name="book">The decisions.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="telemetry">Measures how long each took to get here; <c>null</c> where they waited for this one to start.</param>
internal sealed class ReplicaTaking(LiveScoring scoring, DecisionBook book, TimeProvider clock, ServeTelemetry? telemetry)
{
    // By more than this no clock of another machine moves the moments of this one.
    private const long MostAhead = 60_000_000;

    /// <summary>Takes decisions over, in the order of their journal.</summary>
    public void Take(IReadOnlyList<ReplicaOrder> orders)
    {
        foreach (ReplicaOrder order in orders)
        {
            if (order.Order is not null && IsNews(order))
            {
                scoring.Hear(order.Order, Moment(order.Place.KnownAt));
                telemetry?.Heard((Micros.FromDateTime(clock.GetUtcNow().UtcDateTime) - order.Place.KnownAt) / 1e6);
            }

            book.Others.Note(order.Key, order.Place);
        }
    }

    /// <summary>Forgets the decisions that were not there any more when a journal was read from its start again. What the engine learnt stays.</summary>
    public void Keep(JournalFolder journal, IReadOnlySet<UInt128> found) => book.Others.Keep(journal, found);

    // As the other replica knew it, where that is later than everything here: what is decided here next is then later than it in the lake as well, and a night sees the
    // orders in the order in which they were learnt.
    private long Moment(long knownAt)
    {
        long now = Micros.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return Math.Max(knownAt <= now + MostAhead ? knownAt : now, scoring.LastKnownAt + 1);
    }

    // A version told otherwise to two replicas at once stands in the lake as the later one has it.
    private bool IsNews(ReplicaOrder order)
    {
        if (scoring.InForce(order.Order!.OrderId) is not { } inForce || inForce.Version < order.Order.Version) return true;
        return inForce.Version == order.Order.Version && book.Find(order.Key) is { } known && known.RequestHash != order.Place.RequestHash && known.KnownAt < order.Place.KnownAt;
    }
}
