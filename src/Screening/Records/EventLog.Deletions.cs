namespace Screening.Records;

/// <content>
/// Deletions. Each says that what a key names is gone; a later telling of the key brings it back. What does not stand cannot go: then
/// nothing is appended and the result is <c>null</c>.
/// </content>
public sealed partial class EventLog
{
    /// <summary>Takes back a product: orders told later do not know it.</summary>
    public Event? DeleteProduct(int product, long knownAt) =>
        CurrentProduct(product) is not Missing.Symbol and int row ? Append(Products[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>Takes back a place: legs told later do not know it.</summary>
    public Event? DeletePlace(int place, long knownAt) =>
        CurrentPlace(place) is not Missing.Symbol and int row ? Append(Places[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>Takes an entry off its list.</summary>
    public Event? DeleteEntry(int entry, long knownAt) =>
        Standing(RestrictedEntries, Newest(_entries, entry)) is not Missing.Symbol and int row
            ? Append(RestrictedEntries[row] with { KnownAt = knownAt, IsGone = true }, [])
            : null;

    /// <summary>Takes back all profiles of a party: it is unknown again.</summary>
    public Event? DeleteProfile(int party, long knownAt) =>
        CurrentProfile(party) is not Missing.Symbol and int row ? Append(Profiles[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>Takes back a party event by its number at the source.</summary>
    public Event? DeletePartyEvent(int id, long knownAt) =>
        Standing(PartyEvents, Newest(_happenings, id)) is not Missing.Symbol and int row ? Append(PartyEvents[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>Takes back the statement of a period.</summary>
    public Event? DeleteStatement(int party, long periodEnd, long knownAt) =>
        Standing(BalanceSheets, Newest(_statements, (party, periodEnd))) is not Missing.Symbol and int row
            ? Append(BalanceSheets[row] with { KnownAt = knownAt, IsGone = true })
            : null;

    /// <summary>Takes back what was evidenced of a site on a day.</summary>
    public Event? DeleteCapacity(int site, long evidencedAt, long knownAt) =>
        Standing(Capacity, Newest(_evidence, (site, evidencedAt))) is not Missing.Symbol and int row ? Append(Capacity[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>Takes back a leg of a shipment.</summary>
    public Event? DeleteLeg(int shipment, int legNo, long knownAt) =>
        Standing(Legs, NewestLeg(shipment, legNo)) is not Missing.Symbol and int row ? AppendLeg(Legs[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>Takes back a decision by its number at the source.</summary>
    public Event? DeleteDisposition(int id, long knownAt) =>
        Standing(Dispositions, Newest(_decisions, id)) is not Missing.Symbol and int row ? Append(Dispositions[row] with { KnownAt = knownAt, IsGone = true }) : null;

    /// <summary>
    /// Takes back lines of an order, with all their tellings so far. What is left is told again as if those had never been: the highest
    /// version that has a line, by the figures and in the words of its latest telling that has one. When nothing is left the order is
    /// gone, neither open nor cancelled, and a later telling begins it anew.
    /// </summary>
    public Event? DeleteLines(int order, ReadOnlySpan<OrderLineKey> lines, long knownAt)
    {
        CheckOrder(EventKind.Order, knownAt);
        int previous = InForce(order), newest = Newest(_told, order);
        if (previous == Missing.Symbol || !_remains.Delete(newest, lines)) return null;
        OrderRemainder? left = _remains.Of(newest);
        OrderVersion version = left is null
            ? Orders[previous] with { Content = default, ControlledTpp = 0, ControlledLines = 0, UnclassifiedLines = 0, UnknownProductLines = 0, MainClass = default, IsGone = true }
            : Amounting(Orders[left.Header], left.Lines, Orders[left.Header].KnownAt) with { OrderedAt = Orders[left.Header].EventAt, First = FirstOf(left, previous) };
        Event at = Append(EventKind.Order, knownAt, Orders, version with
        {
            KnownAt = knownAt,
            FirstLine = Lines.Count,
            Lines = left?.Lines.Count ?? 0,
            Previous = previous,
            Earlier = newest,
            InForce = true,
            IsRemainder = true,
        });
        if (left is not null) foreach (OrderLine line in left.Lines) Lines.Add(line);
        Set(_inForce, order, left is null ? Missing.Symbol : at.Row);
        if (left is null) _standing[(int)EventKind.Order]--;
        return at;
    }

    // The row that stands for the beginning from now on: the one before, or that of the deletion if it took something of the first telling.
    private int FirstOf(OrderRemainder left, int previous)
    {
        ref readonly OrderVersion first = ref Orders[left.First];
        OrderVersion told = Amounting(first, left.FirstLines, first.KnownAt);
        var beginning = new OrderBeginning(first.KnownAt, told.MainClass, first.DestinationCountry, first.ShipToCountry);
        if (beginning == Beginning(Orders[previous])) return Orders[previous].First;
        _beginnings[Orders.Count] = beginning;
        return Orders.Count;
    }
}
