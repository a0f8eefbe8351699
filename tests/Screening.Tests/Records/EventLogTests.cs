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
    public void AProductOf64BitsIsExactAndMoreIsRefusedAndLeavesTheLogAsItWas()
    {
        _log.Append(Some.Product(0, tpp: long.MaxValue));
        _log.Append(Some.Product(1, tpp: long.MaxValue / 2));
        _log.Append(Some.Order(0), [Some.Line(0, thousandths: 1000)]);
        Assert.Equal(long.MaxValue, _log.Orders[0].Content.Tpp);
        Assert.Throws<OverflowException>(() => _log.Append(Some.Order(1), [Some.Line(0, thousandths: 1001)]));
        Assert.Throws<OverflowException>(() => _log.Append(Some.Order(1), [Some.Line(1, thousandths: 8000)]));
        Assert.Throws<OverflowException>(() => _log.Append(Some.Order(1), [Some.Line(0, lineNo: 1), Some.Line(0, lineNo: 2)]));
        Assert.Throws<OverflowException>(() => _log.Append(Some.Order(1), [Some.Line(2, long.MaxValue, lineNo: 1), Some.Line(2, 1, lineNo: 2)]));
        Assert.Equal((3, 1, 1, Missing.Symbol), (_log.Events.Count, _log.Orders.Count, _log.Lines.Count, _log.InForce(1)));
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
}
