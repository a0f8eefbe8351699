using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// How holds ended: of the purchaser's other orders and of the purchaser as a whole, and of this order. A hold is of the party that it names,
/// else of the purchaser of its order; both as its placing says, or as its release does where no placing is told.
/// </summary>
public sealed class HoldGroup : FeatureGroup
{
    private const string Whose = "holds on the purchaser or on other orders of it";
    private const string Sources = "holds orders";
    private readonly OrdersInForce _orders = new();
    private readonly Dictionary<int, Hold> _holds = [];
    private readonly BySymbol<List<int>> _ofOrder = new();
    private readonly BySymbol<List<PartyHold>> _ofParty = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("purchaser_holds_365d", "holds", $"Placed in 365 days: {Whose}", "holds", 0, 1e6, "never", Sources, "T31"),
        new("purchaser_holds_released_unproven_365d", "holds", $"Released in 365 days without anybody saying that the evidence was independent of customer and sales: {Whose}", "holds", 0, 1e6, "never", Sources, "T31"),
        new("purchaser_shortest_hold_on_papers_h", "holds", $"Hours of the shortest ever that was released on the customer's word or papers, 0 at least: {Whose}", "h", 0, 1e7, "none was released on them, or its placing is not told", Sources, "T31"),
        new("purchaser_holds_released_by_seller_365d", "holds", $"Released in 365 days by somebody of sales: {Whose}", "holds", 0, 1e6, "never", Sources, "T31"),
        new("purchaser_holds_overridden_365d", "holds", $"Released in 365 days against what was advised: {Whose}", "holds", 0, 1e6, "never", Sources, "T31"),
        new("purchaser_held_now", "holds", $"Whether one is placed and not released: {Whose}", "0 or 1", 0, 1, "never", Sources, "T31"),
        new("order_held_now", "holds", "Whether a hold on this order, or on all orders of its purchaser, is placed and not released", "0 or 1", 0, 1, "never", Sources, "T31"),
        new("order_holds_released_unproven", "holds", "Holds on this order that were released without anybody saying that the evidence was independent of customer and sales", "holds", 0, 1e6, "never", Sources, "T31"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Order) LearnOrder(log, at.Row);
        else if (at.Kind == EventKind.HoldAction) LearnAction(log, at.Row);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        columns.Clear();
        columns[2] = double.NaN;
        int order = reading.Order.Order;
        long year = reading.AsOf - (365 * Micros.PerDay);
        foreach (ref readonly PartyHold hold in CollectionsMarshal.AsSpan(_ofParty[reading.Order.Purchaser]))
        {
            if (hold.Order == order) continue;
            if (hold.IsOpen) columns[5] = 1;
            if (hold.IsOpen && hold.Order == Missing.Symbol) columns[6] = 1;
            if (hold.PlacedAt > year) columns[0]++;
            if (hold.ReleasedAt != Missing.Moment) ReadRelease(hold, year, columns);
        }

