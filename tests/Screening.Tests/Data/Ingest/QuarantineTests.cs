using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class QuarantineTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void OneRecordOfTheQuarantineLooksLikeThis()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(30), SomeDelivery.Order(31, ("quantity", "-5"), ("end_use", "\"a, \"\"b\"\"\nc\""))]));

        Assert.Equal("_quarantine/orders/20240601T120000Z-5ee6c714c6cac080.parquet", report.QuarantineFile);
        var golden = File.ReadAllText(Path.Combine(SomeDelivery.Root, "tests", "Screening.Tests", "Data", "Ingest", "quarantine-record.golden.json"));
        Assert.Equal(golden, SomeDelivery.Read($"SELECT to_json(q) FROM read_parquet('{Path.Combine(_some.Lake.FullPath, report.QuarantineFile!)}') q").Single() + "\n");
    }

    [Fact]
    public void CorrectedRowsComeInFromTheRawText()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(30), SomeDelivery.Order(31, ("quantity", "-5"), ("status", "nonsense"), ("end_use", "\"a\nb\""))]));
        var raw = SomeDelivery.Read($"SELECT DISTINCT raw FROM read_parquet('{Path.Combine(_some.Lake.FullPath, report.QuarantineFile!)}')").Single();
        var again = _some.Ingest(_some.Orders("corrected.csv", raw.Replace("-5", "5", StringComparison.Ordinal).Replace("nonsense", "placed", StringComparison.Ordinal)));

        Assert.Equal(1, again.Total.Accepted);
        Assert.Equal(31, _some.Lake.Snapshot().Rows("orders"));
        Assert.Equal("a\nb", _some.Query("SELECT end_use FROM {dataset} WHERE order_id = 'SO-000031'").Single());
    }

    [Fact]
    public void TheCommonestReasonsComeFirst()
    {
        var rows = SomeDelivery.Orders(400).ToList();
        rows[7] = SomeDelivery.Order(8, ("quantity", "-1"));
        rows[8] = SomeDelivery.Order(9, ("status", "?"));
        rows[9] = SomeDelivery.Order(10, ("status", "!"), ("quantity", "-2"));
        rows[11] = SomeDelivery.Order(12, ("status", ","));
        rows[12] = SomeDelivery.Order(13, ("status", "x"));
        var report = _some.Ingest(_some.Orders("orders.csv", rows));

        Assert.Equal(5, report.Total.Quarantined);
        Assert.Equal(["allowed status 3 line 10 '?'", "minimum quantity 2 line 9 '-1'", "malformed  1 line 13 ''"], report.Reasons.Select(r => FormattableString.Invariant($"{r.Check} {r.Column} {r.Rows} line {r.ExampleLine} '{r.ExampleValue}'")));
        Assert.Equal(report.Reasons, report.Files[0].Reasons);
    }

    public void Dispose() => _some.Dispose();
}
