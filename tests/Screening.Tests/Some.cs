using Screening.Records;

namespace Screening.Tests;

/// <summary>Records whose values do not matter to a test, apart from those it names. Moments count half days from <see cref="Start"/>.</summary>
internal static class Some
{
    /// <summary>Half a day: the grid on which laws are tried, so that borders of windows are hit and not merely approached.</summary>
    public const long HalfDay = Micros.PerDay / 2;

    public static long Start { get; } = Micros.StartOf(new DateOnly(2024, 1, 1));

    public static long Day(double days) => Start + (long)(days * Micros.PerDay);

    public static OrderVersion Order(
        int order = 0, double knownOnDay = 0, double? orderedOnDay = null, int version = 1, OrderStatus status = OrderStatus.Placed, int purchaser = 0, int endUser = Missing.Symbol) => new()
        {
            Order = order,
            Version = version,
            Status = status,
            KnownAt = Day(knownOnDay),
            OrderedAt = Day(orderedOnDay ?? knownOnDay),
            Seller = 0,
            Purchaser = purchaser,
            EndUser = endUser,
        };

    public static OrderLine Line(int product = 0, long valueCents = 100_000, long thousandths = 1000, int lineNo = 1) => new(lineNo, product, thousandths, valueCents);

    public static Product Product(int id = 0, double knownOnDay = 0, long tpp = 15_832, long watts = 700, bool controlled = true, ProductClass kind = ProductClass.Accelerator) => new()
    {
        Id = id,
        KnownAt = Day(knownOnDay),
        Class = kind,
        Tpp = tpp,
        AcceleratorWatts = watts,
        SystemWatts = watts * 2,
        Controlled = controlled,
    };

    public static PartyProfile Profile(
        int party = 0, double knownOnDay = 0, PartyKind kind = PartyKind.Enterprise, int phone = Missing.Symbol, int address = Missing.Symbol, int domain = Missing.Symbol, int nameKey = Missing.Symbol) => new()
        {
            Party = party,
            KnownAt = Day(knownOnDay),
            Kind = kind,
            Phone = phone,
            Address = address,
            EmailDomain = domain,
            NameKey = nameKey,
        };

    public static ShipmentLeg Leg(int order = 0, double knownOnDay = 0, int shipment = 0, int legNo = 1, int from = Missing.Symbol, int to = Missing.Symbol, int toCountry = Missing.Symbol) => new()
    {
        Shipment = shipment,
        LegNo = legNo,
        Order = order,
        KnownAt = Day(knownOnDay),
        From = from,
        To = to,
        ToCountry = toCountry,
    };

    public static BalanceSheet Statement(int party = 0, double knownOnDay = 0, double periodEndsOnDay = 0, long assetsCents = 100_000_00) => new()
    {
        Party = party,
        KnownAt = Day(knownOnDay),
        PeriodEnd = Day(periodEndsOnDay),
        AssetsCents = assetsCents,
    };

    public static Volume Volume(long orders = 1, long cents = 100, long tpp = 10, long watts = 7) => new(orders, cents, tpp, watts, watts * 2);

    /// <summary>A log that knows the ids 0 to 99 of orders, parties and products.</summary>
    public static EventLog Log()
    {
        var log = new EventLog();
        for (int i = 0; i < 100; i++)
        {
            log.Symbols.Orders.Intern($"order {i}");
            log.Symbols.Parties.Intern($"party {i}");
            log.Symbols.Products.Intern($"product {i}");
        }

        return log;
    }
}