        foreach (int id in CollectionsMarshal.AsSpan(_ofOrder[order]))
        {
            Hold hold = _holds[id];
            if (hold.IsOpen) columns[6] = 1;
            if (hold.Released != Missing.Symbol && log.HoldActions[hold.Released].Independent != true) columns[7]++;
        }
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        _ofOrder.Ask(order.Order, step);
        _ofParty.Ask(order.Purchaser, step);
        if (step == 0) _orders.Ask(order.Order);
        else if (step == 2 && _ofParty[order.Purchaser] is [_, ..] holds) Ahead.Ask(in CollectionsMarshal.AsSpan(holds)[0]);
    }

    private static void ReadRelease(in PartyHold hold, long year, Span<double> columns)
    {
        if (hold.ReleasedAt > year)
        {
            if (hold.IsUnproven) columns[1]++;
            if (hold.IsBySeller) columns[3]++;
            if (hold.IsOverridden) columns[4]++;
        }

        if (hold.PlacedAt == Missing.Moment || !hold.IsOnPapers) return;
        double hours = Math.Max(0, hold.ReleasedAt - hold.PlacedAt) * 24 / (double)Micros.PerDay;
        if (!(columns[2] <= hours)) columns[2] = hours;
    }

    private void LearnOrder(EventLog log, int row)
    {
        _orders.Learn(log, row);
        foreach (int hold in CollectionsMarshal.AsSpan(_ofOrder[log.Orders[row].Order])) Attribute(log, hold, _holds[hold]);
    }

    private void LearnAction(EventLog log, int row)
    {
        ref readonly HoldAction action = ref log.HoldActions[row];
        Hold hold = _holds.GetValueOrDefault(action.Hold, new Hold(Missing.Symbol, Missing.Symbol, Missing.Symbol, Missing.Symbol));
        DetachFromParty(hold.Party, action.Hold);
        DetachFromOrder(hold.Order, action.Hold);
        int told = action.IsGone ? Missing.Symbol : row;
        hold = action.Action == HoldAct.Placed ? hold with { Placed = told } : hold with { Released = told };
        int says = hold.Placed != Missing.Symbol ? hold.Placed : hold.Released;
        if (says == Missing.Symbol)
        {
            _holds.Remove(action.Hold);
            return;
        }

        hold = hold with { Order = log.HoldActions[says].Order, Party = Missing.Symbol };
        if (hold.Order != Missing.Symbol) (_ofOrder[hold.Order] ??= []).Add(action.Hold);
        Attribute(log, action.Hold, hold);
    }

    // The party of a hold may have changed with its order.
    private void Attribute(EventLog log, int id, Hold hold)
    {
        int named = log.HoldActions[hold.Placed != Missing.Symbol ? hold.Placed : hold.Released].Party, order = _orders.Row(hold.Order);
        int party = named != Missing.Symbol ? named : order == Missing.Symbol ? Missing.Symbol : log.Orders[order].Purchaser;
        if (party != hold.Party)
        {
            DetachFromParty(hold.Party, id);
            if (party != Missing.Symbol) (_ofParty[party] ??= []).Add(PartyHold.Of(log, id, hold));
        }

        _holds[id] = hold with { Party = party };
    }

    private void DetachFromOrder(int order, int id)
    {
        if (_ofOrder[order] is not { } ids) return;
        ids.Remove(id);
        if (ids.Count == 0) _ofOrder[order] = null;
    }

    private void DetachFromParty(int party, int id)
    {
        if (_ofParty[party] is not { } holds) return;
        for (int i = holds.Count - 1; i >= 0; i--)
        {
            if (holds[i].Id == id) holds.RemoveAt(i);
        }

        if (holds.Count == 0) _ofParty[party] = null;
    }

    /// <summary>A hold by the rows of its acts.</summary>
    private readonly record struct Hold(int Placed, int Released, int Order, int Party)
    {
        public bool IsOpen => Placed != Missing.Symbol && Released == Missing.Symbol;
    }

    /// <summary>What a look at another order of its party takes from a hold, so that it need not go to the acts. Moments are <see cref="Missing.Moment"/> where an act is not told.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct PartyHold(int Id, int Order, long PlacedAt, long ReleasedAt, bool IsUnproven, bool IsBySeller, bool IsOverridden, bool IsOnPapers)
    {
        public bool IsOpen => PlacedAt != Missing.Moment && ReleasedAt == Missing.Moment;

        public static PartyHold Of(EventLog log, int id, Hold hold)
        {
            long placedAt = hold.Placed == Missing.Symbol ? Missing.Moment : log.HoldActions[hold.Placed].ActedAt;
            if (hold.Released == Missing.Symbol) return new PartyHold(id, hold.Order, placedAt, Missing.Moment, false, false, false, false);
            ref readonly HoldAction release = ref log.HoldActions[hold.Released];
            return new PartyHold(
                id, hold.Order, placedAt, release.ActedAt, release.Independent != true, release.Role == HoldRole.Seller, release.Overridden == true,
                release.Grade is EvidenceGrade.SelfDeclared or EvidenceGrade.CustomerDocument);
        }
    }
}
