using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

/// <summary>What docs/features/bad-input.md says of the engine: input that is wrong, late, twisted or far too much has one defined outcome.</summary>
public sealed class BadInputTests
{
    private const int Party = 1, Other = 2;
    private static readonly CountryGroups NoGroups = new([], []);
    private readonly EventLog _log = Some.Log();
    private readonly double[] _row = new double[Engine.DefaultCatalogue.Count];

    [Fact]
    public void AnOrderOfUnknownPartiesAndProductsCountsAndSaysWhatIsUnknown()
    {
        _log.Append(Some.Order(0, purchaser: Other, endUser: Party), [Some.Line(product: 7, valueCents: 500)]);
        Engine engine = After();
        engine.Read(0, Some.Day(1), _row);
        Assert.Equal((5, 0, 1), (Value("order_value_usd"), Value("order_h100e"), Value("order_unknown_product_lines")));
        Assert.Equal((1, 8, 3), (Value("end_user_orders_30d"), Value("end_user_missing_facts"), Value("order_parties_without_name")));
        Assert.All(["end_user_age_days", "end_user_site_power_kw", "order_accelerator_tpp", "order_hbm_gb", "order_value_to_list"], name => Assert.Equal(double.NaN, Value(name)));
    }

    // What it amounts to is worked out when it is told: a product that becomes known later changes it with the next telling.
    [Fact]
    public void AProductThatIsKnownAfterItsOrderCountsFromTheNextTellingOn()
    {
        _log.Append(Some.Order(0, endUser: Party), [Some.Line()]);
        _log.Append(Some.Product(knownOnDay: 1));
        Assert.Equal((0, 1), (Read("end_user_h100e_sum_30d", 0, 1), Value("order_unknown_product_lines")));
        _log.Append(Some.Order(0, knownOnDay: 2, endUser: Party, version: 2), [Some.Line()]);
        Assert.Equal((1, 0), (Read("end_user_h100e_sum_30d", 1, 2), Value("order_unknown_product_lines")));
    }

    [Fact]
    public void AcceleratorsWithoutFiguresCountNothingAndAreCountedApart()
    {
        _log.Append(Some.Product(0, tpp: Missing.Amount));
        _log.Append(Some.Product(1, watts: Missing.Amount, kind: ProductClass.Server) with { SystemWatts = 10 });
        _log.Append(Some.Product(2, tpp: Missing.Amount, kind: ProductClass.Server) with { Accelerators = 0 });
        _log.Append(Some.Product(3, tpp: Missing.Amount, kind: ProductClass.Memory));
        _log.Append(Some.Product(4));
        _log.Append(Some.Order(0, endUser: Party), [.. Enumerable.Range(0, 5).Select(i => Some.Line(product: i, lineNo: i + 1))]);
        Assert.Equal((2, 2), (Read("order_unfigured_lines", 0, 1), Value("order_h100e")));
    }

    //   0 - 1 - 2 - ... - 9 - 0: every party shares an owner with the next, the last with the first
    [Fact]
    public void ARingOfOwnersIsOneGroupInWhichTheShorterWayCounts()
    {
        const int Ring = 10;
        _log.Append(new RestrictedEntry(0, Some.Start, 0, 0, 0), [new ListedName(7, Missing.Symbol)]);
        for (int i = 0; i < Ring; i++) _log.Append(Some.Profile(i, nameKey: i == 7 ? 7 : 1));
        for (int i = 0; i < Ring; i++) Link(i, (i + 1) % Ring, owner: i);
        _log.Append(Some.Order(0, purchaser: 0, endUser: 0), [Some.Line()]);
        Assert.Equal((10, 3), (Read("linked_parties", 0, 1), Value("linked_hops_to_listed")));

        // One link less, and the ring is a chain: still one group, and the longer way is the only one.
        _log.DeletePartyEvent(9 * 2, Some.Day(2));
        Assert.Equal((10, 4), (Read("linked_parties", 0, 2), Value("linked_hops_to_listed")));
    }

    [Fact]
    public void AParentOfItselfIsLinkedWithNobody()
    {
        _log.Append(Some.Profile(Party) with { UltimateParent = 5 });
        _log.Append(Owned(Party, owner: Party, id: 1));
        _log.Append(Some.Order(0, endUser: Party), [Some.Line()]);
        Assert.Equal(1, Read("linked_parties", 0, 1));
    }

