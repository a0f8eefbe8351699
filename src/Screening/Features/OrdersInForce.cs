using Screening.Records;

namespace Screening.Features;

/// <summary>The version of each order that is in force by what was learnt so far. What names an order may come before it.</summary>
internal sealed class OrdersInForce
{
    private int[] _next = [];

    /// <summary>Row of the version in force, or <see cref="Missing.Symbol"/> when none is known or the order is gone.</summary>
    public int Row(int order) => order >= 0 && order < _next.Length ? _next[order] - 1 : Missing.Symbol;

    /// <summary>Asks for what is kept of an order; see <see cref="Ahead"/>.</summary>
    public void Ask(int order)
    {
        if ((uint)order < (uint)_next.Length) Ahead.Ask(in _next[order]);
    }

    /// <summary>Takes in an order version.</summary>
    public void Learn(EventLog log, int row)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        if (!order.InForce) return;
        if (order.Order >= _next.Length) Array.Resize(ref _next, Math.Max(order.Order + 1, _next.Length * 2));

        // One more than the row, so that room is empty.
        _next[order.Order] = order.IsGone ? 0 : row + 1;
    }
}
