namespace Screening.Simulation;

// One record per dataset, in the columns of its contract; null is written as an empty field.

internal sealed record ProductRow(string Id, string Name, string Class, double? Tpp, double? PerformanceDensity, double? MemoryBandwidthGbS,
    double? AcceleratorPowerW, double? SystemPowerW, double UnitWeightKg, decimal ListPriceUsd, string ControlClass, string HsCode,
    bool? MarketedForDatacentre, DateTime KnownAt)
{
    public double H100e => (Tpp ?? 0) / 15832;
}

internal sealed record PlaceRow(string Id, string Name, string Country, string Kind, double Latitude, double Longitude, DateTime KnownAt);

internal sealed record RestrictedRow(string EntryId, string ListId, string Name, string? Aliases, string Country, string? Address,
    DateOnly? EffectiveOn, string? Notice, string? Notes, DateTime KnownAt);

internal sealed record PartyRow(string Id, string Name, string Kind, string Country, string? Address, string? AddressKind, string? Phone,
    string? EmailDomain, DateOnly? IncorporatedOn, int? Employees, string? HeadquartersCountry, string? UltimateParentCountry,
    string? UltimateParent, DateTime KnownAt);

internal sealed record EventRow(string Id, string PartyId, string Kind, DateOnly HappenedOn, double? ShareChanged, string? Person,
    string? Detail, DateTime KnownAt);

internal sealed record BalanceSheetRow(string PartyId, DateOnly PeriodEnd, long AssetsUsd, long? DepositsUsd, long? LiabilitiesUsd,
    long? EquityUsd, long? RevenueUsd, long? CashUsd, bool? Audited, DateTime KnownAt);

internal sealed record CapacityRow(string SiteId, DateOnly EvidencedOn, string PartyId, double? SitePowerKw, int? Racks, string Grade,
    DateTime KnownAt);

internal sealed record DispositionRow(string Id, string SubjectId, string? OrderId, string Decision, string? ReasonCode, DateTime DecidedAt,
    string? DecidedBy, double? ShownProbability, DateTime KnownAt);

internal sealed record OrderLine(ProductRow Product, decimal Quantity, decimal ValueUsd);

/// <summary>An order as one of its versions tells it; each version tells all lines again.</summary>
internal sealed record OrderVersion(string Status, OrderLine[] Lines, DateTime KnownAt);

/// <summary>A leg as planned; what of it is told depends on the moment of the telling.</summary>
internal sealed record Leg(PlaceRow From, PlaceRow To, string Mode, string? ConsigneeId, DateTime DepartedAt, DateTime ArrivedAt,
    decimal WeightKg, decimal FreightUsd, string HsCode, DateTime DepartureKnownAt, DateTime ArrivalKnownAt, bool ToldOnDeparture);

internal sealed record TradeOrder(string Id, DateTime OrderedAt, string SellerId, string PurchaserId, string? IntermediateId,
    string? UltimateId, string? EndUserId, string? ForwarderId, string? PayerId, string? SalesRepresentative, string DestinationCountry,
    string? ShipToCountry, string? EndUse)
{
    public List<OrderVersion> Versions { get; } = [];

    public List<Leg> Legs { get; } = [];
}

/// <summary>What is true of a case and is never shown to the system.</summary>
internal sealed record TruthRow(string SubjectPartyId, string Scheme, string Typologies, List<string> OrderIds, DateOnly FirstOrderOn, bool Evades);

/// <summary>Everything that one party, or one case with its linked parties, did. The unit of streaming.</summary>
internal sealed class Story
{
    public List<PartyRow> Parties { get; } = [];

    public List<EventRow> Events { get; } = [];

    public List<BalanceSheetRow> BalanceSheets { get; } = [];

    public List<CapacityRow> Capacity { get; } = [];

    public List<TradeOrder> Orders { get; } = [];

    public List<DispositionRow> Dispositions { get; } = [];

    public TruthRow? Truth { get; set; }
}
