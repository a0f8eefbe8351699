using System.Globalization;
using Screening.Parties;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>
/// One thing that a world tells, in the world's own numbers for parties, products and so on. A <see cref="Numbering"/> turns them into
/// the symbols of a log; the oracle works with the world's numbers and never sees a log.
/// </summary>
internal abstract record Fact(long KnownAt, EventKind Kind)
{
    /// <summary>Event time, key and version: the rest of the total order of the log.</summary>
    public abstract (long EventTime, string Key, int Version) Order { get; }

    /// <summary>What a deletion names it by; <c>null</c> when nothing can.</summary>
    public abstract (int Id, long Part)? RowKey { get; }

    /// <summary>Appends it; <c>null</c> when there was nothing to append.</summary>
    public abstract Event? AppendTo(EventLog log, Numbering numbers);

    /// <summary>The total order of a log. Facts that are equal in it keep their order.</summary>
    public static List<Fact> Sorted(IEnumerable<Fact> facts) =>
        [.. facts.OrderBy(f => f.KnownAt).ThenBy(f => f.Kind).ThenBy(f => f is not DeletionFact).ThenBy(f => f.Order.EventTime).ThenBy(f => f.Order.Key, StringComparer.Ordinal).ThenBy(f => f.Order.Version)];

    protected static string Key(params ReadOnlySpan<int> ids) => string.Join(' ', ids.ToArray().Select(id => id.ToString("D6", CultureInfo.InvariantCulture)));
}

internal sealed record ProductFact(Product Row) : Fact(Row.KnownAt, EventKind.Product)
{
    public override (long EventTime, string Key, int Version) Order => (KnownAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with { Id = numbers.Products.Of(Row.Id), Name = numbers.Texts.Of(Row.Name), ControlClass = Class(log), HsCode = numbers.Texts.Of(Row.HsCode) });

    // A class is told in words that the law knows.
    private int Class(EventLog log) => Row.ControlClass switch
    {
        CoarseWorld.ToldPartA => log.Symbols.Texts.Intern("3A090.a"),
        CoarseWorld.ToldSystemB => log.Symbols.Texts.Intern("4A090.b"),
        CoarseWorld.ToldOther => log.Symbols.Texts.Intern("5A992"),
        CoarseWorld.ToldOpen => log.Symbols.Texts.Intern("3A090"),
        _ => Missing.Symbol,
    };
}

internal sealed record PlaceFact(Place Row) : Fact(Row.KnownAt, EventKind.Place)
{
    public override (long EventTime, string Key, int Version) Order => (KnownAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with { Id = numbers.Places.Of(Row.Id) });
}

internal sealed record EntryFact(RestrictedEntry Row, int[] Names) : Fact(Row.KnownAt, EventKind.RestrictedParty)
{
    public override (long EventTime, string Key, int Version) Order => (KnownAt, Key(Row.Entry), 0);

    public override (int Id, long Part)? RowKey => (Row.Entry, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(
        Row with { Entry = numbers.Entries.Of(Row.Entry), List = numbers.Texts.Of(Row.List) },
        [.. Names.Select((name, place) => new ListedName(WorldNames.Kind(place) == ListedNameKind.WeakAlias ? Missing.Symbol : numbers.Key(name), numbers.Names.Of(name), WorldNames.Kind(place)))]);
}

internal sealed record ProfileFact(PartyProfile Row) : Fact(Row.KnownAt, EventKind.Party)
{
    public override (long EventTime, string Key, int Version) Order => (KnownAt, Key(Row.Party), 0);

    public override (int Id, long Part)? RowKey => (Row.Party, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with
    {
        Party = numbers.Parties.Of(Row.Party),
        Name = numbers.Names.Of(Row.Name),
        NameKey = numbers.Key(Row.Name),
        UltimateParent = numbers.Texts.Of(Row.UltimateParent),
        Address = numbers.Texts.Of(Row.Address),
        Phone = numbers.Texts.Of(Row.Phone),
        EmailDomain = numbers.Texts.Of(Row.EmailDomain),
        LineOfBusiness = numbers.Texts.Of(Row.LineOfBusiness),
        RegistrationNumber = numbers.Texts.Of(Row.RegistrationNumber),
    });
}

internal sealed record PartyEventFact(PartyEvent Row) : Fact(Row.KnownAt, EventKind.PartyEvent)
{
    public override (long EventTime, string Key, int Version) Order => (Row.HappenedAt, Key(Row.Party), 0);