    [Fact]
    public void APartyInEveryRoleCountsOnceInEach()
    {
        _log.Append(Some.Product());
        _log.Append(new RestrictedEntry(0, Some.Start, 0, 0, 0), [new ListedName(7, Missing.Symbol)]);
        _log.Append(Some.Profile(Party, nameKey: 7));
        for (int order = 0; order < 2; order++) _log.Append(InEveryRole(order), [Some.Line()]);
        Assert.Equal((2, 2, 2), (Read("end_user_orders_30d", 0, 1), Value("consignee_orders_90d"), Value("linked_orders_90d")));
        Assert.Equal((1, 6, 0), (Value("listed_parties_exact"), Value("consignee_roles"), Value("order_names_another_payer")));
        Assert.Equal((1, 1, double.NaN), (Value("linked_parties"), Value("end_user_purchasers_30d"), Value("purchaser_bought_by_end_user_30d")));
        Assert.Equal((1, 1, 1), (Value("consignee_sellers_90d"), Value("consignee_end_users_90d"), Value("subject_units_in_180d")));
    }

    // Systems whose clocks differ: ordered after it was known, left before it was ordered, arrived before it left, released before it was held.
    [Fact]
    public void SkewedClocksAreSaidOrCutAndNothingGoesBelowItsRange()
    {
        _log.Append(Some.Profile(Party) with { IncorporatedAt = Some.Day(300) });
        _log.Append(Some.Order(0, knownOnDay: 10, orderedOnDay: 40, endUser: Party), [Some.Line()]);
        _log.Append(Some.Leg(0, knownOnDay: 10) with { DepartedAt = Some.Day(5), ArrivedAt = Some.Day(4) });
        _log.Append(Hold(HoldAct.Placed, actedOnDay: 9));
        _log.Append(Hold(HoldAct.Released, actedOnDay: 8));
        _log.Append(Some.Order(1, knownOnDay: 11, endUser: Party), [Some.Line()]);
        Assert.Equal((2, 1, -5), (Read("end_user_orders_30d", 0, 11), Value("route_times_disagree"), Value("route_days_to_departure")));
        Assert.Equal(-289, Value("end_user_age_days"));
        Assert.Equal(0, Read("purchaser_shortest_hold_on_papers_h", 1, 11));
        AssertInRange();
    }

    //   day 0     10                    50      51
    //   ----------o----------------------k-------c---> placed on day 10, known on day 50, on day 51 said to be for another end user
    [Fact]
    public void ALateOrderCountsWhereItWasPlacedAndACorrectionTakesItBack()
    {
        _log.Append(Some.Order(0, knownOnDay: 50, orderedOnDay: 10, endUser: Party), [Some.Line()]);
        Assert.Equal((0, 1), (Read("end_user_orders_30d", 0, 50), Value("end_user_orders_90d")));
        _log.Append(Some.Order(0, knownOnDay: 51, orderedOnDay: 10, endUser: Other, version: 2), [Some.Line()]);
        Engine engine = After();
        engine.Peek(Some.Order(9, 51, endUser: Party), [Some.Line()], Some.Day(51), _row);
        Assert.Equal(1, Value("end_user_orders_90d"));
        engine.Peek(Some.Order(9, 51, endUser: Other), [Some.Line()], Some.Day(51), _row);
        Assert.Equal(2, Value("end_user_orders_90d"));
    }

    [Fact]
    public void ARenamedPartyKeepsItsHistoryAndIsLookedUpByItsLatestName()
    {
        _log.Append(new RestrictedEntry(0, Some.Start, 0, 0, 0), [new ListedName(7, Missing.Symbol)]);
        _log.Append(Some.Profile(Party, nameKey: 7));
        _log.Append(Some.Order(0, endUser: Party), [Some.Line()]);
        Assert.Equal((1, 0), (Read("listed_parties_exact", 0, 0), Value("end_user_name_changed_365d")));
        _log.Append(Some.Profile(Party, knownOnDay: 1, nameKey: 8));
        _log.Append(new PartyEvent(Party, Some.Day(1), PartyEventKind.Name, Some.Day(1), double.NaN, Missing.Symbol) { Id = 1 });
        _log.Append(Some.Order(1, knownOnDay: 2, endUser: Party), [Some.Line()]);
        Assert.Equal((0, 1), (Read("listed_parties_exact", 1, 2), Value("end_user_name_changed_365d")));
        Assert.Equal(2, Value("end_user_orders_30d"));
    }

