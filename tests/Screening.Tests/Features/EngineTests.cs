using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

public sealed class EngineTests
{
    private static readonly CountryGroups NoGroups = new([], []);
    private readonly EventLog _log = Some.Log();
    private readonly double[] _row = new double[Engine.DefaultCatalogue.Count];

    //   day    0      7        30       90                    365
    //   -------o------|--------|--------|----------------------|---> read as of exactly 7, 30, 90, 365 days later
    //          the first order is out of each window by then, and was in a microsecond before
    [Theory]
    [InlineData(7, "end_user_h100e_sum_7d")]
    [InlineData(30, "end_user_h100e_sum_30d")]
    [InlineData(90, "end_user_h100e_sum_90d")]
    [InlineData(365, "end_user_h100e_sum_365d")]
    [InlineData(30, "linked_h100e_sum_30d")]
    [InlineData(90, "linked_h100e_sum_90d")]
    public void AnOrderLeavesAWindowAtItsFullLength(int days, string feature)
    {
        Engine engine = AfterOneOrder();
        Assert.Equal(2, Peek(engine, Some.Day(days) - 1, feature));
        Assert.Equal(1, Peek(engine, Some.Day(days), feature));
    }

    //   31 Dec 2024 | 1 Jan 2025
    //   ------o-----|-----o-------> the leap year's last look still reaches its first moment, 366 days before
    [Fact]
    public void TheCalendarYearBeginsOnTheFirstOfJanuaryAlsoInALeapYear()
    {
        Engine engine = AfterOneOrder();
        long newYear = Micros.StartOf(new DateOnly(2025, 1, 1));
        Assert.Equal(2, Peek(engine, newYear - 1, "linked_h100e_sum_calendar_year"));
        Assert.Equal(1, Peek(engine, newYear, "linked_h100e_sum_calendar_year"));
    }

