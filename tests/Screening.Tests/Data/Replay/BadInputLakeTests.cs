using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;
using static Screening.Tests.Data.Replay.SomeLake;

namespace Screening.Tests.Data.Replay;

/// <summary>What docs/features/bad-input.md says, from the lake on: what names something unknown is read, and counts when that is told.</summary>
public sealed class BadInputLakeTests : IDisposable
{
    private readonly SomeLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void AnOrderOfUnknownPartiesAndProductsIsReadAndSaysSo()
    {
        _lake.Tell("orders", Noon, Order("version=1", "value_usd=1000", "quantity=5"));
        double[][] rows = Arrivals(_lake.Read());
        Assert.Equal((1000, 0, 1, 8), (Value(rows[0], "order_value_usd"), Value(rows[0], "order_h100e"), Value(rows[0], "order_unknown_product_lines"), Value(rows[0], "end_user_missing_facts")));
        Assert.Equal(double.NaN, Value(rows[0], "end_user_age_days"));
    }

    [Fact]
    public void ALegKnownBeforeItsOrderCountsWhenTheOrderArrives()
    {
        _lake.Tell("shipments", Noon, ["shipment_id=SH-1", "leg_no=1", "order_id=SO-1", "from_country=US", "to_country=HK", "departed_at=2024-04-30 06:00:00"]);
        _lake.Tell("orders", Later, Order("version=1", "value_usd=1000", "quantity=5"));
        double[] row = Arrivals(_lake.Read())[0];
        Assert.Equal((1, 1), (Value(row, "route_leg_count"), Value(row, "route_ends_elsewhere")));
        Assert.True(Value(row, "route_days_to_departure") < 0, "goods left before the order was placed");
    }

    // The greatest numbers the contracts take, and the least.
    [Fact]
    public void TheGreatestOrderIsCutToTheMostAndTheLeastIsNotLost()
    {
        _lake.Tell("products", Noon, ["product_id=X", "name=Ten million", "class=accelerator", "tpp=10000000", "accelerator_power_w=1000000", "system_power_w=1000000"]);
        _lake.Tell("orders", Noon, Order("version=1", "value_usd=100000000000", "quantity=1000000000"));
        _lake.Tell("orders", Later, Order("version=2", "value_usd=0", "quantity=0.001"));
        double[][] rows = Arrivals(_lake.Read());
        Assert.Equal((1e9, 1e11, 1e9), (Value(rows[0], "order_h100e"), Value(rows[0], "order_value_usd"), Value(rows[0], "end_user_accelerator_kw_30d")));
        Assert.Equal((10_000 / Volume.TppPerH100e, 0, 1), (Value(rows[1], "order_h100e"), Value(rows[1], "order_value_usd"), Value(rows[1], "end_user_accelerator_kw_30d")));
    }

    private static string[] Order(params string[] cells) =>
    [
        "order_id=SO-1", "line_no=1", "status=placed", "ordered_at=2024-05-01 06:00:00", "seller_id=P-1", "purchaser_id=P-2", "end_user_id=P-3", "destination_country=SG", "product_id=X", .. cells,
    ];

    private static double[][] Arrivals(EventLog log)
    {
        var engine = new Engine(log, new CountryGroups([], []));
        List<double[]> rows = [];
        while (engine.Processed < log.Events.Count)
        {
            double[] row = new double[engine.Catalogue.Count];
            if (engine.Process(row).Kind == EventKind.Order) rows.Add(row);
        }

        return [.. rows];
    }

    private static double Value(double[] row, string feature) => row[Engine.DefaultCatalogue[feature]];
}