    public override (int Id, long Part)? RowKey => Row.Id == Missing.Symbol ? null : (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Party = numbers.Parties.Of(Row.Party), Owner = numbers.Parties.Of(Row.Owner), Person = numbers.Texts.Of(Row.Person), Id = numbers.PartyEvents.Of(Row.Id) });
}

internal sealed record StatementFact(BalanceSheet Row) : Fact(Row.KnownAt, EventKind.BalanceSheet)
{
    public override (long EventTime, string Key, int Version) Order => (Row.PeriodEnd, Key(Row.Party), 0);

    public override (int Id, long Part)? RowKey => (Row.Party, Row.PeriodEnd);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with { Party = numbers.Parties.Of(Row.Party) });
}

internal sealed record CapacityFact(CapacityStatement Row) : Fact(Row.KnownAt, EventKind.Capacity)
{
    public override (long EventTime, string Key, int Version) Order => (Row.EvidencedAt, Key(Row.Site), 0);

    public override (int Id, long Part)? RowKey => (Row.Site, Row.EvidencedAt);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Site = numbers.Sites.Of(Row.Site), Party = numbers.Parties.Of(Row.Party), LineProduct = numbers.Products.Of(Row.LineProduct) });
}

internal sealed record OrderFact(OrderVersion Header, OrderLine[] Lines) : Fact(Header.KnownAt, EventKind.Order)
{
    public override (long EventTime, string Key, int Version) Order => (Header.OrderedAt, Key(Header.Order), Header.Version);

    // Its lines are named one by one.
    public override (int Id, long Part)? RowKey => null;

    public override Event? AppendTo(EventLog log, Numbering numbers)
    {
        (OrderVersion header, OrderLine[] lines) = In(numbers);
        return log.Append(header, lines);
    }

    public (OrderVersion Header, OrderLine[] Lines) In(Numbering numbers) => (
        Header with
        {
            Order = numbers.Orders.Of(Header.Order),
            Seller = numbers.Parties.Of(Header.Seller),
            Purchaser = numbers.Parties.Of(Header.Purchaser),
            IntermediateConsignee = numbers.Parties.Of(Header.IntermediateConsignee),
            UltimateConsignee = numbers.Parties.Of(Header.UltimateConsignee),
            EndUser = numbers.Parties.Of(Header.EndUser),
            ForwardingAgent = numbers.Parties.Of(Header.ForwardingAgent),
            Payer = numbers.Parties.Of(Header.Payer),
            EndUse = numbers.Texts.Of(Header.EndUse),
            EndUseLocation = numbers.Texts.Of(Header.EndUseLocation),
            SalesRepresentative = numbers.Representatives.Of(Header.SalesRepresentative),
        },
        [.. Lines.Select(line => line with { Product = numbers.Products.Of(line.Product), HsCode = numbers.Texts.Of(line.HsCode) })]);
}

internal sealed record LegFact(ShipmentLeg Row) : Fact(Row.KnownAt, EventKind.ShipmentLeg)
{
    public override (long EventTime, string Key, int Version) Order => (Row.DepartedAt, Key(Row.Shipment, Row.LegNo), 0);

    public override (int Id, long Part)? RowKey => (Row.Shipment, Row.LegNo);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with
    {
        Shipment = numbers.Shipments.Of(Row.Shipment),
        Order = numbers.Orders.Of(Row.Order),
        From = numbers.Places.Of(Row.From),
        To = numbers.Places.Of(Row.To),
        Consignee = numbers.Parties.Of(Row.Consignee),
        HsCode = numbers.Texts.Of(Row.HsCode),
    });
}

internal sealed record DispositionFact(Disposition Row) : Fact(Row.KnownAt, EventKind.Disposition)
{
    public override (long EventTime, string Key, int Version) Order => (Row.DecidedAt, Key(Row.Order), 0);

    public override (int Id, long Part)? RowKey => Row.Id == Missing.Symbol ? null : (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Subject = numbers.Texts.Of(Row.Subject), Order = numbers.Orders.Of(Row.Order), Id = numbers.Texts.Of(Row.Id) });
}
