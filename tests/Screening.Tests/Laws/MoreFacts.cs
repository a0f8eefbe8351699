using Screening.Records;

namespace Screening.Tests.Laws;

internal sealed record PartFact(Part Row) : Fact(Row.KnownAt, EventKind.Part)
{
    public override (long EventTime, string Key, int Version) Order => (KnownAt, Key(Row.Whole, Row.PartProduct), 0);

    public override (int Id, long Part)? RowKey => (Row.Whole, Row.PartProduct);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with { Whole = numbers.Products.Of(Row.Whole), PartProduct = numbers.Products.Of(Row.PartProduct) });
}

internal sealed record ControlEventFact(ControlEvent Row) : Fact(Row.KnownAt, EventKind.ControlEvent)
{
    public override (long EventTime, string Key, int Version) Order => (Row.EffectiveAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Id = numbers.Texts.Of(Row.Id), Eccn = numbers.Texts.Of(Row.Eccn), CountryGroup = numbers.Texts.Of(Row.CountryGroup) });
}

/// <summary>A count of one product at a site; a deletion names it by site and product, which the world tells of one day only.</summary>
internal sealed record InstallationFact(Installation Row) : Fact(Row.KnownAt, EventKind.Installation)
{
    private const long Products = 1000;

    public override (long EventTime, string Key, int Version) Order => (Row.CountedAt, Key(Row.Site, Row.Product), 0);

    // Two of the three parts of the key in one number; days are far apart.
    public override (int Id, long Part)? RowKey => (Row.Site, (Row.CountedAt / Micros.PerDay * Products) + Row.Product);

    public static (int Product, long CountedAt) Of(long part) => ((int)(part % Products), part / Products * Micros.PerDay);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Site = numbers.Sites.Of(Row.Site), Product = numbers.Products.Of(Row.Product), Party = numbers.Parties.Of(Row.Party) });
}

internal sealed record CertificateFact(Certificate Row) : Fact(Row.KnownAt, EventKind.Certificate)
{
    public override (long EventTime, string Key, int Version) Order => (Row.IssuedAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with
    {
        Id = numbers.Certificates.Of(Row.Id),
        Party = numbers.Parties.Of(Row.Party),
        Order = numbers.Orders.Of(Row.Order),
        Application = numbers.Texts.Of(Row.Application),
        Location = numbers.Texts.Of(Row.Location),
        Site = numbers.Sites.Of(Row.Site),
    });
}

internal sealed record TenancyFact(Tenancy Row) : Fact(Row.KnownAt, EventKind.Tenancy)
{
    public override (long EventTime, string Key, int Version) Order => (Row.FromAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Id = numbers.Texts.Of(Row.Id), Provider = numbers.Parties.Of(Row.Provider), Tenant = numbers.Parties.Of(Row.Tenant), Site = numbers.Sites.Of(Row.Site) });
}

internal sealed record AuditOrBondFact(AuditOrBond Row) : Fact(Row.KnownAt, EventKind.AuditOrBond)
{
    public override (long EventTime, string Key, int Version) Order => (Row.HappenedAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with
    {
        Id = numbers.Texts.Of(Row.Id),
        Party = numbers.Parties.Of(Row.Party),
        Order = numbers.Orders.Of(Row.Order),
        Site = numbers.Sites.Of(Row.Site),
        Provider = numbers.Parties.Of(Row.Provider),
    });
}

internal sealed record TipFact(Tip Row) : Fact(Row.KnownAt, EventKind.Tip)
{
    public override (long EventTime, string Key, int Version) Order => (Row.ReceivedAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Id = numbers.Texts.Of(Row.Id), Party = numbers.Parties.Of(Row.Party), Order = numbers.Orders.Of(Row.Order) });
}

internal sealed record PaymentFact(Payment Row) : Fact(Row.KnownAt, EventKind.Payment)
{
    public override (long EventTime, string Key, int Version) Order => (Row.PaidAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Id = numbers.Payments.Of(Row.Id), Order = numbers.Orders.Of(Row.Order), Payer = numbers.Parties.Of(Row.Payer), PayerName = numbers.Texts.Of(Row.PayerName) });
}

internal sealed record DeviceReportFact(DeviceReport Row) : Fact(Row.KnownAt, EventKind.DeviceReport)
{
    public override (long EventTime, string Key, int Version) Order => (Row.SeenAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) => log.Append(Row with
    {
        Id = numbers.DeviceReports.Of(Row.Id),
        Serial = numbers.Serials.Of(Row.Serial),
        Product = numbers.Products.Of(Row.Product),
        Order = numbers.Orders.Of(Row.Order),
        Party = numbers.Parties.Of(Row.Party),
        Site = numbers.Sites.Of(Row.Site),
        Place = numbers.Places.Of(Row.Place),
    });
}

internal sealed record HoldActionFact(HoldAction Row) : Fact(Row.KnownAt, EventKind.HoldAction)
{
    public override (long EventTime, string Key, int Version) Order => (Row.ActedAt, Key(Row.Hold), (int)Row.Action);

    public override (int Id, long Part)? RowKey => (Row.Hold, (long)Row.Action);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Hold = numbers.Texts.Of(Row.Hold), Order = numbers.Orders.Of(Row.Order), Party = numbers.Parties.Of(Row.Party) });
}

internal sealed record OutcomeReportFact(OutcomeReport Row) : Fact(Row.KnownAt, EventKind.OutcomeReport)
{
    public override (long EventTime, string Key, int Version) Order => (Row.HappenedAt, Key(Row.Id), 0);

    public override (int Id, long Part)? RowKey => (Row.Id, 0);

    public override Event? AppendTo(EventLog log, Numbering numbers) =>
        log.Append(Row with { Id = numbers.Texts.Of(Row.Id), Party = numbers.Parties.Of(Row.Party), Order = numbers.Orders.Of(Row.Order) });
}
