using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

public sealed class PartyFeatureTests
{
    private static readonly CountryGroups China = new([("D:5", CountryCode.Of("CN"), Some.Start, long.MaxValue)], []);
    private readonly EventLog _log = Some.Log();
    private readonly double[] _row = new double[Engine.DefaultCatalogue.Count];

    //   day  0         30        ...        150       180       210
    //   -----o----------|--------- ... ------|---------|----- > the look
    //        first order, and nothing after: the block that ends at the look's day - 30 k counts while it does not end before the order
    [Theory]
    [InlineData(180, 0.0, true)]
    [InlineData(180, -0.001, false)]
    public void SixBlocksThatDoNotEndBeforeTheFirstOrderAreHistoryEnough(double day, double later, bool isTold)
    {
        _log.Append(Some.Order(0, endUser: 1), [Some.Line()]);
        Assert.Equal(isTold, !double.IsNaN(Peek(Some.Day(day) + (long)(later * Micros.PerDay), "end_user_value_30d_robust_z")));
    }

    //   blocks, in thousands of USD, oldest first:   3 1 2 3 1 2 | 12      median 2, deviations 1 1 0 1 1 0: median 1
    [Fact]
    public void AMonthIsHeldAgainstTheMedianOfTheOnesBefore()
    {
        long[] thousands = [3, 1, 2, 3, 1, 2];
        for (int i = 0; i < 6; i++) _log.Append(Some.Order(i, knownOnDay: 30 * i), [Some.Line(valueCents: thousands[i] * 1_000_00)]);
        long asOf = Some.Day(180) - 1;
        Assert.Equal(double.NaN, Peek(asOf, "purchaser_value_30d_robust_z", 12_000_00));
        asOf = Some.Day(180);

        // The first order lies on the end of a block and the last on the look's - 30 d: one block is moved out of the latest.
        Assert.Equal(10 / 1.4826, Peek(asOf, "purchaser_value_30d_robust_z", 12_000_00), 9);
    }

    [Fact]
    public void ASteadyPartyHasAFloorUnderItsDeviation()
    {
        for (int i = 0; i < 6; i++) _log.Append(Some.Order(i, knownOnDay: 30 * i), [Some.Line(valueCents: 50_000_00)]);
        Assert.Equal(2, Peek(Some.Day(180), "purchaser_value_30d_robust_z", 60_000_00), 9);
        Assert.Equal(0, Peek(Some.Day(180), "purchaser_value_30d_robust_z", 50_000_00), 9);
    }

    // Four months of ten times the usual, one month of nothing: the sum falls back to zero and begins anew.
    [Fact]
    public void TheSumOfExcessesGoesBackToZeroAndNotBelow()
    {
        double log = Math.Log(1 + 10_000.0), more = Math.Log(1 + 100_000.0);
        for (int i = 0; i < 9; i++) _log.Append(Some.Order(i, knownOnDay: 30 * i), [Some.Line(valueCents: i is 6 or 7 ? 100_000_00 : 10_000_00)]);
        Assert.Equal((2 * (((more - log) / 0.5) - 0.5)) - 0.5 + ((more - log) / 0.5) - 0.5, Peek(Some.Day(270), "purchaser_value_cusum", 100_000_00), 9);
        Assert.Equal(0, Peek(Some.Day(270), "purchaser_value_cusum", 0), 9);
    }

    //   o o o o ... o   129 orders, the oldest the greatest: beyond the latest 128 it is not looked at, unless it shares the last one's moment
    [Theory]
    [InlineData(1, 100)]
    [InlineData(0, 900)]
    public void TheLargestOrderIsThatOfTheLatest128AndOfThoseOfTheLastMoment(long apart, double expected)
    {
        var timeline = new Timeline();
        timeline.Add(Some.Start, 200, Some.Volume(cents: 900), Some.Start);
        for (int i = 0; i < 128; i++) timeline.Add(Some.Start + (i == 0 ? apart : i), i, Some.Volume(cents: 100), Some.Start);
        Assert.Equal(expected, timeline.LargestValueCents(Some.Start - 1, Some.Start + 1000, exceptOrder: 500, most: 128));
        Assert.Equal(900, timeline.LargestValueCents(Some.Start - 1, Some.Start + 1000, exceptOrder: 7, most: 128));
        Assert.Equal(100, timeline.LargestValueCents(Some.Start, Some.Start + 1000, exceptOrder: 200, most: 128));
        Assert.Equal(Missing.Amount, timeline.LargestValueCents(Some.Start + 1000, Some.Start + 2000, exceptOrder: 500, most: 128));
    }

