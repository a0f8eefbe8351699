using Screening.Data.Ingest;
using Screening.Tests.Data.Quarantines;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Amounts in other money become US dollars by the lake's rates, or are refused with the reason.</summary>
public sealed class ExchangeRateTests : IDisposable
{
    private const string Mapping = """
        dataset: orders
        columns:
          order_id: {from: Order}
          version: {constant: "1"}
          line_no: {constant: "1"}
          status: {constant: placed}
          ordered_at: {from: Day, date: "%d.%m.%Y"}
          seller_id: {constant: S}
          purchaser_id: {constant: P}
          destination_country: {constant: DE}
          product_id: {constant: X}
          quantity: {constant: "1"}
          value_usd:
            from: Amount
            currency: {from: Money, null_when: ["?"]}
            rate_day: {from: Day, date: "%d.%m.%Y"}
          known_at: {delivered_at: true}
        """;

    private readonly SomeDelivery _some = new();

    [Fact]
    public void AnAmountIsConvertedByTheRateOfItsDayOrTheLastOneBefore()
    {
        Rates("EUR,2024-05-01,1.10", "EUR,2024-05-03,1.20", "JPY,2024-05-01,0.0065");
        var report = Orders("A,01.05.2024,100.00,EUR", "B,02.05.2024,100.00, eur", "C,03.05.2024,100.00,EUR", "D,08.05.2024,1000,JPY", "E,08.05.2024,12.34,USD");

        Assert.Equal(5, report.Total.Accepted);
        Assert.Equal(["A 110.00", "B 110.00", "C 120.00", "D 6.50", "E 12.34"], _some.Query("SELECT order_id || ' ' || value_usd FROM {dataset} ORDER BY 1"));
    }

    [Fact]
    public void WhatHasNoRateIsRefusedWithItsReason()
    {
        Rates("EUR,2024-05-01,1.10");
        var report = Orders(["A,09.05.2024,100.00,EUR", "B,01.05.2024,100.00,GBP", "C,01.05.2024,100.00,?", "D,30.04.2024,100.00,EUR", "E,01.05.2024,much,EUR", .. Enumerable.Range(0, 200).Select(n => FormattableString.Invariant($"G{n},01.05.2024,1,EUR"))]);

        Assert.Equal(new IngestCounts(205, 200, 0, 5, 0, 0), report.Total);
        Assert.Equal(
            ["100.00 [EUR, no rate of 2024-05-09 or the 7 days before]", "100.00 [GBP, no rate of 2024-05-01 or the 7 days before]", "100.00 [no currency]", "100.00 [EUR, no rate of 2024-04-30 or the 7 days before]", "much [EUR]"],
            _some.Quarantine(report).Select(q => q.Split('|')[2]));
    }

    // Refused, not counted as zero: it waits for its rate.
    [Fact]
    public void WhatHadNoRateComesInFromQuarantineOnceTheRateIsTold()
    {
        Orders(["A,09.05.2024,100.00,GBP", .. Enumerable.Range(0, 100).Select(n => FormattableString.Invariant($"G{n},01.05.2024,1,USD"))]);
        Assert.Equal(100, _some.Lake.Snapshot().Rows("orders"));
        Rates("GBP,2024-05-07,1.25");
        Assert.Equal(new IngestCounts(1, 1, 0, 0, 0, 0), _some.Replay(r => r with { MappingFile = _some.Write("orders.yaml", Mapping) }).Total);
        Assert.Equal(["125.00"], _some.Query("SELECT value_usd::VARCHAR FROM {dataset} WHERE order_id = 'A'"));
    }

    [Fact]
    public void ARateToldLaterReplacesTheEarlierOne()
    {
        Rates("EUR,2024-05-01,1.10");
        _some.Ingest(_some.Write("more.csv", "currency,day,usd_per_unit,known_at", "EUR,2024-05-01,1.30,2024-05-09"), "fx_rates");
        Orders("A,01.05.2024,100.00,EUR");

        Assert.Equal("130.00", _some.Query("SELECT value_usd::VARCHAR FROM {dataset}").Single());
    }

    [Theory]
    [InlineData("    rate_day: {from: Day, date: \"%d.%m.%Y\"}\n", "", "needs rate_day beside it")]
    [InlineData("    currency: {from: Money, null_when: [\"?\"]}\n", "", "needs currency beside it")]
    [InlineData("quantity: {constant: \"1\"}", "quantity: {from: Amount, currency: {constant: EUR}, rate_day: {from: Day}}", "converts to US dollars; quantity is DECIMAL(18,3)")]
    public void AConversionThatCannotBeIsOneSentence(string valid, string invalid, string expected)
    {
        var text = Mapping.ReplaceLineEndings("\n") + "\n";
        Assert.Contains(valid, text, StringComparison.Ordinal);
        var mapping = _some.Write("orders.yaml", text.Replace(valid, invalid, StringComparison.Ordinal));

        Assert.Contains(expected, Assert.Throws<MappingException>(() => _some.Ingest(_some.Write("o.csv", "Order,Day,Amount,Money"), mapping: mapping)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _some.Dispose();

    private void Rates(params string[] rates) => _some.Ingest(_some.Write("rates.csv", rates.Select(r => r + ",2024-05-08").Prepend("currency,day,usd_per_unit,known_at")), "fx_rates");

    private IngestReport Orders(params string[] rows) => _some.Ingest(_some.Write("orders.csv", rows.Prepend("Order,Day,Amount,Money")), mapping: _some.Write("orders.yaml", Mapping));
}
