using Screening.Features;
using Screening.Features.Groups;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Policies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Features;

/// <summary>Licences and owners at known orders; everything else is <see cref="Laws.OracleLaws"/>'.</summary>
public sealed class LawFeatureTests
{
    private static readonly int MY = CountryCode.Of("MY"), DE = CountryCode.Of("DE"), CN = CountryCode.Of("CN"), VN = CountryCode.Of("VN"), US = CountryCode.Of("US");

    [Fact]
    public void AnH100ForMalaysiaNeedsALicenceAsCodifiedFromItsDayOnAndNotAsEnforced()
    {
        Engine engine = Engine(MY, MY, MY, out int order);
        long DayOf(int year, int month, int day) => Micros.StartOf(new DateOnly(year, month, day));
        Assert.Equal((0.0, 0.0, 0.0), Needs(engine, order, DayOf(2025, 1, 13) - 1));
        Assert.Equal((0.0, 1.0, 1.0), Needs(engine, order, DayOf(2025, 1, 13)));
    }

    [Fact]
    public void DestinationAndHeadquartersAskForOneAndAMissingParentIsNotClean()
    {
        Assert.Equal((1, 1, 1), Needs(Engine(VN, MY, MY, out int order), order, Some.Day(3)));
        Assert.Equal((1, 1, 1), Needs(Engine(US, MY, CN, out order), order, Some.Day(3)));
        Assert.Equal((double.NaN, double.NaN, double.NaN), Needs(Engine(MY, MY, Missing.Symbol, out order), order, Some.Day(3)));
        Assert.Equal((double.NaN, double.NaN, double.NaN), Needs(Engine(Missing.Symbol, MY, MY, out order), order, Some.Day(3)));
    }

    [Fact]
    public void ALineThatNamesItsLicenceIsNoneOfThoseThatNameNone()
    {
        Engine engine = Engine(CN, CN, CN, out int order, isLicensed: true);
        Assert.Equal((1, 1, 0), Needs(engine, order, Some.Day(3)));
    }

    [Fact]
    public void ALogKnowsWhetherAnyOrderNamesALicence() =>
        Assert.Equal((false, true), (LoadedData.Of(Engine(CN, CN, CN, out _).Log).Licences, LoadedData.Of(Engine(CN, CN, CN, out _, isLicensed: true).Log).Licences));

    [Theory]
    [InlineData("4A090.a", ProductClass.Server, 15_832, 3)] // how many accelerators share its TPP is not told
    [InlineData("5A992", ProductClass.Server, 15_832, double.NaN)]
    [InlineData(null, ProductClass.Server, 15_832, double.NaN)]
    [InlineData("5A992", ProductClass.Other, Missing.Amount, 0)]
    [InlineData("none", ProductClass.Accelerator, Missing.Amount, double.NaN)]
    [InlineData("3A090", ProductClass.Other, Missing.Amount, double.NaN)]
    [InlineData("none", ProductClass.Accelerator, 15_832, 3)] // figures tell
    public void AToldClassStandsWhereFiguresAreSilentAndClearsOnlyWhatHasNone(string? told, ProductClass kind, long tpp, double strictness)
    {
        EventLog log = Some.Log();
        log.Append(Some.Product(tpp: tpp, kind: kind) with { ControlClass = told is null ? Missing.Symbol : log.Symbols.Texts.Intern(told), MarketedForDatacentre = true });
        log.Append(Some.Order(knownOnDay: 1), [Some.Line()]);
        var engine = new Engine(log, SomeLaw.Shipped.Countries);
        double[] row = new double[engine.Catalogue.Count];
        while (engine.Processed < log.Events.Count) engine.Process(row);
        Assert.Equal((strictness, double.IsNaN(strictness) ? 1 : 0), (row[engine.Catalogue["order_control_strictness"]], row[engine.Catalogue["order_class_unknown_lines"]]));
    }

    [Fact]
    public void AProductCorrectedLaterLeavesTheOrderAsItWasTold()
    {
        Engine engine = Engine(CN, CN, CN, out int order);
        engine.Log.Append(Some.Product(knownOnDay: 2, tpp: 1) with { MarketedForDatacentre = true });
        engine.ProcessAll();
        Assert.Equal((1, 1, 1), Needs(engine, order, Some.Day(3)));
        double[] row = new double[engine.Catalogue.Count];
        engine.Peek(Some.Order(order: 1, knownOnDay: 3, endUser: 0) with { DestinationCountry = CN }, [Some.Line()], Some.Day(3), row);
        Assert.Equal((0.0, 0.0), (row[engine.Catalogue["order_control_strictness"]], row[engine.Catalogue["order_licence_needed_enforced"]]));
    }

    [Fact]
    public void WithoutTablesNothingCanBeTold()
    {
        EventLog log = Some.Log();
        log.Append(Some.Product());
        int order = log.Append(Some.Order(knownOnDay: 1, endUser: 0) with { DestinationCountry = CN }, [Some.Line()]).Row;
        var engine = new Engine(log, new CountryGroups([], []));
        engine.ProcessAll();
        Assert.Equal((double.NaN, double.NaN, double.NaN), Needs(engine, order, Some.Day(3)));
    }