    //   day  0    10    20    30              70: gaps of 10 days, then 40 of silence
    [Fact]
    public void SilenceIsMeasuredByTheUsualGap()
    {
        for (int i = 0; i < 4; i++) _log.Append(Some.Order(i, knownOnDay: 10 * i), [Some.Line()]);
        Assert.Equal(4, Peek(Some.Day(70), "purchaser_silence_to_usual_gap"));
        Assert.Equal(double.NaN, Peek(Some.Day(365), "purchaser_silence_to_usual_gap"));
    }

    //   day 10, the last of the statement, until midnight | day 11
    [Fact]
    public void AStatementHoldsToTheEndOfItsLastDay()
    {
        _log.Append(Statement(0) with { ValidTo = Some.Day(10) });
        Assert.Equal(0.5, Peek(Some.Day(10.5), "end_user_statement_days_left"));
        Assert.Equal(-0.5, Peek(Some.Day(11.5), "end_user_statement_days_left"));
        Assert.Equal(10.5, Peek(Some.Day(10.5), "end_user_statement_age_days"));
    }

    [Fact]
    public void AStatementForAnotherOrderSaysNothingOfThisOne()
    {
        _log.Append(Statement(0) with { Order = 7 });
        Assert.Equal(double.NaN, Peek(Some.Day(1), "end_user_statement_age_days"));
        _log.Append(Statement(1) with { Order = 99, KnownAt = Some.Day(1), IssuedAt = Some.Day(-5) });
        Assert.Equal(7, Peek(Some.Day(2), "end_user_statement_age_days"));
    }

    [Fact]
    public void TheLatestAnswerCountsAndACallWithoutOneChangesNothing()
    {
        _log.Append(Call(0, 0, confirmed: false));
        Assert.Equal(1, Peek(Some.Day(0), "end_user_denied"));
        _log.Append(Call(1, 1, confirmed: true));
        _log.Append(Call(2, 2, confirmed: null));
        Assert.Equal(0, Peek(Some.Day(2), "end_user_denied"));
        _log.Append(Call(3, 2, confirmed: true) with { IssuedAt = Some.Day(1) });
        _log.Append(Call(4, 2, confirmed: false) with { IssuedAt = Some.Day(1) });
        Assert.Equal(1, Peek(Some.Day(2), "end_user_denied"));
    }

    [Theory]
    [InlineData(ChosenBy.Sales, ChosenBy.Compliance, 1)]
    [InlineData(ChosenBy.Compliance, ChosenBy.Customer, 1)]
    [InlineData(ChosenBy.Authority, ChosenBy.Unknown, 0)]
    public void OfTwoAuditsOnOneDayAnyByOneWhoGainsCounts(ChosenBy first, ChosenBy second, double expected)
    {
        _log.Append(Audit(0, 1) with { ChosenBy = first });
        _log.Append(Audit(1, 1) with { ChosenBy = second });
        _log.Append(Audit(2, 0) with { ChosenBy = ChosenBy.Sales });
        Assert.Equal(expected, Peek(Some.Day(1), "end_user_auditor_chosen_by_interested"));
    }

    //   counted on day 0: 2 x 700 W       ordered on day 0, after the first moment, and on day 5, 700 W each       site: 10 kW
    [Fact]
    public void WhatWasOrderedSinceTheCountStandsBesideWhatWasCounted()
    {
        _log.Append(Some.Product());
        _log.Append(new CapacityStatement(0, 1, Some.Day(0), Some.Day(0), 10_000, EvidenceGrade.Registry) { PueThousandths = 2000 });
        _log.Append(new Installation { Site = 0, Product = 0, Party = 1, CountedAt = Some.Day(0), KnownAt = Some.Day(0), InstalledThousandths = 2000 });
        _log.Append(Some.Order(0, knownOnDay: 0.5, endUser: 1), [Some.Line()]);
        Assert.Equal(1.4, Peek(Some.Day(5), "end_user_installed_accelerator_kw"));
        Assert.Equal(0.28, Peek(Some.Day(5), "end_user_installed_and_ordered_to_site_kw"), 9);
        Assert.Equal(2.8 / 5, Peek(Some.Day(5), "end_user_system_kw_to_machine_kw"), 9);
        Assert.Equal(double.NaN, Peek(Some.Day(365), "end_user_installed_accelerator_kw"));
    }

