namespace Screening.Records;

/// <content>
/// Deletions. Each says that what a key names is gone; a later telling of the key brings it back. What does not stand cannot go: then
/// nothing is appended and the result is <c>null</c>.
/// </content>
public sealed partial class EventLog
{
    /// <summary>Takes back a product: orders and counts told later do not know it.</summary>
    public Event? DeleteProduct(int product, long knownAt) => Take(_products, product, knownAt);

    /// <summary>Takes back a place: legs told later do not know it.</summary>
    public Event? DeletePlace(int place, long knownAt) => Take(_places, place, knownAt);

    /// <summary>Takes back a line of a bill of materials.</summary>
    public Event? DeletePart(int whole, int partProduct, long knownAt) => Take(_parts, (whole, partProduct), knownAt);

    /// <summary>Takes back a rule of export control by its number.</summary>
    public Event? DeleteControlEvent(int id, long knownAt) => Take(_controlEvents, id, knownAt);

    /// <summary>Takes an entry off its list.</summary>
    public Event? DeleteEntry(int entry, long knownAt) => _entries.Gone(entry, knownAt) is { } gone ? Append(gone, []) : null;

    /// <summary>Takes back all profiles of a party: it is unknown again.</summary>
    public Event? DeleteProfile(int party, long knownAt) => Take(_profiles, party, knownAt);

    /// <summary>Takes back a party event by its number at the source.</summary>
    public Event? DeletePartyEvent(int id, long knownAt) => Take(_partyEvents, id, knownAt);

    /// <summary>Takes back the statement of a period.</summary>
    public Event? DeleteStatement(int party, long periodEnd, long knownAt) => Take(_balanceSheets, (party, periodEnd), knownAt);

    /// <summary>Takes back what was evidenced of a site on a day.</summary>
    public Event? DeleteCapacity(int site, long evidencedAt, long knownAt) => Take(_capacity, (site, evidencedAt), knownAt);

    /// <summary>Takes back what was counted of a product at a site on a day.</summary>
    public Event? DeleteInstallation(int site, int product, long countedAt, long knownAt) => Take(_installations, (site, product, countedAt), knownAt);

    /// <summary>Takes back an end-user statement or a call-back by its number.</summary>
    public Event? DeleteCertificate(int id, long knownAt) => Take(_certificates, id, knownAt);

    /// <summary>Takes back a tenancy by its number.</summary>
    public Event? DeleteTenancy(int id, long knownAt) => Take(_tenancies, id, knownAt);

    /// <summary>Takes back an audit or a bond by its number.</summary>
    public Event? DeleteAuditOrBond(int id, long knownAt) => Take(_auditsAndBonds, id, knownAt);

    /// <summary>Takes back a tip by its number.</summary>
    public Event? DeleteTip(int id, long knownAt) => Take(_tips, id, knownAt);

    /// <summary>Takes back a leg of a shipment.</summary>
    public Event? DeleteLeg(int shipment, int legNo, long knownAt) => _legs.Gone((shipment, legNo), knownAt) is { } gone ? AppendLeg(gone) : null;

    /// <summary>Takes back a payment by its number.</summary>
    public Event? DeletePayment(int id, long knownAt) => Take(_payments, id, knownAt);

    /// <summary>Takes back a report of a device by its number.</summary>
    public Event? DeleteDeviceReport(int id, long knownAt) => Take(_deviceReports, id, knownAt);

    /// <summary>Takes back an act on a hold.</summary>
    public Event? DeleteHoldAction(int hold, HoldAct action, long knownAt) => Take(_holdActions, (hold, action), knownAt);

    /// <summary>Takes back a decision by its number at the source.</summary>
    public Event? DeleteDisposition(int id, long knownAt) => Take(_dispositions, id, knownAt);

    /// <summary>Takes back an outcome by its number.</summary>
    public Event? DeleteOutcomeReport(int id, long knownAt) => Take(_outcomeReports, id, knownAt);

    /// <summary>
    /// Takes back lines of an order, with all their tellings so far. What is left is told again as if those had never been: the highest
    /// version that has a line, by the figures and in the words of its latest telling that has one. When nothing is left the order is
    /// gone, neither open nor cancelled, and a later telling begins it anew.
    /// </summary>
    public Event? DeleteLines(int order, ReadOnlySpan<OrderLineKey> lines, long knownAt)
    {
        CheckOrder(EventKind.Order, knownAt);
        int previous = InForce(order), newest = _told.Newest(order);
        if (previous == Missing.Symbol || !_remains.Delete(newest, lines)) return null;
        OrderRemainder? left = _remains.Of(newest);
        OrderVersion version = left is null
            ? new OrderAmounts(Symbols.Texts).Of(Orders[previous]) with { Content = default, IsGone = true }
            : Amounting(Orders[left.Header], left.Lines, Orders[left.Header].KnownAt) with { OrderedAt = Orders[left.Header].EventAt, First = FirstOf(left, previous) };
        Event at = AppendOrder(version with
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
        _inForce.Set(order, left is null ? Missing.Symbol : at.Row);
        if (left is null) _standingOrders--;
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
