using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class IngestionTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void GoodRowsReachTheLake()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", SomeDelivery.Orders(3)));

        Assert.Equal(new IngestCounts(3, 3, 0, 0, 0, 0), report.Total);
        Assert.Equal(1, report.ManifestNumber);
        Assert.Equal(["SO-000001", "SO-000002", "SO-000003"], _some.Query("SELECT order_id FROM {dataset}"));
        Assert.Empty(_some.Lake.Snapshot().Verify(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ARefusedRowNamesItsLineColumnValueAndTheAcceptedRange()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(30), SomeDelivery.Order(31, ("quantity", "-5"))]));

        Assert.Equal(["32|quantity|-5|minimum|is below the accepted range more than 0 to 1000000000"], _some.Quarantine(report));
    }

    public void Dispose() => _some.Dispose();
}