    [Fact]
    public void ATenantIsOfConcernByWhatItsProfileSaysNow()
    {
        _log.Append(new Tenancy { Id = 0, KnownAt = Some.Day(0), Provider = 1, Tenant = 2, Share = 0.6, FromAt = Some.Day(0), ToAt = Some.Day(3) });
        _log.Append(new Tenancy { Id = 1, KnownAt = Some.Day(0), Provider = 1, Share = 0.3, FromAt = Some.Day(2) });
        Assert.Equal((0, 0.6), (Peek(Some.Day(0), "end_user_share_let_of_concern"), Peek(Some.Day(0), "end_user_share_let_undeclared")));
        _log.Append(Some.Profile(2, knownOnDay: 1) with { UltimateParentCountry = CountryCode.Of("CN") });
        Assert.Equal((0.6, 0), (Peek(Some.Day(1), "end_user_share_let_of_concern"), Peek(Some.Day(1), "end_user_share_let_undeclared")));
        Assert.Equal((0.6, 0.3), (Peek(Some.Day(4) - 1, "end_user_share_let_of_concern"), Peek(Some.Day(4) - 1, "end_user_share_let_undeclared")));
        Assert.Equal((0, 0.3), (Peek(Some.Day(4), "end_user_share_let_of_concern"), Peek(Some.Day(4), "end_user_share_let_undeclared")));
    }

    //   UTC day 0: 20 orders of 1,024 USD       day 0, 23:59 | day 1, 00:00
    [Fact]
    public void PeersAreTheOrdersFirstToldOnEarlierDays()
    {
        for (int i = 0; i < 20; i++) _log.Append(Some.Order(i, knownOnDay: 0.25, purchaser: 3 + i), [Some.Line(valueCents: 1_024_00)]);
        Assert.Equal(double.NaN, Peek(Some.Day(1) - 1, "order_value_peer_z", 4_096_00));
        Assert.Equal(16 / 4.0, Peek(Some.Day(1), "order_value_peer_z", 4_096_00));

        // One of them turns out to be of another kind: nineteen are too few.
        _log.Append(Some.Profile(3, knownOnDay: 2));
        Assert.Equal(double.NaN, Peek(Some.Day(2), "order_value_peer_z", 4_096_00));
        _log.Append(Some.Profile(3, knownOnDay: 3, kind: PartyKind.Unknown));
        Assert.Equal(4, Peek(Some.Day(3), "order_value_peer_z", 4_096_00));
    }

    //   last quarter of 2023  |  first of 2024, to 31 March  |  second: the first has ended now
    //   o (day -1)            |  o o o o o o                  |
    [Fact]
    public void RanksAreThoseOfTheLastQuarterThatHasEnded()
    {
        for (int i = 0; i < 6; i++) _log.Append(Some.Order(i, knownOnDay: 10, purchaser: 10 + i), [Some.Line(valueCents: 1_000_00L << i)]);
        Assert.Equal(double.NaN, Peek(Some.Day(91) - 1, "seller_customer_rank_90d", 1));
        Assert.Equal((1, 1, 0), Ranks(Some.Day(91), 1));
        Assert.Equal((3 / 6.0, 1, 0.5), Ranks(Some.Day(91), 4_000_00));
        Assert.Equal((0, 1, 1), Ranks(Some.Day(91), 32_000_00));
        Assert.Equal(double.NaN, Peek(Some.Day(182), "seller_customer_rank_90d", 1));

        // The customer's own 90 days are whole UTC days with that of the look; day 10 leaves them on day 100.
        _log.Append(Some.Order(6, knownOnDay: 91, orderedOnDay: 10, purchaser: 0), [Some.Line(valueCents: 32_000_00)]);
        Assert.Equal(0, Ranks(Some.Day(100) - 1, 1).Now);
        Assert.Equal((1, 0, -1), Ranks(Some.Day(100), 1));
    }

    private static Certificate Statement(int id) => new()
    {
        Id = id,
        KnownAt = Some.Day(0),
        Kind = CertificateKind.Statement,
        Party = 1,
        IssuedAt = Some.Day(0),
        Signed = true,
    };

    private static AuditOrBond Audit(int id, double day) => new() { Id = id, KnownAt = Some.Day(1), Kind = AuditOrBondKind.Audit, Party = 1, HappenedAt = Some.Day(day) };

    private static Certificate Call(int id, double day, bool? confirmed) =>
        Statement(id) with { Kind = CertificateKind.CallBack, KnownAt = Some.Day(day), IssuedAt = Some.Day(day), Confirmed = confirmed };

    private (double Now, double Then, double Jump) Ranks(long asOf, long cents) => (
        Peek(asOf, "seller_customer_rank_90d", cents), Peek(asOf, "seller_customer_rank_quarter", cents), Peek(asOf, "seller_customer_rank_jump", cents));

    // By a purchaser 0 for an end user 1, of one unit of product 0.
    private double Peek(long asOf, string feature, long cents = 100_000)
    {
        var engine = new Engine(_log, China);
        engine.ProcessAll();
        engine.Peek(Some.Order(99, endUser: 1) with { OrderedAt = asOf }, [Some.Line(valueCents: cents)], asOf, _row);
        return _row[engine.Catalogue[feature]];
    }
}
