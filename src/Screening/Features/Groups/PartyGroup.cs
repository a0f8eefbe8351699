using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>A group keyed by the party in one role of an order. The party's orders in that role and all that is known of it go into its ledger.</summary>
public abstract class PartyGroup : KeyedGroup<PartyLedger>
{
    private static readonly PartyLedger Nobody = new();

    /// <summary>The party in the group's role.</summary>
    protected abstract int Party(in OrderVersion order);

    /// <summary>Whether the group is made of what events of a kind tell of a party; what it is not made of costs it no memory.</summary>
    protected abstract bool Uses(EventKind kind);

    /// <inheritdoc/>
    protected sealed override int Key(in OrderVersion order) => Party(order);

    /// <inheritdoc/>
    protected sealed override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (!Uses(at.Kind)) return;
        switch (at.Kind)
        {
            case EventKind.Party:
                keys.Add(log.Profiles[at.Row].Party);
                break;
            case EventKind.PartyEvent:
                ref readonly PartyEvent change = ref log.PartyEvents[at.Row];
                keys.Add(change.Party);
                if (change.Previous != Missing.Symbol) keys.Add(log.PartyEvents[change.Previous].Party);
                break;
            case EventKind.BalanceSheet:
                keys.Add(log.BalanceSheets[at.Row].Party);
                break;
            case EventKind.Capacity:
                ref readonly CapacityStatement statement = ref log.Capacity[at.Row];
                keys.Add(statement.Party);
                if (statement.Previous != Missing.Symbol) keys.Add(log.Capacity[statement.Previous].Party);
                break;
            case EventKind.Installation:
                ref readonly Installation count = ref log.Installations[at.Row];
                keys.Add(count.Party);
                if (count.Previous != Missing.Symbol) keys.Add(log.Installations[count.Previous].Party);
                break;
            case EventKind.Certificate:
                ref readonly Certificate paper = ref log.Certificates[at.Row];
                keys.Add(paper.Party);
                if (paper.Previous != Missing.Symbol) keys.Add(log.Certificates[paper.Previous].Party);
                break;
            case EventKind.AuditOrBond:
                ref readonly AuditOrBond audit = ref log.AuditsAndBonds[at.Row];
                keys.Add(audit.Party);
                if (audit.Previous != Missing.Symbol) keys.Add(log.AuditsAndBonds[audit.Previous].Party);
                break;
            case EventKind.Order:
                ref readonly OrderVersion order = ref log.Orders[at.Row];
                if (!order.ChangesSums) break;
                keys.Add(Party(order));
                if (order.Previous != Missing.Symbol) keys.Add(Party(log.Orders[order.Previous]));
                break;
        }
    }

    /// <inheritdoc/>
    protected sealed override void Learn(EventLog log, Event at, int key, ref PartyLedger? state)
    {
        state ??= new PartyLedger();
        switch (at.Kind)
        {
            case EventKind.Party: state.Learn(log.Profiles[at.Row]); break;
            case EventKind.PartyEvent: state.Learn(log.PartyEvents[at.Row], log.PartyEvents[at.Row].Party == key); break;
            case EventKind.BalanceSheet: state.Learn(log.BalanceSheets[at.Row]); break;
            case EventKind.Capacity: state.Learn(log.Capacity[at.Row], log.Capacity[at.Row].Party == key); break;
            case EventKind.Installation: state.Learn(log.Installations[at.Row], log.Installations[at.Row].Party == key); break;
            case EventKind.Certificate: state.LearnCertificate(log, at.Row, key); break;
            case EventKind.AuditOrBond: state.LearnAudit(log, at.Row, key); break;
            case EventKind.Order: OrderVolume.Learn(log, at.Row, state.Orders, Party(log.Orders[at.Row]) == key, WasHere(log, at.Row, key)); break;
            default: throw new ArgumentException($"a {at.Kind} teaches a party nothing", nameof(at));
        }
    }

    /// <inheritdoc/>
    protected sealed override void Read(EventLog log, in Reading reading, int key, in PartyLedger? state, Span<double> columns)
    {
        if (key != Missing.Symbol) Read(log, reading, key, state ?? Nobody, columns);
    }

    /// <inheritdoc/>
    internal sealed override void Approach(in PartyLedger state, int step)
    {
        switch (step)
        {
            case 1: Ahead.AskObject(state, 5); break;
            case 2: Ahead.AskObject(state.Orders, 2); break;
            case 3: state.Orders.AskEnd(); break;
        }
    }

    /// <summary>Fills the columns, which are all missing, for a party that the order names.</summary>
    protected abstract void Read(EventLog log, in Reading reading, int party, PartyLedger state, Span<double> columns);

    /// <summary>Whether the party learnt the version that a look leaves out.</summary>
    protected bool HoldsLearnt(in Reading reading, int party) => reading.IsLearnt && Party(reading.Learnt) == party;

    private bool WasHere(EventLog log, int row, int key) =>
        log.Orders[row].Previous != Missing.Symbol && Party(log.Orders[log.Orders[row].Previous]) == key;
}
