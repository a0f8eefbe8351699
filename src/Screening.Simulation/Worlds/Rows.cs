namespace Screening.Simulation;

// One record per dataset, in the columns of its contract; null is written as an empty field.

internal sealed record ProductRow(string Id, string Name, string Class, double? Tpp, double? PerformanceDensity, double? MemoryBandwidthGbS,
    double? AcceleratorPowerW, double? SystemPowerW, double UnitWeightKg, decimal ListPriceUsd, string ControlClass, string HsCode,
    bool? MarketedForDatacentre, DateTime KnownAt)
{
    public string UnitOfMeasure { get; init; } = "piece";

    public int? Accelerators { get; init; }

    public double? DieAreaMm2 { get; init; }

    public double? MemoryBandwidthDensity { get; init; }

    public string? Material { get; init; }

    public int? SubstrateLayers { get; init; }

    public double? LineSpaceUm { get; init; }

    public double H100e => (Tpp ?? 0) / 15832;
}

internal sealed record PlaceRow(string Id, string Name, string Country, string Kind, double Latitude, double Longitude, DateTime KnownAt);

internal sealed record RestrictedRow(string EntryId, string ListId, string Name, string? Aliases, string Country, string? Address,
    DateOnly? EffectiveOn, string? Notice, string? Notes, DateTime KnownAt);

internal sealed record PartyRow(string Id, string Name, string Kind, string Country, string? Address, string? AddressKind, string? Phone,
    string? EmailDomain, DateOnly? IncorporatedOn, int? Employees, string? HeadquartersCountry, string? UltimateParentCountry,
    string? UltimateParent, DateTime KnownAt)
{
    public string? LineOfBusiness { get; init; }

    public string? RegistrationNumber { get; init; }

    public string? Lei { get; init; }

    public string? AddressEvidence { get; init; }

    public bool? WebPresence { get; init; }
}

internal sealed record EventRow(string Id, string PartyId, string Kind, DateOnly HappenedOn, double? ShareChanged, string? Person,
    string? Detail, DateTime KnownAt)
{
    public string? OwnerId { get; init; }

    public double? ShareHeld { get; init; }
}

internal sealed record BalanceSheetRow(string PartyId, DateOnly PeriodEnd, long AssetsUsd, long? DepositsUsd, long? LiabilitiesUsd,
    long? EquityUsd, long? RevenueUsd, long? CashUsd, bool? Audited, DateTime KnownAt);

internal sealed record CapacityRow(string SiteId, DateOnly EvidencedOn, string PartyId, double? SitePowerKw, int? Racks, string Grade,
    DateTime KnownAt)
{
    public string? Country { get; init; }

    public string? Address { get; init; }

    public double? PowerUsageEffectiveness { get; init; }

    public string? LineProductId { get; init; }

    public double? LineOutputPerMonth { get; init; }
}

internal sealed record DispositionRow(string Id, string SubjectId, string? OrderId, string Decision, string? ReasonCode, DateTime DecidedAt,
    string? DecidedBy, double? ShownProbability, DateTime KnownAt);

internal sealed record OrderLine(ProductRow Product, decimal Quantity, decimal ValueUsd);

/// <summary>An order as one of its versions tells it; each version tells all lines again.</summary>
internal sealed record OrderVersion(string Status, OrderLine[] Lines, DateTime KnownAt)
{
    /// <summary>Who receives from this version on; null: whom the order names.</summary>
    public Recipient? To { get; init; }
}

/// <summary>Recipient and destination of an order.</summary>
internal sealed record Recipient(string? UltimateId, string DestinationCountry, string? ShipToCountry);

/// <summary>What an order tells beside parties and goods.</summary>
internal sealed record OrderTerms
{
    public string? DeclaredHsCode { get; init; }

    public string? LicenceCode { get; init; }

    public string? LicenceNumber { get; init; }

    public string? Incoterms { get; init; }

    public string? Mode { get; init; }

    public bool? RoutedExport { get; init; }

    public bool? RelatedParties { get; init; }

    public string? ConsigneeType { get; init; }

    public string? PortOfExport { get; init; }

    public string? PortOfUnlading { get; init; }

    public string? EndUseLocation { get; init; }

    public string? Packaging { get; init; }

    public string? Assembly { get; init; }

    public string? Deployment { get; init; }

    public string? PaymentTerms { get; init; }

    public string? Currency { get; init; }
}

/// <summary>A leg as planned; what of it is told depends on the moment of the telling.</summary>
internal sealed record Leg(PlaceRow From, PlaceRow To, string Mode, string? ConsigneeId, DateTime DepartedAt, DateTime ArrivedAt,
    decimal WeightKg, decimal FreightUsd, string HsCode, DateTime DepartureKnownAt, DateTime ArrivalKnownAt, bool ToldOnDeparture)
{
    public decimal? Quantity { get; init; }

    public decimal? DeclaredValueUsd { get; init; }

    public string? Description { get; init; }

    public string? OriginCountry { get; init; }
}

