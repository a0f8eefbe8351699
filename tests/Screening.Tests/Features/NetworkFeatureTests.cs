using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

/// <summary>Borders of the windows and bounds of links, devices, holds, rules and counts, that coarse worlds are too small for.</summary>
public sealed class NetworkFeatureTests
{
    private static readonly CountryGroups NoGroups = new([], []);
    private readonly EventLog _log = Some.Log();

    //   250 or 251 others at day 0              today
    //   -----------oooo...o---------------------k---> sizes are compared while there are 250 others, and no longer with 251
    [Theory]
    [InlineData(250, 251)]
    [InlineData(251, double.NaN)]
    public void MoreOrdersThanAreLookedAtOneByOneSayNothingOfTheirSizes(int others, double expected)
    {
        _log.Append(Some.Product());
        for (int i = 0; i < others; i++) _log.Append(Some.Order(i + 1, endUser: 1), [Some.Line()]);
        Assert.Equal(expected, Peek(1, Some.Order(0, endUser: 1), "linked_orders_of_largest_size_90d"));
        Assert.Equal(others + 1, Peek(1, Some.Order(0, endUser: 1), "linked_orders_90d"));
    }

    //   party 0 - owners - party 1 .. n: all one link away
    [Theory]
    [InlineData(900, 1)]
    [InlineData(1100, double.NaN)]
    public void MorePartiesAsNearThanAreLookedAtSayNothingOfTheNearestListed(int neighbours, double expected)
    {
        _log.Append(new RestrictedEntry(0, Some.Start, 0, 0, 0), [new ListedName(7, Missing.Symbol)]);
        for (int i = 1; i <= neighbours; i++) _log.Append(Some.Profile(i, nameKey: i == neighbours ? 7 : 1));
        for (int i = 1; i <= neighbours; i++)
        {
            _log.Symbols.Parties.Intern($"party {i}");
            int owner = (i - 1) / 11;
            if ((i - 1) % 11 == 0) _log.Append(Owned(0, owner));
            _log.Append(Owned(i, owner));
        }

        Assert.Equal(expected, Peek(1, Some.Order(0, endUser: 0), "linked_hops_to_listed"));
        Assert.Equal(4, Peek(1, Some.Order(0, endUser: 0), "linked_hops_to_confirmed", confirmOf: _log.Symbols.Parties.Intern("somebody else")));
    }

    //   inspection          60 d
    //   ----i----------------|---> silent at the sixtieth day counts, a microsecond later it does not; silent at the same moment does not
    [Theory]
    [InlineData(60, 0, 1)]
    [InlineData(60, 1, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 0, 0)]
    public void ADeviceIsDarkAfterAnInspectionForSixtyDays(int days, long micros, double expected)
    {
        _log.Append(Report(0, 0) with { Kind = DeviceReportKind.Inspection, Installed = true });
        _log.Append(Report(1, 100) with { SeenAt = Some.Day(days) + micros, Online = false });
        Assert.Equal(expected, Peek(100, Some.Order(0, endUser: 1), "end_user_devices_dark_after_inspection"));
    }

    //   day 0          day 30    day 31
    //   r----------------|---------|--> heard of on day 0 it is silent from the beginning of day 31 on
    [Theory]
    [InlineData(30.999, 0)]
    [InlineData(31, 1)]
    public void ADeviceIsSilentAfterThirtyDaysWithoutAWord(double day, double expected)
    {
        _log.Append(Report(0, 0.7));
        Assert.Equal(expected, Peek(day, Some.Order(0, endUser: 1), "end_user_devices_silent_share"));
    }

