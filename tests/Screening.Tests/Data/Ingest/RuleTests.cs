using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Every rule of a contract, by rows that break it among rows that do not.</summary>
public sealed class RuleTests : IDisposable
{
    private const int Good = 60;
    private readonly SomeDelivery _some = new();

    [Theory]
    [InlineData("quantity", "-5", "minimum|is below the accepted range more than 0 to 1000000000")]
    [InlineData("quantity", "0", "minimum|is below the accepted range more than 0 to 1000000000")]
    [InlineData("quantity", "0.0009", "scale|has more than 3 digits after the point; nothing is rounded silently")]
    [InlineData("quantity", "1000000001", "maximum|is above the accepted range more than 0 to 1000000000")]
    [InlineData("quantity", "NaN", "not_finite|is not a finite number; accepted: more than 0 to 1000000000")]
    [InlineData("quantity", "-Infinity", "not_finite|is not a finite number; accepted: more than 0 to 1000000000")]
    [InlineData("quantity", "1e3", "type|is not a plain number of at most 15 digits before the point and 3 after it; accepted: more than 0 to 1000000000")]
    [InlineData("quantity", "1_000", "type|is not a plain number")]
    [InlineData("quantity", "12 boxes", "type|is not a plain number")]
    [InlineData("quantity", "99999999999999999999", "type|is not a plain number")]
    [InlineData("quantity", "", "required|is missing; a value is required")]
    [InlineData("quantity", "\"\"", "required|is missing; a value is required")]
    [InlineData("value_usd", "10.005", "scale|has more than 2 digits after the point; nothing is rounded silently")]
    [InlineData("value_usd", "-0.01", "minimum|is below the accepted range 0 to 100000000000")]
    [InlineData("version", "0", "minimum|is below the accepted range 1 to 1000000")]
    [InlineData("version", "1.5", "type|is not a whole number of 64 bits; accepted: 1 to 1000000")]
    [InlineData("version", "0x10", "type|is not a whole number of 64 bits; accepted: 1 to 1000000")]
    [InlineData("version", "nan", "not_finite|is not a finite number; accepted: 1 to 1000000")]
    [InlineData("status", "shiped", "allowed|is not accepted; accepted: quoted, placed, changed, cancelled, refused, shipped, returned")]
    [InlineData("destination_country", "XX", "reference|is not in column code of the reference table countries")]
    [InlineData("ordered_at", "1900-01-01", "minimum|is below the accepted range 1990-01-01 to 2024-06-02 12:00:00 (1 day after the delivery)")]
    [InlineData("ordered_at", "2999-12-31", "after_delivery|is above the accepted range 1990-01-01 to 2024-06-02 12:00:00 (1 day after the delivery)")]
    [InlineData("ordered_at", "2024-06-02 12:00:00.000001", "after_delivery|is above")]
    [InlineData("ordered_at", "2024-02-30", "type|is not a moment of the form 2024-05-01, 2024-05-01 12:00:00[.ffffff][Z or +02:00] or with T between; accepted: 1990-01-01 to")]
    [InlineData("ordered_at", "2024-5-1", "type|is not a moment")]
    [InlineData("ordered_at", "01/05/2024", "type|is not a moment")]
    [InlineData("ordered_at", "2024-05-01 24:00:00", "type|is not a moment")]
    [InlineData("ordered_at", "2024-05-01 12:00:00.1234567", "type|is not a moment")]
    [InlineData("ordered_at", "2024-05-01 12:00:00 Europe/Berlin", "type|is not a moment")]
    [InlineData("ordered_at", "infinity", "type|is not a moment")]
    [InlineData("known_at", "2024-06-01 12:00:00.000001", "after_delivery|is above the accepted range 1990-01-01 to 2024-06-01 12:00:00 (the delivery)")]
    public void ARowThatBreaksARuleIsQuarantinedWithIt(string column, string cell, string expected)
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(Good), SomeDelivery.Order(999, (column, cell))]));

        var value = cell.Trim('"') is { Length: > 0 } text ? text : "-";
        Assert.Equal(new IngestCounts(Good + 1, Good, 0, 1, 0, 0), report.Total);
        Assert.StartsWith($"62|{column}|{value}|{expected}", _some.Quarantine(report).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void TextIsHeldToItsLengthInCharacters()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(Good), SomeDelivery.Order(998, ("purchaser_id", new string('é', 121))), SomeDelivery.Order(999, ("purchaser_id", new string('é', 120)))]));

        Assert.Equal($"62|purchaser_id|{new string('é', 121)}|length|is longer than accepted; accepted: at most 120 characters", _some.Quarantine(report).Single());
    }

    [Fact]
    public void EveryFailedCheckOfARowIsKeptOnce()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(Good), SomeDelivery.Order(999, ("status", ""), ("destination_country", "germany"), ("quantity", "-1"), ("known_at", "soon"))]));

        Assert.Equal(1, report.Total.Quarantined);
        Assert.Equal(["status required", "destination_country pattern", "destination_country reference", "quantity minimum", "known_at type"], _some.Quarantine(report).Select(q => $"{q.Split('|')[1]} {q.Split('|')[3]}"));
    }

    [Theory]
    [InlineData("2024-05-01", "2024-05-01 00:00:00")]
    [InlineData("2024-05-01 08:30", "2024-05-01 08:30:00")]
    [InlineData("2024-05-01 08:30:15", "2024-05-01 08:30:15")]
    [InlineData("2024-05-01 08:30:15.123456", "2024-05-01 08:30:15.123456")]
    [InlineData("2024-05-01T08:30:15Z", "2024-05-01 08:30:15")]
    [InlineData("2024-05-01T08:30:15.5+02:00", "2024-05-01 06:30:15.5")]
    [InlineData("2024-05-01 08:30:15-0530", "2024-05-01 14:00:15")]
    [InlineData("2024-05-01 08:30:15+00", "2024-05-01 08:30:15")]
    public void TimesOfEveryAcceptedFormAreStoredInUtc(string cell, string stored)
    {
        _some.Ingest(_some.Orders("orders.csv", SomeDelivery.Order(1, ("ordered_at", cell))));

        Assert.Equal(stored, _some.Query("SELECT ordered_at::VARCHAR FROM {dataset}").Single());
    }

    [Theory]
    [InlineData("8", "8.000")]
    [InlineData("8.5", "8.500")]
    [InlineData("8.50000", "8.500")]
    [InlineData("+8.125", "8.125")]
    [InlineData(" 8 ", "8.000")]
    [InlineData(".5", "0.500")]
    [InlineData("8.", "8.000")]
    public void NumbersThatLoseNothingAreAccepted(string cell, string stored)
    {
        _some.Ingest(_some.Orders("orders.csv", SomeDelivery.Order(1, ("quantity", cell))));

        Assert.Equal(stored, _some.Query("SELECT quantity::VARCHAR FROM {dataset}").Single());
    }

    [Fact]
    public void DoublesBooleansAndDaysAreRead()
    {
        var header = string.Join(',', SomeDelivery.Contracts["products"].ColumnNames);
        string Product(int n, string tpp, string marketed) => string.Join(',', SomeDelivery.Contracts["products"].ColumnNames.Select(c => c switch
        {
            "product_id" => FormattableString.Invariant($"SKU-{n}"),
            "name" => "A product",
            "class" => "accelerator",
            "tpp" => tpp,
            "marketed_for_datacentre" => marketed,
            "known_at" => "2024-05-01",
            _ => "",
        }));
        var good = Enumerable.Range(100, 60).Select(n => Product(n, "1.5e3", "Yes"));
        var report = _some.Ingest(_some.Write("products.csv", [header, .. good, Product(1, "NaN", "no"), Product(2, "1e999", "0"), Product(3, "15,8", "x")]), "products");

        Assert.Equal(["1500.0|true"], _some.Query("SELECT DISTINCT tpp || '|' || marketed_for_datacentre FROM {dataset}", "products"));
        Assert.Equal(3, report.Total.Quarantined);
        Assert.Equal(["not_finite", "not_finite", "malformed"], _some.Quarantine(report).Select(q => q.Split('|')[3]));
    }

    [Fact]
    public void AParquetFileIsHeldToTheSameRules()
    {
        var path = Path.Combine(_some.Folder, "orders.parquet");
        SomeDelivery.Read($"""
            COPY (SELECT 'SO-' || i AS order_id, 1 AS version, 1::UTINYINT AS line_no, 'placed' AS status, TIMESTAMPTZ '2024-05-01 10:00:00+02' AS ordered_at, 'S-1' AS seller_id, 'P-1' AS purchaser_id,
                         NULL AS intermediate_consignee_id, '' AS ultimate_consignee_id, NULL AS end_user_id, NULL AS forwarding_agent_id, NULL AS payer_id, NULL AS sales_representative,
                         'DE' AS destination_country, NULL AS ship_to_country, NULL AS end_use, 'SKU' AS product_id, CASE i WHEN 70 THEN 'nan'::DOUBLE WHEN 71 THEN 0.0001 ELSE i + 0.5 END AS quantity,
                         10.25::FLOAT AS value_usd, DATE '2024-05-02' AS known_at, {string.Join(", ", SomeDelivery.Contracts["orders"].Columns.Where(c => c.Since is not null).Select(c => $"NULL AS {c.Name}"))} FROM range(1, 101) r(i)) TO '{path}' (FORMAT parquet)
            """);
        var report = _some.Ingest(path);

        Assert.Equal(new IngestCounts(100, 98, 0, 2, 0, 0), report.Total);
        Assert.Equal(["70|quantity|nan|not_finite", "71|quantity|0.0001|scale"], _some.Quarantine(report).Select(q => string.Join('|', q.Split('|')[..4])));
        Assert.Equal("2024-05-01 08:00:00|1.500|10.25", _some.Query("SELECT ordered_at || '|' || quantity || '|' || value_usd FROM {dataset} WHERE order_id = 'SO-1' AND ultimate_consignee_id IS NULL").Single());
    }

    public void Dispose() => _some.Dispose();
}
