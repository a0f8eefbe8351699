using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>A group keyed by the party in one role of an order. The party's orders in that role and all that is known of it go into its ledger.</summary>
public abstract class PartyGroup : KeyedGroup<PartyLedger>
{
    /// <summary>The party in the group's role.</summary>
    protected abstract int Party(in OrderVersion order);

    /// <inheritdoc/>
    protected sealed override int Key(in OrderVersion order) => Party(order);

    /// <inheritdoc/>
    protected sealed override (int First, int Second) Keys(EventLog log, Event at)
    {
        switch (at.Kind)
        {
            case EventKind.Party: return (log.Profiles[at.Row].Party, Missing.Symbol);
            case EventKind.PartyEvent:
                ref readonly PartyEvent change = ref log.PartyEvents[at.Row];
                return (change.Party, change.Previous == Missing.Symbol ? Missing.Symbol : log.PartyEvents[change.Previous].Party);
            case EventKind.BalanceSheet: return (log.BalanceSheets[at.Row].Party, Missing.Symbol);
            case EventKind.Capacity:
                ref readonly CapacityStatement statement = ref log.Capacity[at.Row];
                return (statement.Party, statement.Previous == Missing.Symbol ? Missing.Symbol : log.Capacity[statement.Previous].Party);
            case EventKind.Order:
                ref readonly OrderVersion order = ref log.Orders[at.Row];
                return (Party(order), order.Previous == Missing.Symbol ? Missing.Symbol : Party(log.Orders[order.Previous]));
            default: return (Missing.Symbol, Missing.Symbol);
        }
    }

    /// <inheritdoc/>
    protected sealed override void Learn(EventLog log, Event at, int key, PartyLedger state)
    {
        switch (at.Kind)
        {
            case EventKind.Party: state.Learn(log.Profiles[at.Row]); break;
            case EventKind.PartyEvent: state.Learn(log.PartyEvents[at.Row], log.PartyEvents[at.Row].Party == key); break;
            case EventKind.BalanceSheet: state.Learn(log.BalanceSheets[at.Row]); break;
            case EventKind.Capacity: state.Learn(log.Capacity[at.Row], log.Capacity[at.Row].Party == key); break;
            case EventKind.Order: OrderVolume.Learn(log, at.Row, state.Orders, Party(log.Orders[at.Row]) == key, WasHere(log, at.Row, key)); break;
            default: throw new ArgumentException($"a {at.Kind} teaches a party nothing", nameof(at));
        }
    }

    /// <summary>Whether the party learnt the version that a look leaves out.</summary>
    protected bool HoldsLearnt(in Reading reading, int party) => reading.IsLearnt && Party(reading.Learnt) == party;

    private bool WasHere(EventLog log, int row, int key) =>
        log.Orders[row].Previous != Missing.Symbol && Party(log.Orders[log.Orders[row].Previous]) == key;
}
