using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Web.Live;

/// <summary>
/// What people did with holds, and which orders it touches: a hold is of the order that it names, else of all orders of the purchaser that it names. Belongs to the
/// thread that owns the engine.
/// </summary>
/// <param name="log">What is known.</param>
internal sealed class OrderHolds(EventLog log)
{
    private readonly Dictionary<int, (int Placed, int Released)> _holds = [];
    private readonly Dictionary<int, List<int>> _ofOrder = [], _ofParty = [];
    private readonly HashSet<int> _touchedOrders = [], _touchedParties = [];

    /// <summary>Orders that were touched since the last <see cref="Forget"/>, and purchasers all of whose orders were.</summary>
    public (IReadOnlyCollection<int> Orders, IReadOnlyCollection<int> Purchasers) Touched => (_touchedOrders, _touchedParties);

    /// <summary>Forgets what was touched.</summary>
    public void Forget()
    {
        _touchedOrders.Clear();
        _touchedParties.Clear();
    }

    /// <summary>Learns an act; other events are none.</summary>
    public void Learn(Event at)
    {
        if (at.Kind != EventKind.HoldAction) return;
        ref readonly HoldAction row = ref log.HoldActions[at.Row];
        if (row.Previous != Missing.Symbol) Touch(log.HoldActions[row.Previous]);
        Touch(row);
        ref (int Placed, int Released) hold = ref CollectionsMarshal.GetValueRefOrAddDefault(_holds, row.Hold, out bool isThere);
        if (!isThere) hold = (Missing.Symbol, Missing.Symbol);
        int standing = row.IsGone ? Missing.Symbol : at.Row;
        if (row.Action == HoldAct.Placed) hold.Placed = standing;
        else hold.Released = standing;
        List<int> of = ListOf(row);
        if (!of.Contains(row.Hold)) of.Add(row.Hold);
    }

    /// <summary>Whether a hold on an order, or on all orders of its purchaser, is placed and not released.</summary>
    public bool IsHeld(int order, int purchaser) => Any(order, purchaser, static (hold, _) => hold.Placed != Missing.Symbol && hold.Released == Missing.Symbol);

    /// <summary>Whether a hold on an order, or on all orders of its purchaser, was released, as became known after a moment.</summary>
    public bool IsReleased(int order, int purchaser, long after) => Any(order, purchaser, (hold, holds) => hold.Released != Missing.Symbol && holds[hold.Released].KnownAt > after);

    private bool Any(int order, int purchaser, Func<(int Placed, int Released), Rows<HoldAction>, bool> isSo)
    {
        if (_holds.Count == 0) return false;
        foreach (int id in CollectionsMarshal.AsSpan(_ofOrder.GetValueOrDefault(order)))
        {
            if (Now(_holds[id]) is { } now && now.Order == order && isSo(_holds[id], log.HoldActions)) return true;
        }

        foreach (int id in CollectionsMarshal.AsSpan(_ofParty.GetValueOrDefault(purchaser)))
        {
            if (Now(_holds[id]) is { } now && now.Order == Missing.Symbol && now.Party == purchaser && isSo(_holds[id], log.HoldActions)) return true;
        }

        return false;
    }

    // As its placing says, or as its release does where no placing stands.
    private HoldAction? Now((int Placed, int Released) hold) =>
        hold.Placed != Missing.Symbol ? log.HoldActions[hold.Placed] : hold.Released != Missing.Symbol ? log.HoldActions[hold.Released] : null;

    private void Touch(in HoldAction row) => _ = row.Order != Missing.Symbol ? _touchedOrders.Add(row.Order) : row.Party != Missing.Symbol && _touchedParties.Add(row.Party);

    private List<int> ListOf(in HoldAction row)
    {
        ref List<int>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(row.Order != Missing.Symbol ? _ofOrder : _ofParty, row.Order != Missing.Symbol ? row.Order : row.Party, out _);
        return list ??= [];
    }
}