    // Two ids found to be one company: an owner told for both makes one group; orders told again for the other id move to it.
    [Fact]
    public void MergedPartiesAreOneGroupOrOneIdWithAllOrdersOfBoth()
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(0, endUser: Party), [Some.Line()]);
        _log.Append(Some.Order(1, endUser: Other), [Some.Line()]);
        _log.Append(Owned(Party, owner: 3, id: 1) with { KnownAt = Some.Day(1) });
        _log.Append(Owned(Other, owner: 3, id: 2) with { KnownAt = Some.Day(1) });
        _log.Append(Some.Order(2, knownOnDay: 2, endUser: Other), [Some.Line()]);
        Assert.Equal((3, 2), (Read("linked_orders_30d", 2, 2), Value("end_user_orders_30d")));
        _log.Append(Some.Order(0, knownOnDay: 3, orderedOnDay: 0, endUser: Other, version: 2), [Some.Line()]);
        Assert.Equal((3, 3), (Read("linked_orders_30d", 2, 3), Value("end_user_orders_30d")));
    }

    [Fact]
    public void ALegAPaymentAndAReportBeforeTheirOrderCountWhenItComes()
    {
        _log.Append(Some.Leg(0, toCountry: CountryCode.Of("HK")));
        _log.Append(new Payment { Id = 0, KnownAt = Some.Day(0), Order = 0, Kind = PaymentKind.Payment, Payer = Other, PaidAt = Some.Day(0), AmountCents = 100_000 });
        _log.Append(Some.Order(0, knownOnDay: 1, purchaser: Party) with { DestinationCountry = CountryCode.Of("SG") }, [Some.Line()]);
        Engine engine = new(_log, NoGroups);
        while (engine.Processed < _log.Events.Count) engine.Process(_row);
        Assert.Equal((1, 1, 1, 1), (Value("route_leg_count"), Value("route_ends_elsewhere"), Value("order_payments"), Value("order_paid_by_others_share")));
    }

    [Fact]
    public void AnOrderWorthNothingIsAnOrder()
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(0, endUser: Party), [Some.Line(valueCents: 0, thousandths: 0)]);
        Assert.Equal((0, 0, 1), (Read("order_value_usd", 0, 1), Value("order_h100e"), Value("end_user_orders_30d")));
        AssertInRange();
    }

    // The contract's greatest numbers, in every line of as many lines as overflowed 64 bits, order after order.
    [Fact]
    public void EnormousQuantitiesWeighTheMostAnOrderCanAndNeverOverflow()
    {
        const int Orders = 200, Lines = 1000;
        const long Most = 1_000_000_000_000;
        _log.Append(Some.Product(tpp: 10_000_000, watts: 1_000_000) with { UnitWeightGrams = 100_000_000, ListPriceCents = 100_000_000_000, MemoryGb = 1e6 });
        for (int site = 0; site < 200; site++)
        {
            _log.Append(new CapacityStatement(site, Party, Some.Day(0), Some.Day(0), 10_000_000_000, EvidenceGrade.SiteVisit) { Racks = 1_000_000 });
        }

        for (int site = 0; site < 200; site++)
        {
            _log.Append(new Installation { Site = site, Product = 0, CountedAt = Some.Day(0), KnownAt = Some.Day(0), Party = Party, InstalledThousandths = Most, StockThousandths = Most, PassedOnThousandths = Most });
        }

        OrderLine[] lines = [.. Enumerable.Range(1, Lines).Select(no => Some.Line(valueCents: 10_000_000_000_000, thousandths: Most, lineNo: no))];
        for (int order = 0; order < Orders; order++) _log.Append(InEveryRole(order) with { KnownAt = Some.Day(1) }, lines);
        _log.Append(new Payment { Id = 0, KnownAt = Some.Day(1), Order = 0, Kind = PaymentKind.Payment, PaidAt = Some.Day(1), AmountCents = 10_000_000_000_000 });
        Engine engine = After();
        engine.Read(Orders - 1, Some.Day(2), _row);
        Assert.Equal((1e9, 1e9, 1e11), (Value("order_h100e"), Value("order_controlled_h100e"), Value("order_value_usd")));
        Assert.Equal((Orders * 1e9, Orders * 1e9, Orders * 1e11), (Value("end_user_h100e_sum_30d"), Value("end_user_accelerator_kw_total"), Value("end_user_value_usd_sum_30d")));
        Assert.All(Enumerable.Range(0, _row.Length), column => Assert.False(double.IsInfinity(_row[column]) || (_row[column] < 0 && engine.Catalogue.Features[column].Minimum >= 0), engine.Catalogue.Features[column].Name));

        // Withdrawn, they leave nothing: the most is taken back as exactly as it was added.
        for (int order = 1; order < Orders; order++) _log.Append(InEveryRole(order) with { KnownAt = Some.Day(2), Version = 2, Status = OrderStatus.Cancelled }, lines);
        Assert.Equal((1e9, 1e11, 1), (Read("end_user_h100e_sum_30d", 0, 2), Value("end_user_value_usd_sum_30d"), Value("end_user_orders_30d")));
        AssertInRange("end_user_site_power_kw", "end_user_verified_power_kw", "end_user_installed_accelerator_kw");
    }

    [Fact]
    public void TwiceTheOrdersOfOneKeyInAMinuteTakeNoMoreThanTwiceTheMemory()
    {
        long half = AllocatedByBurst(50_000), whole = AllocatedByBurst(100_000);
        Assert.InRange(whole, 1, half * 5 / 2);
    }

    [Fact]
    public void AHundredThousandOrdersOfOneKeyInAMinuteAreCountedToTheLast()
    {
        const int Orders = 100_000;
        Engine engine = After(Burst(Orders));
        engine.Peek(Some.Order(Orders, 0.5, endUser: Party), [Some.Line()], Some.Day(0.5), _row);
        Assert.Equal((Orders + 1, Orders + 1, Orders + 1), (Value("end_user_orders_1d"), Value("linked_h100e_sum_1d"), Value("end_user_orders_365d")));
        Assert.Equal(double.NaN, Value("linked_orders_of_largest_size_90d"));
        Assert.Equal((1, 1), (Value("end_user_purchasers_30d"), Value("linked_largest_order_h100e_90d")));
    }

    // Everybody met in one order and linked in the other: each link would move the whole group if the group that keeps its name took in the other.
    [Fact]
    public void TwiceThePartiesOfOneGroupTakeLittleMoreThanTwiceTheMemoryWhicheverWayTheyAreLinked()
    {
        foreach (bool backwards in new[] { false, true })
        {
            long half = AllocatedByChain(10_000, backwards), whole = AllocatedByChain(20_000, backwards);
            Assert.InRange(whole, 1, half * 3);
        }
    }

    [Fact]
    public void AGroupOfTwoHundredThousandPartiesIsOne()
    {
        const int Parties = 200_000;
        Engine engine = After(Chain(Parties, backwards: true));
        engine.Peek(Some.Order(Parties, 3, endUser: Parties / 2), [Some.Line()], Some.Day(3), _row);
        Assert.Equal((Parties, Parties + 1, Parties + 1), (Value("linked_parties"), Value("linked_orders_30d"), Value("linked_h100e_sum_90d")));
        Assert.Equal((0, Parties), (engine.Subject(Parties - 1), Value("linked_new_parties_30d")));
    }

    [Fact]
    public void ThousandsOfSitesWithSeveralStatementsEachCountEachSiteOnce()
    {
        const int Sites = 5_000;
        for (int told = 0; told < 3; told++)
        {
            for (int site = 0; site < Sites; site++)
                _log.Append(new CapacityStatement(site, Party, Some.Day(told), Some.Day(told), 1000 * (told + 1), told == 1 ? EvidenceGrade.Registry : EvidenceGrade.SelfDeclared) { SiteCountry = CountryCode.Of(site == 0 ? "SG" : "MY") });
        }

        _log.Append(Some.Order(0, knownOnDay: 3, endUser: Party) with { DestinationCountry = CountryCode.Of("MY") }, [Some.Line()]);
        Assert.Equal((Sites, 2 * Sites, 2 * Sites), (Read("end_user_sites", 0, 3), Value("end_user_site_power_kw"), Value("end_user_verified_power_kw")));
        Assert.Equal(1.0 / Sites, Value("end_user_sites_outside_share"));
    }

    private static OrderVersion InEveryRole(int order) => Some.Order(order, purchaser: Party, endUser: Party) with
    {
        Seller = Party,
        UltimateConsignee = Party,
        IntermediateConsignee = Party,
        ForwardingAgent = Party,
        Payer = Party,
    };

    private static PartyEvent Owned(int party, int owner, int id) => new(party, Some.Start, PartyEventKind.Ownership, Some.Start, 1, owner) { Id = id };

    private static HoldAction Hold(HoldAct act, double actedOnDay) =>
        new() { Hold = 0, Action = act, KnownAt = Some.Day(10), Order = 0, ActedAt = Some.Day(actedOnDay), Role = HoldRole.Analyst, Grade = EvidenceGrade.SelfDeclared };

    private void Link(int a, int b, int owner)
    {
        _log.Append(Owned(a, owner, 2 * owner));
        _log.Append(Owned(b, owner, (2 * owner) + 1));
    }

    private static long AllocatedByBurst(int orders) => AllocatedByLearning(new Engine(Burst(orders), NoGroups));

    private static long AllocatedByChain(int parties, bool backwards) => AllocatedByLearning(new Engine(Chain(parties, backwards), NoGroups));

    private static Engine After(EventLog log)
    {
        var engine = new Engine(log, NoGroups);
        engine.ProcessAll();
        return engine;
    }

    // Orders of one end user, 600 microseconds apart.
    private static EventLog Burst(int orders)
    {
        EventLog log = Some.Log();
        log.Append(Some.Product());
        for (int i = 0; i < orders; i++)
        {
            OrderVersion order = Some.Order(i, endUser: Party) with { Order = log.Symbols.Orders.Intern($"order {i}") };
            log.Append(order with { KnownAt = order.KnownAt + (i * 600L), OrderedAt = order.KnownAt + (i * 600L) }, [Some.Line()]);
        }

        log.Symbols.Orders.Intern($"order {orders}");
        return log;
    }

    // Parties met in order, each with an order, of which each shares an owner with the next; the links come from either end.
    private static EventLog Chain(int parties, bool backwards)
    {
        EventLog log = Some.Log();
        log.Append(Some.Product());
        for (int i = 0; i < parties; i++) log.Append(Some.Profile(log.Symbols.Parties.Intern($"party {i}")));
        for (int i = 0; i < parties; i++) log.Append(Some.Order(log.Symbols.Orders.Intern($"order {i}"), knownOnDay: 1, endUser: i), [Some.Line()]);
        for (int i = 0; i < parties - 1; i++)
        {
            int link = backwards ? parties - 2 - i : i;
            log.Append(Owned(link, link, 2 * link) with { KnownAt = Some.Day(2) });
            log.Append(Owned(link + 1, link, (2 * link) + 1) with { KnownAt = Some.Day(2) });
        }

        log.Symbols.Orders.Intern($"order {parties}");
        return log;
    }

    private static long AllocatedByLearning(Engine engine)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        engine.ProcessAll();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private Engine After() => After(_log);

    private double Value(string feature) => _row[Engine.DefaultCatalogue[feature]];

    /// <summary>Reads an order by its row as of a day, and keeps the row for <see cref="Value"/>.</summary>
    private double Read(string feature, int order, double day)
    {
        After().Read(order, Some.Day(day), _row);
        return Value(feature);
    }

    private void AssertInRange(params string[] sumsOfMany) => Assert.All(Engine.DefaultCatalogue.Features.Where(f => !sumsOfMany.Contains(f.Name)), feature =>
        Assert.True(double.IsNaN(Value(feature.Name)) || (Value(feature.Name) >= feature.Minimum && Value(feature.Name) <= feature.Maximum), $"{feature.Name} is {Value(feature.Name)}"));
}