    [Fact]
    public void ADeviceFollowsTheEndUserOfItsOrderAlsoWhenTheReportCameFirst()
    {
        _log.Append(Report(0, 0) with { Party = Missing.Symbol, Order = 5, Country = CountryCode.Of("HK") });
        _log.Append(Some.Order(5, knownOnDay: 1, endUser: 1) with { DestinationCountry = CountryCode.Of("SG") }, [Some.Line()]);
        Assert.Equal(1, Peek(1, Some.Order(0, endUser: 1), "end_user_devices_elsewhere_share"));
        _log.Append(Some.Order(5, knownOnDay: 2, endUser: 2, version: 2) with { DestinationCountry = CountryCode.Of("HK") }, [Some.Line()]);
        Assert.Equal(0, Peek(2, Some.Order(0, endUser: 1), "end_user_devices"));
        Assert.Equal(0, Peek(2, Some.Order(0, endUser: 2), "end_user_devices_elsewhere_share"));
        Assert.Equal(0, Peek(2, Some.Order(5, endUser: 2, version: 3), "end_user_devices"));
    }

    //   year before          | 90 d before |rule
    //   --------u------------|------s------R---> 365 days of one dollar a day against 90 days of four
    [Fact]
    public void WhatIsBoughtBeforeARuleIsHeldAgainstTheYearBefore()
    {
        _log.Append(Some.Product());
        for (int day = 0; day < 455; day++)
            _log.Append(Some.Order(day + 1, knownOnDay: day + 0.5), [Some.Line(valueCents: day < 365 ? 100 : 400)]);
        _log.Append(Rule(455, 455));
        Assert.Equal(4, Peek(455, Some.Order(0, knownOnDay: 455) with { OrderedAt = Some.Day(0) - 1 }, "purchaser_value_before_tightening_to_usual"), 12);
        Assert.Equal(0, Peek(455, Some.Order(0), "order_days_since_tightening"));
        Assert.Equal(365, Peek(820.9, Some.Order(0), "order_days_since_tightening"));
        Assert.Equal(double.NaN, Peek(821, Some.Order(0), "order_days_since_tightening"));
    }

    [Theory]
    [InlineData(90, -90)]
    [InlineData(91, double.NaN)]
    public void ARuleIsSeenComingForNinetyDays(double effectiveOnDay, double expected)
    {
        _log.Append(Rule(0, effectiveOnDay));
        Assert.Equal(expected, Peek(0.5, Some.Order(0), "order_days_since_tightening"));
    }

    //   hold  |--- 5 h ---| released on papers          365 d later nobody counts it, but the shortest is of all time
    [Fact]
    public void AHoldReleasedOnPapersIsRemembered()
    {
        _log.Append(Some.Order(3, purchaser: 2), [Some.Line()]);
        _log.Append(Hold(HoldAct.Placed, 0));
        _log.Append(Hold(HoldAct.Released, 5 / 24.0) with { Grade = EvidenceGrade.CustomerDocument, Role = HoldRole.Seller });
        Assert.Equal(5, Peek(1, Some.Order(0, purchaser: 2), "purchaser_shortest_hold_on_papers_h"), 9);
        Assert.Equal(1, Peek(1, Some.Order(0, purchaser: 2), "purchaser_holds_released_by_seller_365d"));
        Assert.Equal(0, Peek(365 + (5 / 24.0), Some.Order(0, purchaser: 2), "purchaser_holds_released_by_seller_365d"));
        Assert.Equal(5, Peek(900, Some.Order(0, purchaser: 2), "purchaser_shortest_hold_on_papers_h"), 9);
        Assert.Equal(double.NaN, Peek(1, Some.Order(3, purchaser: 2, version: 2), "purchaser_shortest_hold_on_papers_h"));
        Assert.Equal(1, Peek(1, Some.Order(3, purchaser: 2, version: 2), "order_holds_released_unproven"));
    }

