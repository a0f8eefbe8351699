using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class EventLogTests
{
    private readonly EventLog _log = Some.Log();

    [Fact]
    public void AnOrderAmountsToItsLinesByTheFiguresKnownWhenItIsTold()
    {
        _log.Append(Some.Product(0, tpp: 1000, watts: 10));
        _log.Append(Some.Order(0, knownOnDay: 1), [Some.Line(0, valueCents: 500, thousandths: 3000)]);
        _log.Append(Some.Product(0, knownOnDay: 2, tpp: 7000, watts: 70));
        Assert.Equal(new Volume(1, 500, 3000, 30, 60), _log.Orders[0].Content);
        _log.Append(Some.Order(0, knownOnDay: 3, version: 2), [Some.Line(0, valueCents: 500, thousandths: 3000)]);
        Assert.Equal(new Volume(1, 500, 21_000, 210, 420), _log.Orders[1].Content);
        Assert.Equal(21_000, _log.Orders[1].ControlledTpp);
    }

    [Fact]
    public void AnUnknownProductCountsItsValueAloneAndIsCountedApart()
    {
        _log.Append(Some.Product(0, tpp: 1000, watts: 10, controlled: true));
        _log.Append(Some.Order(0), [Some.Line(0, 500, lineNo: 1), Some.Line(1, 700, lineNo: 2)]);
        OrderVersion order = _log.Orders[0];
        Assert.Equal(new Volume(1, 1200, 1000, 10, 20), order.Content);
        Assert.Equal((1, 1), (order.UnknownProductLines, order.ControlledLines));
        Assert.Equal(ProductClass.Unknown, order.MainClass);
    }

    [Fact]
    public void AFigureThatIsNotToldCountsNothingAndItsProductIsKnown()
    {
        _log.Append(Some.Product(0, tpp: Missing.Amount, watts: 10));
        _log.Append(Some.Order(0), [Some.Line(0, 500)]);
        Assert.Equal(new Volume(1, 500, 0, 10, 20), _log.Orders[0].Content);
        Assert.Equal((0, 1), (_log.Orders[0].UnknownProductLines, _log.Orders[0].ControlledLines));
    }

    [Theory]
    [InlineData(3, 166, 0)] // 0.498
    [InlineData(1, 499, 0)]
    [InlineData(1, 500, 1)]
    [InlineData(1, 1499, 1)]
    [InlineData(1, 1500, 2)]
    public void ThousandthsOfAUnitRoundToTheNearestAndHalvesUp(long perUnit, long thousandths, long expected)
    {
        _log.Append(Some.Product(0, tpp: perUnit));
        _log.Append(Some.Order(0), [Some.Line(0, thousandths: thousandths)]);
        Assert.Equal(expected, _log.Orders[0].Content.Tpp);
    }

    [Fact]
    public void WhatAnOrderAmountsToIsExactAndNoMoreThanTheMost()
    {
        _log.Append(Some.Product(0, tpp: Volume.MostTpp - 1, watts: (Volume.MostWatts / 2) - 1));
        _log.Append(Some.Product(1, tpp: long.MaxValue, watts: long.MaxValue / 2));
        Volume most = new(1, Volume.MostCents, Volume.MostTpp, Volume.MostWatts, Volume.MostWatts);
        Assert.Equal(most with { ValueCents = most.ValueCents - 1, Tpp = most.Tpp - 1, AcceleratorWatts = (most.AcceleratorWatts / 2) - 1, SystemWatts = most.SystemWatts - 2 }, Content(Some.Line(0, most.ValueCents - 1)));
        Assert.Equal(most, Content(Some.Line(0, most.ValueCents - 1, lineNo: 1), Some.Line(0, most.ValueCents - 1, lineNo: 2), Some.Line(0, 5, lineNo: 3)));
        Assert.Equal(most, Content(Some.Line(1, long.MaxValue, long.MaxValue)));
        Assert.Equal(most, Content(Some.Line(1, long.MaxValue, lineNo: 1), Some.Line(1, long.MaxValue, lineNo: 2), Some.Line(2, long.MaxValue, lineNo: 3)));
        Assert.All(Enumerable.Range(0, _log.Orders.Count), row => Assert.InRange(_log.Orders[row].ControlledTpp, 1, Volume.MostTpp));

        Volume Content(params OrderLine[] lines)
        {
            _log.Append(Some.Order(_log.Orders.Count), lines);
            return _log.Orders[_log.Orders.Count - 1].Content;
        }
    }

    [Fact]
    public void TheMainClassIsThatOfTheGreatestValueAndOfEqualsTheFirstLine()
    {
        _log.Append(Some.Product(0, kind: ProductClass.Memory));
        _log.Append(Some.Product(1, kind: ProductClass.Server));
        _log.Append(Some.Order(0), [Some.Line(1, 100, lineNo: 2), Some.Line(0, 100, lineNo: 1)]);
        _log.Append(Some.Order(1), [Some.Line(1, 101, lineNo: 2), Some.Line(0, 100, lineNo: 1)]);
        Assert.Equal((ProductClass.Memory, ProductClass.Server), (_log.Orders[0].MainClass, _log.Orders[1].MainClass));
    }

    [Fact]
    public void AVersionToldAgainReplacesItsLinesAndKeepsTheOthers()
    {
        _log.Append(Some.Order(0), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2), Some.Line(0, 100, lineNo: 4)]);
        _log.Append(Some.Order(0, knownOnDay: 1), [Some.Line(0, 5000, lineNo: 3), Some.Line(0, 20, lineNo: 2)]);
        OrderVersion order = _log.Orders[1];
        Assert.Equal(5121, order.Content.ValueCents);
        Assert.Equal([1, 2, 3, 4], Enumerable.Range(order.FirstLine, order.Lines).Select(i => _log.Lines[i].LineNo));
        Assert.Equal((0, 0), (order.Previous, order.First));
        Assert.Equal(1, _log.InForce(0));
    }

    [Fact]
    public void ANewVersionKeepsNoLine()
    {
        _log.Append(Some.Order(0), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2)]);
        _log.Append(Some.Order(0, knownOnDay: 1, version: 2), [Some.Line(0, 7, lineNo: 1)]);
        Assert.Equal(7, _log.Orders[1].Content.ValueCents);
    }

    [Fact]
    public void AVersionThatComesAfterALaterOneIsNotInForce()
    {
        _log.Append(Some.Order(0, version: 3), [Some.Line()]);
        _log.Append(Some.Order(0, knownOnDay: 1, version: 2), [Some.Line()]);
        _log.Append(Some.Order(0, knownOnDay: 2, version: 4), [Some.Line()]);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(i => _log.Orders[i].InForce));
        Assert.Equal([Missing.Symbol, 0, 0], Enumerable.Range(0, 3).Select(i => _log.Orders[i].Previous));
        Assert.False(_log.Orders[1].Counts);
        Assert.Equal(2, _log.InForce(0));
    }

    [Fact]
    public void ResolvingChangesNothingAndSaysWhatAppendingWould()
    {
        _log.Append(Some.Product());
        _log.Append(Some.Order(0), [Some.Line()]);
        OrderVersion next = Some.Order(0, knownOnDay: 1, version: 2);
        OrderVersion resolved = _log.Resolve(next, [Some.Line(thousandths: 2500)]);
        Assert.Equal((2, 1), (_log.Events.Count, _log.Orders.Count));
        Assert.Equal(0, _log.InForce(0));
        _log.Append(next, [Some.Line(thousandths: 2500)]);
        Assert.Equal(resolved with { FirstLine = 1, Lines = 1 }, _log.Orders[1]);
    }

    [Fact]
    public void ALegKeepsThePlacesKnownWhenItWasTold()
    {
        _log.Append(new Place(0, Some.Day(0), 0, 0, 0));
        _log.Append(Some.Leg(0, knownOnDay: 1, from: 0, to: 1));
        _log.Append(new Place(1, Some.Day(2), 0, 0, 90));
        _log.Append(Some.Leg(0, knownOnDay: 3, from: 0, to: 1));
        Assert.Equal(Missing.Amount, _log.Legs[0].LengthMetres);
        Assert.Equal(10_007_557, _log.Legs[1].LengthMetres);
    }

    [Fact]
    public void WithinOneMomentDatasetsComeByTheirRank()
    {
        _log.Append(Some.Order(0), [Some.Line()]);
        string message = Assert.Throws<ArgumentException>(() => _log.Append(Some.Product())).Message;
        Assert.Contains("Product", message, StringComparison.Ordinal);
        Assert.Contains("2024-01-01", message, StringComparison.Ordinal);
        _log.Append(Some.Order(1), [Some.Line()]);
        _log.Append(Some.Leg(0));
        _log.Append(Some.Product(knownOnDay: 0.5));
        Assert.Equal([EventKind.Order, EventKind.Order, EventKind.ShipmentLeg, EventKind.Product], Enumerable.Range(0, 4).Select(i => _log.Events[i].Kind));
    }

    [Fact]
    public void AVersionIsToldAgainWithoutADeletedLine()
    {
        _log.Append(Some.Order(0), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2), Some.Line(0, 100, lineNo: 3)]);
        Assert.Equal(new Event(EventKind.Order, 1), Delete(1, (1, 2)));
        OrderVersion left = _log.Orders[1];
        Assert.Equal((101, true, false, true, 0), (left.Content.ValueCents, left.Counts, left.IsGone, left.IsRemainder, left.Previous));
        Assert.Equal([1, 3], Lines(left));
        Assert.Equal((1, 1), (_log.InForce(0), _log.Standing(EventKind.Order)));
    }

    [Fact]
    public void WithoutItsLastLineAnOrderIsNeitherOpenNorCancelledAndATellingBeginsItAnew()
    {
        _log.Append(Some.Order(0, version: 4), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2)]);
        Delete(1, (4, 2));
        Delete(2, (4, 1));
        OrderVersion gone = _log.Orders[2];
        Assert.Equal((true, false, false, 0, 1, default), (gone.IsGone, gone.Counts, gone.IsOpen, gone.Lines, gone.Previous, gone.Content));
        Assert.Equal((Missing.Symbol, 0), (_log.InForce(0), _log.Standing(EventKind.Order)));
        Assert.Null(Delete(3, (4, 1)));
        _log.Append(Some.Order(0, knownOnDay: 4), [Some.Line(0, 7)]);
        OrderVersion back = _log.Orders[3];
        Assert.Equal((7, true, true, Missing.Symbol, 3), (back.Content.ValueCents, back.Counts, back.InForce, back.Previous, back.First));
        Assert.Equal((3, 1), (_log.InForce(0), _log.Standing(EventKind.Order)));
    }

    // v1 with two lines, one of them told again late while v2 stood: all of v1 comes back, by the figures of its own day.
    [Fact]
    public void WithoutItsNewestVersionAnOrderStandsAsTheOneBeforeSaid()
    {
        _log.Append(Some.Product(0, tpp: 1000, watts: 1));
        _log.Append(Some.Order(0, knownOnDay: 1, orderedOnDay: 9), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2)]);
        _log.Append(Some.Order(0, knownOnDay: 2, version: 2, endUser: 5), [Some.Line(0, 100, lineNo: 1)]);
        _log.Append(Some.Product(0, knownOnDay: 3, tpp: 9000, watts: 9));
        Delete(4, (2, 1));
        OrderVersion left = _log.Orders[2];
        Assert.Equal((1, Missing.Symbol, new Volume(1, 11, 2000, 2, 4)), (left.Version, left.EndUser, left.Content));
        Assert.Equal((Some.Day(4), Some.Day(1), 1), (left.KnownAt, left.EventAt, left.Previous));
    }

    [Fact]
    public void WhatIsLeftSpeaksInTheWordsOfItsOwnTelling()
    {
        _log.Append(Some.Order(0, endUser: 1), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2)]);
        _log.Append(Some.Order(0, knownOnDay: 1, endUser: 2), [Some.Line(0, 20, lineNo: 2)]);
        Delete(2, (1, 2));
        Assert.Equal((1, 1), (_log.Orders[2].EndUser, _log.Orders[2].Content.ValueCents));
    }

    [Fact]
    public void ALineToldAfterItsDeletionIsBackAndTheOldTellingIsNot()
    {
        _log.Append(Some.Order(0), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2)]);
        Delete(1, (1, 2));
        _log.Append(Some.Order(0, knownOnDay: 2), [Some.Line(0, 30, lineNo: 2)]);
        Assert.Equal(31, _log.Orders[2].Content.ValueCents);
        Delete(3, (1, 1));
        Assert.Equal((30, 1), (_log.Orders[3].Content.ValueCents, _log.Orders[3].Lines));
    }

    [Fact]
    public void AnOrderBeganWithWhatIsLeftOfItsFirstTelling()
    {
        _log.Append(Some.Product(0, kind: ProductClass.Server));
        _log.Append(Some.Product(1, kind: ProductClass.Memory));
        _log.Append(Some.Order(0, knownOnDay: 1) with { ShipToCountry = 7 }, [Some.Line(0, 100, lineNo: 1), Some.Line(1, 10, lineNo: 2)]);
        _log.Append(Some.Order(0, knownOnDay: 2, version: 2) with { ShipToCountry = 8 }, [Some.Line(0, 100, lineNo: 1)]);
        Assert.Equal(new OrderBeginning(Some.Day(1), ProductClass.Server, Missing.Symbol, 7), _log.Beginning(_log.Orders[1]));
        Delete(3, (1, 1));
        Assert.Equal(new OrderBeginning(Some.Day(1), ProductClass.Memory, Missing.Symbol, 7), _log.Beginning(_log.Orders[2]));
        Delete(4, (1, 2));
        Assert.Equal(new OrderBeginning(Some.Day(2), ProductClass.Server, Missing.Symbol, 8), _log.Beginning(_log.Orders[3]));
        Assert.Equal(new OrderBeginning(Some.Day(1), ProductClass.Server, Missing.Symbol, 7), _log.Beginning(_log.Orders[1]));
    }

    [Fact]
    public void WhatDoesNotStandCannotGo()
    {
        long now = Some.Day(0);
        Assert.All(
            (Event?[])[
                _log.DeleteProduct(0, now), _log.DeletePlace(0, now), _log.DeleteEntry(0, now), _log.DeleteProfile(0, now), _log.DeletePartyEvent(0, now), _log.DeleteStatement(0, 0, now),
                _log.DeleteCapacity(0, 0, now), _log.DeleteLines(0, [new OrderLineKey(1, 1)], now), _log.DeleteLeg(0, 1, now), _log.DeleteDisposition(0, now),
            ], Assert.Null);
        _log.Append(Some.Order(0), [Some.Line()]);
        Assert.Null(Delete(1, (1, 2), (2, 1)));
        Assert.Equal(1, _log.Events.Count);
    }

    [Fact]
    public void ADeletionThatComesTooLateIsRefusedAndForgotten()
    {
        _log.Append(Some.Order(0, knownOnDay: 2), [Some.Line(0, 1, lineNo: 1), Some.Line(0, 10, lineNo: 2)]);
        Assert.Throws<ArgumentException>(() => Delete(1, (1, 1)));
        _log.Append(Some.Product(0, knownOnDay: 4));
        Assert.Throws<ArgumentException>(() => _log.DeleteProduct(0, Some.Day(3)));
        Assert.Equal(0, _log.CurrentProduct(0));
        Delete(4, (1, 2));
        Assert.Equal([1], Lines(_log.Orders[1]));
    }

    [Fact]
    public void TellingsOfOneKeyAreAChainAndEachSaysWhetherItsKeyIsGone()
    {
        _log.Append(Some.Leg(order: 1, shipment: 3, legNo: 2));
        _log.Append(Some.Leg(order: 1, knownOnDay: 1, shipment: 3, legNo: 1));
        _log.Append(Some.Leg(order: 2, knownOnDay: 2, shipment: 3, legNo: 2));
        _log.DeleteLeg(3, 2, Some.Day(3));
        _log.Append(Some.Leg(order: 4, knownOnDay: 4, shipment: 3, legNo: 2));
        Assert.Equal([Missing.Symbol, Missing.Symbol, 0, 2, 3], Enumerable.Range(0, 5).Select(i => _log.Legs[i].Previous));
        Assert.Equal([1, 1, 2, 2, 4], Enumerable.Range(0, 5).Select(i => _log.Legs[i].Order));
        Assert.Equal([false, false, false, true, false], Enumerable.Range(0, 5).Select(i => _log.Legs[i].IsGone));
        Assert.Equal(2, _log.Standing(EventKind.ShipmentLeg));
    }

    [Fact]
    public void AGoneProductAndAGonePlaceAreUnknownToWhatIsToldLaterOnly()
    {
        _log.Append(Some.Product(0, tpp: 1000));
        _log.Append(new Place(0, Some.Day(0), 0, 0, 0));
        _log.Append(new Place(1, Some.Day(0), 0, 0, 90));
        _log.Append(Some.Order(0), [Some.Line()]);
        _log.Append(Some.Leg(0, from: 0, to: 1));
        _log.DeleteProduct(0, Some.Day(1));
        _log.DeletePlace(1, Some.Day(1));
        _log.Append(Some.Order(1, knownOnDay: 1), [Some.Line()]);
        _log.Append(Some.Leg(1, knownOnDay: 1, shipment: 1, from: 0, to: 1));
        Assert.Equal([1000, 0], Enumerable.Range(0, 2).Select(i => _log.Orders[i].Content.Tpp));
        Assert.Equal(1, _log.Orders[1].UnknownProductLines);
        Assert.Equal([10_007_557, Missing.Amount], Enumerable.Range(0, 2).Select(i => _log.Legs[i].LengthMetres));
    }

    [Theory]
    [InlineData("8471.50", "847150", 0)]
    [InlineData("8471.50.01", "8471.50.90", 0)] // each country's own digits
    [InlineData("8471.50", "8473.30", 1)]
    [InlineData("8471.50", "8471.51", 1)]
    [InlineData("8471", "8471.50", 0)]
    [InlineData("8473", "8471.50", 1)]
    [InlineData(null, "8471.50", 0)]
    [InlineData("8471.50", null, 0)]
    public void ALineMayDeclareAnotherCodeThanItsProducts(string? declared, string? told, int mismatches)
    {
        int Code(string? code) => code is null ? Missing.Symbol : _log.Symbols.Texts.Intern(code);
        _log.Append(Some.Product(0) with { HsCode = Code(told) });
        _log.Append(Some.Order(0), [Some.Line(0, lineNo: 1) with { HsCode = Code(declared) }, Some.Line(0, lineNo: 2), Some.Line(9, lineNo: 3) with { HsCode = Code(declared) }]);
        Assert.Equal(mismatches, _log.Orders[0].CodeMismatchLines);
    }

    [Fact]
    public void WeightAndListPriceAreThoseOfAllLinesOrMissing()
    {
        _log.Append(Some.Product(0) with { UnitWeightGrams = 1001, ListPriceCents = 300 });
        _log.Append(Some.Product(1) with { UnitWeightGrams = 7 });
        _log.Append(Some.Order(0), [Some.Line(0, thousandths: 1500, lineNo: 1), Some.Line(0, thousandths: 2000, lineNo: 2)]);
        _log.Append(Some.Order(1), [Some.Line(1, lineNo: 1), Some.Line(0, lineNo: 2)]);
        _log.Append(Some.Order(2), [Some.Line(9, lineNo: 1), Some.Line(0, lineNo: 2)]);
        Assert.Equal(
            [(1502 + 2002, 1050), (1008, Missing.Amount), (Missing.Amount, Missing.Amount)],
            Enumerable.Range(0, 3).Select(i => (_log.Orders[i].WeightGrams, _log.Orders[i].ListPriceCents)));
    }

    [Fact]
    public void AWeightThat64BitsDoNotHoldIsMissingAndTheOrderIsNotRefused()
    {
        _log.Append(Some.Product(0, tpp: 1) with { UnitWeightGrams = long.MaxValue, ListPriceCents = long.MaxValue });
        _log.Append(Some.Order(0), [Some.Line(0)]);
        _log.Append(Some.Order(1), [Some.Line(0, thousandths: 1001)]);
        _log.Append(Some.Order(2), [Some.Line(0, lineNo: 1), Some.Line(0, lineNo: 2)]);
        Assert.Equal([long.MaxValue, Missing.Amount, Missing.Amount], Enumerable.Range(0, 3).Select(i => _log.Orders[i].WeightGrams));
        Assert.Equal([long.MaxValue, Missing.Amount, Missing.Amount], Enumerable.Range(0, 3).Select(i => _log.Orders[i].ListPriceCents));
    }

    [Fact]
    public void WhatIsLeftOfAnOrderIsWorkedOutAnewAndNothingWeighsNothing()
    {
        _log.Append(Some.Product(0) with { UnitWeightGrams = 10, ListPriceCents = 100 });
        _log.Append(Some.Order(0), [Some.Line(0, lineNo: 1) with { IsLicensed = true }, Some.Line(0, lineNo: 2)]);
        Delete(1, (1, 1));
        Delete(2, (1, 2));
        Assert.Equal([(1, 20, 200), (0, 10, 100), (0, 0, 0)], Enumerable.Range(0, 3).Select(i => (_log.Orders[i].LicensedLines, _log.Orders[i].WeightGrams, _log.Orders[i].ListPriceCents)));
    }

    private Event? Delete(double knownOnDay, params (int Version, int LineNo)[] lines) =>
        _log.DeleteLines(0, [.. lines.Select(l => new OrderLineKey(l.Version, l.LineNo))], Some.Day(knownOnDay));

    private int[] Lines(OrderVersion order) => [.. Enumerable.Range(order.FirstLine, order.Lines).Select(i => _log.Lines[i].LineNo)];
}