    //   1 Jan 2024                                   31 Dec 2024
    //   o--------------------------------------------k-----o----> placed on the first moment of a leap year, known on its last day
    [Fact]
    public void AnOrderOfTheFirstOfJanuaryToldOnTheLastDayOfALeapYearCountsInThatYear()
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(0, knownOnDay: 365.5, orderedOnDay: 0, endUser: 1), [Some.Line()]);
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        Assert.Equal(2, Peek(engine, Some.Day(365.75), "linked_h100e_sum_calendar_year"));
        Assert.Equal(1, Peek(engine, Some.Day(366), "linked_h100e_sum_calendar_year"));
    }

    [Fact]
    public void AnOrderPlacedLaterThanItIsKnownStandsAtTheMomentItIsKnown()
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(0, knownOnDay: 0, orderedOnDay: 20, endUser: 1), [Some.Line()]);
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        Assert.Equal(2, Peek(engine, Some.Day(30) - 1, "end_user_h100e_sum_30d"));
        Assert.Equal(1, Peek(engine, Some.Day(30), "end_user_h100e_sum_30d"));
    }

    [Fact]
    public void ALastLegWithoutACountryDoesNotEndElsewhere()
    {
        OrderVersion order = Some.Order(0) with { DestinationCountry = CountryCode.Of("DE") };
        _log.Append(order, [Some.Line()]);
        _log.Append(Some.Leg(0));
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        engine.Read(0, Some.Day(1), _row);
        Assert.Equal(double.NaN, _row[engine.Catalogue["route_ends_elsewhere"]]);
        Assert.Equal(1, _row[engine.Catalogue["route_leg_count"]]);
    }

    [Fact]
    public void EvidenceCorrectedToALowerGradeNoLongerVerifies()
    {
        _log.Append(new CapacityStatement(0, 1, Some.Day(0), Some.Day(0), 500, EvidenceGrade.SiteVisit));
        _log.Append(new CapacityStatement(0, 1, Some.Day(1), Some.Day(0), 500, EvidenceGrade.SelfDeclared));
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        Assert.Equal(double.NaN, Peek(engine, Some.Day(1), "end_user_verified_power_kw"));
        Assert.Equal(0.5, Peek(engine, Some.Day(1), "end_user_site_power_kw"));
        Assert.Equal(1, Peek(engine, Some.Day(1), "end_user_capacity_grade"));
    }

    [Fact]
    public void EvidenceOfRacksAloneLeavesTheKnownPower()
    {
        _log.Append(new CapacityStatement(0, 1, Some.Day(0), Some.Day(0), 500, EvidenceGrade.Registry));
        _log.Append(new CapacityStatement(0, 1, Some.Day(1), Some.Day(1), Missing.Amount, EvidenceGrade.Registry));
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        Assert.Equal(0.5, Peek(engine, Some.Day(1), "end_user_verified_power_kw"));
    }

    [Fact]
    public void ALookThatMixesLearntAndUnlearntOrGoesBackInTimeIsRefused()
    {
        _log.Append(Some.Order(0), [Some.Line()]);
        var engine = new Engine(_log, NoGroups);
        Assert.Throws<InvalidOperationException>(() => engine.Read(0, Some.Day(0), _row));
        engine.Process();
        Assert.Throws<InvalidOperationException>(() => engine.Process());
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Read(0, Some.Day(0) - 1, _row));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Peek(Some.Order(1), [], Some.Day(0) - 1, _row));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Read(1, Some.Day(0), _row));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Read(-1, Some.Day(0), _row));
        Assert.Throws<ArgumentException>(() => engine.Read(0, Some.Day(0), new double[3]));
        engine.Read(0, Some.Day(0), _row);
    }

    [Fact]
    public void AReplayReadAsOfAMomentBeforeWhatItKnowsIsRefused()
    {
        _log.Append(Some.Order(0, knownOnDay: 5), [Some.Line()]);
        Assert.Throws<ArgumentException>(() => new ReadPlan().AtTheEnd(_log, [0], Some.Day(5) - 1));
    }

    [Fact]
    public void AReplayThatIsCancelledStops()
    {
        _log.Append(Some.Order(0), [Some.Line()]);
        Assert.Throws<OperationCanceledException>(() => Engine.Replay(_log, NoGroups, ReadPlan.OnArrival(_log), 1, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void AnEmptyLogIsReplayedToNothing()
    {
        Assert.Equal(0, Engine.Replay(new EventLog(), NoGroups, ReadPlan.OnArrival(new EventLog()), 2, cancellation: TestContext.Current.CancellationToken).Rows);
    }

    // Reading and learning an order of parties that are known costs no memory but what amortised growth takes: the room of the timelines
    // doubles (2,048 entries last until 4,096 here), and no other allocation is made. Of five rounds the least counts: in one the runtime may compile.
    [Fact]
    public void ProcessingAnOrderOfKnownPartiesAllocatesNothing()
    {
        const int Warm = 2_100, Measured = 500, Rounds = 5, BytesPerOrder = 0;
        for (int i = 0; i < 3_000; i++) _log.Symbols.Orders.Intern($"more {i}");
        _log.Append(Some.Product());
        for (int party = 0; party < 3; party++) _log.Append(Some.Profile(party, phone: party, nameKey: party));
        for (int i = 0; i < Warm + Measured; i++)
        {
            OrderVersion order = Some.Order(i, i / 20.0, purchaser: i % 2, endUser: 2) with { DestinationCountry = 3, ShipToCountry = 4 };
            _log.Append(order, [Some.Line()]);
        }

        CountryGroups groups = new([("D:1", 3, Some.Start, long.MaxValue), ("A:5", 3, Some.Start, long.MaxValue), ("transshipment-seed", 4, Some.Start, long.MaxValue)], []);
        var engine = new Engine(_log, groups);
        while (engine.Processed < _log.Events.Count - Measured) engine.Process(_row);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Measured / Rounds; i++) engine.Process(_row);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least <= BytesPerOrder * Measured / Rounds, $"{least} bytes for {Measured / Rounds} orders");
        Assert.Equal(_log.Events.Count, engine.Processed);
    }

    private Engine AfterOneOrder()
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(0, endUser: 1), [Some.Line()]);
        var engine = new Engine(_log, NoGroups);
        engine.ProcessAll();
        return engine;
    }

    private double Peek(Engine engine, long asOf, string feature)
    {
        engine.Peek(Some.Order(1, endUser: 1) with { OrderedAt = asOf }, [Some.Line()], asOf, _row);
        return _row[engine.Catalogue[feature]];
    }
}