internal sealed record TradeOrder(string Id, DateTime OrderedAt, string SellerId, string PurchaserId, string? IntermediateId,
    string? UltimateId, string? EndUserId, string? ForwarderId, string? PayerId, string? SalesRepresentative, string DestinationCountry,
    string? ShipToCountry, string? EndUse)
{
    public required OrderDraft Draft { get; init; }

    public OrderTerms Terms { get; set; } = new();

    /// <summary>The order was shipped.</summary>
    public bool IsShipped => Legs.Count > 0;

    /// <summary>Value of the latest version in USD.</summary>
    public decimal ValueUsd => Versions[^1].Lines.Sum(line => line.ValueUsd);

    /// <summary>Whether the latest version has compute among its goods.</summary>
    public bool HasCompute => Versions[^1].Lines.Any(line => line.Product.Tpp > 0);

    public List<OrderVersion> Versions { get; } = [];

    public List<Leg> Legs { get; } = [];
}

internal sealed record PartRow(string ProductId, string PartId, decimal Quantity, string Role, string Source, DateTime KnownAt);

internal sealed record ControlEventRow(string Id, string Title, string Direction, string? ProductClass, string? Country, DateOnly AnnouncedOn, DateOnly EffectiveOn,
    string Citation, DateTime KnownAt);

internal sealed record FxRow(string Currency, DateOnly Day, decimal UsdPerUnit, DateTime KnownAt);

internal sealed record PaymentRow(string Id, string OrderId, string Kind, string? PayerId, string? PayerName, string? PayerCountry, string? BankCountry, DateTime PaidAt,
    decimal AmountUsd, string? Currency, string? Method, bool? Prepayment, bool? Refundable, DateTime KnownAt);

internal sealed record CertificateRow(string Id, string Kind, string PartyId, string? OrderId, DateOnly IssuedOn, bool? Signed, string? SignedBy, bool? Confirmed,
    DateOnly? ConfirmedOn, DateTime KnownAt)
{
    public string? Application { get; init; }

    public string? Location { get; init; }

    public string? SiteId { get; init; }

    public string? SiteCountry { get; init; }

    public string? Disposition { get; init; }

    public bool? ResaleBan { get; init; }

    public double? SitePowerMw { get; init; }

    public bool? InspectionRight { get; init; }

    public DateOnly? ValidTo { get; init; }
}

internal sealed record InstallationRow(string SiteId, string ProductId, DateOnly CountedOn, string PartyId, decimal? Installed, decimal? Stock, decimal? Retired,
    decimal? PassedOn, string Grade, DateTime KnownAt);

internal sealed record DeviceRow(string Id, string Serial, string? ProductId, string? OrderId, string? PartyId, string Kind, DateTime SeenAt, string? SiteId,
    string? Country, bool? Online, bool? Installed, string? InspectedBy, string? Grade, DateTime KnownAt);

internal sealed record HoldRow(string Id, string Action, string? OrderId, string? PartyId, DateTime ActedAt, string Role, string? ActedBy, string? Reason, string? Grade,
    bool? Independent, bool? Overridden, DateTime KnownAt);

internal sealed record TipRow(string Id, DateTime ReceivedAt, string? PartyId, string? PartyName, string? OrderId, string Source, string Reliability, string Status,
    string? Summary, DateTime KnownAt);

internal sealed record TenancyRow(string Id, string ProviderId, string? TenantId, string? SiteId, double? Share, double? PowerKw, DateOnly FromOn, DateOnly? ToOn,
    string Grade, DateTime KnownAt);

internal sealed record AuditRow(string Id, string Kind, string PartyId, string? OrderId, string? SiteId, DateOnly HappenedOn, string? ProviderId, string? ChosenBy,
    bool? Independent, bool? OnSite, decimal? UnitsSeen, string? Result, decimal? BondUsd, decimal? PremiumUsd, DateOnly? ValidTo, DateTime KnownAt);

internal sealed record OutcomeRow(string Id, string Kind, string? PartyId, string? OrderId, DateOnly HappenedOn, string Finding, string Source, string? Citation,
    decimal? ValueUsd, decimal? Units, string? FoundCountry, string? Summary, DateTime KnownAt);

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

    public List<PaymentRow> Payments { get; } = [];

    public List<CertificateRow> Certificates { get; } = [];

    public List<InstallationRow> Installations { get; } = [];

    public List<DeviceRow> Devices { get; } = [];

    public List<HoldRow> Holds { get; } = [];

    public List<TipRow> Tips { get; } = [];

    public List<TenancyRow> Tenancies { get; } = [];

    public List<AuditRow> Audits { get; } = [];

    public List<OutcomeRow> Outcomes { get; } = [];

    /// <summary>How the parties of the story behave on paper and after delivery, beyond what each order fixes.</summary>
    public Conduct Conduct { get; set; } = Conduct.Ordinary;

    public TruthRow? Truth { get; set; }
}
