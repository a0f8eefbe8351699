using System.Runtime.InteropServices;
using Screening.Records;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>
/// Finds orders whose ruling is another than their seller was told last, because people placed or released a hold since, and writes down that it changed. What is
/// told follows from what stands in the lake and what was told before, so that a restart tells what happened meanwhile and tells nothing twice. Belongs to the
/// thread that owns the engine.
/// </summary>
internal sealed class ChangeTeller
{
    private readonly EventLog _log;
    private readonly OrderHolds _holds;
    private readonly DecisionBook _book;
    private readonly Dictionary<int, List<int>> _decidedOf = [];

    /// <summary>Binds a log that is loaded; tells what happened since it was last loaded.</summary>
    /// <param name="log">The log.</param>
    /// <param name="holds">What it tells of holds.</param>
    /// <param name="book">The decisions.</param>
    public ChangeTeller(EventLog log, OrderHolds holds, DecisionBook book)
    {
        (_log, _holds, _book) = (log, holds, book);
        for (int row = FirstFrom(log.Orders, book.FirstKnownAt); row < log.Orders.Count; row++)
        {
            if (book.Find(KeyOf(log.Orders[row])) is { Of: null }) NoteDecided(log.Orders[row]);
        }

        TellTouched();
    }

    /// <summary>Notes that an order was decided.</summary>
    public void NoteDecided(in OrderVersion order)
    {
        ref List<int>? decided = ref CollectionsMarshal.GetValueRefOrAddDefault(_decidedOf, order.Purchaser, out _);
        decided ??= [];
        if (decided.Count == 0 || decided[^1] != order.Order) decided.Add(order.Order);
    }

    /// <summary>Tells what became of the orders that holds have touched since it was last called.</summary>
    public void TellTouched()
    {
        (IReadOnlyCollection<int> orders, IReadOnlyCollection<int> purchasers) = _holds.Touched;
        foreach (int order in orders.Concat(purchasers.SelectMany(p => _decidedOf.GetValueOrDefault(p) ?? [])).Distinct()) Tell(order);
        _holds.Forget();
    }

    private void Tell(int order)
    {
        // The latest version that was decided here: others have no answer that could change.
        int row = _log.InForce(order);
        while (row != Missing.Symbol && _book.Find(KeyOf(_log.Orders[row])) is null) row = _log.Orders[row].Previous;
        // What another replica decided, it tells.
        if (row == Missing.Symbol || _book.Find(KeyOf(_log.Orders[row])) is { Of: not null }) return;
        ref readonly OrderVersion decided = ref _log.Orders[row];
        UInt128 key = KeyOf(decided);
        Ruling ruled = _book.Find(key)!.Value.Ruling, told = _book.Changes.Told(key) ?? ruled, now = Now(decided, ruled, told);
        if (now == told) return;
        string seller = _log.Symbols.Parties.Text(decided.Seller)!;
        long number = _book.Changes.Last(seller) + 1;
        byte[] answer = Answers.OfChange(number, _log.Symbols.Orders.Text(decided.Order)!, decided.Version, key, told, now, _log.LastKnownAt);
        _ = _book.Add(new ChangeRecord(_log.LastKnownAt, now, key, number, seller, answer));
    }

    private Ruling Now(in OrderVersion decided, Ruling ruled, Ruling told)
    {
        if (_holds.IsHeld(decided.Order, decided.Purchaser)) return Ruling.Hold;
        // A release that was told stays told when a restart finds that the lake knew of it a moment before the decision.
        long after = told == Ruling.Release ? long.MinValue : decided.KnownAt;
        return _holds.IsReleased(decided.Order, decided.Purchaser, after) ? Ruling.Release : ruled;
    }

    // The first row that became known at a moment or later: rows come in that order, and most of a long history is older than any decision.
    private static int FirstFrom(Rows<OrderVersion> orders, long knownAt)
    {
        int from = 0, to = orders.Count;
        while (from < to)
        {
            int middle = from + ((to - from) / 2);
            if (orders[middle].KnownAt < knownAt) from = middle + 1;
            else to = middle;
        }

        return from;
    }

    private UInt128 KeyOf(in OrderVersion order) => DecisionRecord.KeyOf(_log.Symbols.Orders.Text(order.Order)!, order.Version);
}