    //   in: day 0 | 180 days with that of the look
    //   o---------|-----------------------------------k---> an order of day 0 counts through day 179
    [Theory]
    [InlineData(179.9, 8)]
    [InlineData(180, 0)]
    public void UnitsCountForAHundredAndEightyDays(double day, double expected)
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(1, knownOnDay: 0.5, endUser: 1), [Some.Line(thousandths: 8000)]);
        Assert.Equal(expected, Peek(day, Some.Order(0, endUser: 1), "subject_units_in_180d"));
    }

    [Fact]
    public void AnAddressThatTooManyShareSaysNothingOfTheirOrders()
    {
        for (int party = 0; party < 100; party++) _log.Append(Some.Profile(party, address: 5));
        Assert.Equal(1, Peek(1, Some.Order(0, endUser: 1), "address_orders_90d"));
        int last = _log.Symbols.Parties.Intern("one more");
        _log.Append(Some.Profile(last, address: 5));
        Assert.Equal(double.NaN, Peek(1, Some.Order(0, endUser: 1), "address_orders_90d"));
        Assert.Equal(101, Peek(1, Some.Order(0, endUser: 1), "address_parties"));
    }

    [Theory]
    [InlineData(1000, 1001)]
    [InlineData(1001, double.NaN)]
    public void MoreOrdersAtAnAddressThanAreLookedAtOneByOneSayNothing(int others, double expected)
    {
        _log.Append(Some.Profile(1, address: 5));
        _log.Append(Some.Profile(2, address: 5));
        for (int i = 0; i < others; i++) _log.Append(Some.Order(i + 1, endUser: 1 + (i % 2)), [Some.Line()]);
        Assert.Equal(expected, Peek(1, Some.Order(0, endUser: 1), "address_orders_90d"));
        Assert.Equal(2, Peek(1, Some.Order(0, endUser: 1), "address_parties"));

        // An order that is learnt already is not one of the others.
        Assert.Equal(others, Peek(1, Some.Order(7, endUser: 1, version: 2), "address_orders_90d"));
    }

    // Days that no sum can ask for any more are folded into one, and taking back what was added to them leaves the others as they are.
    [Fact]
    public void SumsOfDaysForgetOnlyWhatNobodyCanAskFor()
    {
        var random = new Random(20250701);
        var sums = new DaySums(30);
        List<(int Day, long Amount)> added = [];
        int today = 0;
        for (int i = 0; i < 4000; i++)
        {
            today += random.Next(3);
            bool takesBack = added.Count > 0 && random.Next(4) == 0;
            (int day, long amount) = takesBack ? added[random.Next(added.Count)] : (today - random.Next(60), 1 + random.Next(9));
            if (takesBack) added.Remove((day, amount));
            else added.Add((day, amount));
            sums.Add(day, takesBack ? -amount : amount, today);
            int first = today - random.Next(31), last = first + random.Next(40) - 2;
            Assert.Equal(added.Where(a => a.Day >= first && a.Day <= last).Sum(a => a.Amount), sums.Between(first, last));
        }
    }

    private static PartyEvent Owned(int party, int owner) => new(party, Some.Start, PartyEventKind.Ownership, Some.Start, double.NaN, owner);

    private static DeviceReport Report(int id, double knownOnDay) => new()
    {
        Id = id,
        Serial = 0,
        KnownAt = Some.Day(knownOnDay),
        Party = 1,
        Kind = DeviceReportKind.Telemetry,
        SeenAt = Some.Day(knownOnDay),
    };

    private static ControlEvent Rule(double knownOnDay, double day) => new()
    {
        Id = 0,
        KnownAt = Some.Day(knownOnDay),
        Direction = ControlDirection.Tightened,
        EffectiveAt = Some.Day(day),
    };

    private static HoldAction Hold(HoldAct act, double day) => new()
    {
        Hold = 0,
        Action = act,
        KnownAt = Some.Day(day),
        Order = 3,
        ActedAt = Some.Day(day),
        Role = HoldRole.Analyst,
    };

    private double Peek(double day, OrderVersion order, string feature, int confirmOf = Missing.Symbol)
    {
        if (confirmOf != Missing.Symbol)
            _log.Append(new OutcomeReport { Id = 9, KnownAt = Some.Day(day), Kind = OutcomeKind.Seizure, Party = confirmOf, HappenedAt = Some.Start, Finding = OutcomeFinding.Established });
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        double[] row = new double[engine.Catalogue.Count];
        engine.Peek(order with { OrderedAt = order.OrderedAt == Some.Start ? Some.Day(day) : order.OrderedAt }, [Some.Line()], Some.Day(day), row);
        return row[engine.Catalogue[feature]];
    }
}