    [Fact]
    public void ListedPartiesAreAddedUpAlongAllPathsFromTheDayOnWhichAShareTakesEffect()
    {
        // 1 is listed and holds 60 % of 2 and 20 % of 0; 2 holds 50 % of 0, from day 10.
        Engine engine = Owners((1, 2, 0.6, 0), (1, 0, 0.2, 0), (2, 0, 0.5, 10));
        Assert.Equal((1, 0.2, 0.2, 0), Owned(engine, 9));
        Assert.Equal((2, 0.7, 0.5, 0), Owned(engine, 10));
        Assert.Equal((1, 0.2, 0.2, 0), Owned(engine, 9));
    }

    [Fact]
    public void AShareThatIsNotToldAnywhereAboveMakesALowerBound()
    {
        Assert.Equal((2, 0, 0, 1), Owned(Owners((1, 2, double.NaN, 0), (2, 0, 0.5, 0)), 9));
        Assert.Equal((2, 0, 0, 0), Owned(Owners((3, 2, double.NaN, 0), (2, 0, 0.5, 0)), 9));
    }

    [Fact]
    public void ARingThatHardlyLosesAnythingIsALowerBound()
    {
        (double owners, _, double share, double isLeast) = Owned(Owners((1, 2, 0.000001, 0), (0, 2, 0.999999, 0), (2, 0, 1, 0)), 9);
        Assert.Equal((2, 1), (owners, isLeast));
        Assert.InRange(share, 0.0009, 0.0011); // a millionth every second round
    }

    [Theory]
    [InlineData(ListedOwnershipGroup.MostOwners, 0.5)]
    [InlineData(ListedOwnershipGroup.MostOwners + 1, double.NaN)]
    [InlineData(ListedOwnershipGroup.MostOwners + 500, double.NaN)]
    public void MoreOwnersThanAreLookedThroughLeaveTheShareMissingAndAreCounted(int owners, double share)
    {
        Engine engine = Owners([(1, 0, 0.5, 0), .. Enumerable.Range(2, owners - 1).Select(owner => (owner, owner / 2, 0.0001, 0.0))]);
        Assert.Equal((Math.Min(owners, ListedOwnershipGroup.MostOwners + 1), share), (Owned(engine, 9).Owners, Owned(engine, 9).InLaw));
    }

    private static (double Enforced, double Codified, double Unlicensed) Needs(Engine engine, int order, long asOf)
    {
        double[] row = new double[engine.Catalogue.Count];
        engine.Read(order, asOf, row);
        return (row[engine.Catalogue["order_licence_needed_enforced"]], row[engine.Catalogue["order_licence_needed_codified"]], row[engine.Catalogue["order_unlicensed_lines_codified"]]);
    }

    // An H100 for a party that buys for itself.
    private static Engine Engine(int destination, int headquarters, int parent, out int order, bool isLicensed = false)
    {
        EventLog log = Some.Log();
        log.Append(Some.Product(knownOnDay: 0) with { MarketedForDatacentre = true });
        log.Append(Some.Profile(knownOnDay: 0) with { HeadquartersCountry = headquarters, UltimateParentCountry = parent });
        order = log.Append(Some.Order(knownOnDay: 1, endUser: 0) with { DestinationCountry = destination }, [Some.Line() with { IsLicensed = isLicensed }]).Row;
        var engine = new Engine(log, SomeLaw.Shipped.Countries);
        engine.ProcessAll();
        return engine;
    }

    // Party 1 bears a listed name; an order is for party 0.
    private static Engine Owners(params (int Owner, int Party, double Share, double OnDay)[] held)
    {
        EventLog log = Some.Log();
        for (int party = 100; party < 2000; party++) log.Symbols.Parties.Intern($"party {party}");
        log.Append(new RestrictedEntry(0, Some.Day(0), 0, 0, 0), [new ListedName(7, Missing.Symbol)]);
        log.Append(Some.Profile(1, nameKey: 7));
        foreach ((int owner, int party, double share, double onDay) in held)
            log.Append(new PartyEvent(party, Some.Day(0), PartyEventKind.Ownership, Some.Day(onDay), double.NaN, Missing.Symbol) { Owner = owner, ShareHeld = share });
        log.Append(Some.Order(knownOnDay: 1, endUser: 0), [Some.Line()]);
        var engine = new Engine(log, SomeLaw.Shipped.Countries);
        engine.ProcessAll();
        return engine;
    }

    private static (double Owners, double InLaw, double Share, double IsLeast) Owned(Engine engine, double onDay)
    {
        double[] row = new double[engine.Catalogue.Count];
        engine.Read(0, Some.Day(onDay), row);
        double Of(string name) => row[engine.Catalogue["end_user_" + name]];
        return (Of("owners_told"), Of("listed_share_in_law"), Of("listed_share"), Of("listed_share_is_least"));
    }
}
