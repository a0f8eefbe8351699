using Screening.Records;

namespace Screening.Features;

/// <summary>
/// The orders of one key over some days, sorted by the moment they were placed, for what no sum can tell: who bought, how far apart, how
/// alike. What no window can reach any more is forgotten when room is needed, so that a key holds little more than its window.
/// </summary>
/// <param name="days">The longest window that is asked for, in days.</param>
public sealed class RecentOrders(int days)
{
    private RecentOrder[] _orders = [];
    private int _count;

    /// <summary>Takes in what an order version changes: the version before is taken back, this one put in.</summary>
    /// <param name="log">The log.</param>
    /// <param name="row">Row of the order version.</param>
    /// <param name="isHere">Whether the version belongs to this key.</param>
    /// <param name="wasHere">Whether the version before belonged to this key.</param>
    public void Learn(EventLog log, int row, bool isHere, bool wasHere)
    {
        ArgumentNullException.ThrowIfNull(log);
        ref readonly OrderVersion order = ref log.Orders[row];
        if (!order.ChangesSums) return;
        if (wasHere)
        {
            ref readonly OrderVersion before = ref log.Orders[order.Previous];
            if (before.Counts) Remove(before.EventAt, before.Order);
        }

        if (isHere && order.Counts) Add(Of(order), order.KnownAt);
    }

    /// <summary>What is kept of an order.</summary>
    public static RecentOrder Of(in OrderVersion order) =>
        new(order.EventAt, order.Content.Tpp, order.Order, order.Purchaser, order.Seller, order.EndUser, order.MainProduct);

    /// <summary>The orders placed in (<paramref name="after"/>, <paramref name="through"/>], in order of time; valid until the next change.</summary>
    public ReadOnlySpan<RecentOrder> Between(long after, long through)
    {
        int from = After(after);
        return _orders.AsSpan(from, Math.Max(0, After(through) - from));
    }

    /// <summary>How many orders are kept.</summary>
    public int Count => _count;

    /// <summary>Takes in everything that another key's orders hold.</summary>
    public void Merge(RecentOrders other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int mine = _count, theirs = other._count;
        _count += theirs;
        if (_count > _orders.Length) Array.Resize(ref _orders, Math.Max(_count, _orders.Length * 2));

        // From the end, so that what is earlier than all of the other's stays where it is.
        for (int place = _count - 1; theirs > 0; place--) _orders[place] = mine > 0 && _orders[mine - 1].At > other._orders[theirs - 1].At ? _orders[--mine] : other._orders[--theirs];
    }

    /// <summary>Asks for the memory of the latest orders; see <see cref="Ahead"/>.</summary>
    internal void AskEnd() => Ahead.AskEnd(_orders, _count, 4);

    private void Add(in RecentOrder order, long knownAt)
    {
        long forgotten = knownAt - (days * Micros.PerDay);
        if (order.At <= forgotten) return;
        if (_count == _orders.Length) MakeRoom(forgotten);
        int place = After(order.At);
        Array.Copy(_orders, place, _orders, place + 1, _count - place);
        _orders[place] = order;
        _count++;
    }

    // What is not there was forgotten, or came too late for any window.
    private void Remove(long at, int order)
    {
        int place = After(at) - 1;
        while (place >= 0 && _orders[place].At == at && _orders[place].Order != order) place--;
        if (place < 0 || _orders[place].At != at) return;
        _count--;
        Array.Copy(_orders, place + 1, _orders, place, _count - place);
    }

    // The number of orders placed at or before a moment.
    private int After(long at)
    {
        // Which half is taken is as good as chance, so it is computed and not jumped to.
        int low = 0, length = _count;
        if (length > 0 && _orders[length - 1].At <= at) return length;
        while (length > 0)
        {
            int half = length / 2;
            low = _orders[low + half].At <= at ? low + length - half : low;
            length = half;
        }

        return low;
    }

    private void MakeRoom(long forgotten)
    {
        int forget = After(forgotten);
        if (forget > 0 && forget >= _count / 2)
        {
            _count -= forget;
            Array.Copy(_orders, forget, _orders, 0, _count);
        }
        else
        {
            _orders = Spare<RecentOrder>.Grow(_orders, _count, Math.Max(2, _orders.Length * 2));
        }
    }
}
