using Screening.Cli.Benchmarks.Windows;
using Screening.Data.DuckDb;
using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Cli.Benchmarks;

/// <summary>The benchmark's features are what they are said to be: sums over a list, and to the bit what DuckDB computes.</summary>
public sealed class WindowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-windows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheFeaturesAreSumsOverTheOrdersKnownByThen()
    {
        WindowOrder[] orders = CoarseOrders(1_500);
        FeatureMatrix features = WindowFeatures.Compute(orders, threads: 2, TestContext.Current.CancellationToken);
        for (int row = 0; row < orders.Length; row++)
        {
            double[] expected = [.. Expected(orders, row, o => o.Purchaser), .. Expected(orders, row, o => o.EndUser)];
            Assert.True(expected.AsSpan().SequenceEqual(features[row]), $"row {row}: {string.Join(' ', features[row].ToArray())}, expected {string.Join(' ', expected)}; seed {TestSeed.Value}");
        }
    }

    //   day   0                                            365
    //   ------o----------------------------------------------o--> the previous order lies on the border, and is out
    [Theory]
    [InlineData(365, double.NaN)]
    [InlineData(364.5, 364.5)]
    public void APreviousOrderOfAYearAgoIsNone(double days, double expected)
    {
        var first = new WindowOrder(Some.Day(0), 100, 10, Purchaser: 1, EndUser: 2);
        FeatureMatrix features = WindowFeatures.Compute([first, first with { OrderedAt = Some.Day(days) }], threads: 1, TestContext.Current.CancellationToken);
        Assert.Equal(expected, features[1][8]);
        Assert.Equal(double.IsNaN(expected) ? 100 : 200, features[1][5]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void DuckDbComputesTheSameToTheBit(int threads)
    {
        const int Rows = 60_000;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string file = Path.Combine(_folder, "orders.parquet");
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        WindowOrders.Write(connection, file, Rows, cancellation);
        WindowOrder[] orders = WindowOrders.Read(connection, file, cancellation);
        Assert.Equal(Rows, orders.Length);
        WindowEquality compared = WindowBench.WithDuckDb(connection, file, WindowFeatures.Compute(orders, threads, cancellation), cancellation);
        Assert.Equal((20L * Rows, 0L), (compared.Values, compared.Different));
    }

    // What makes the comparison worth something: a party's orders at one moment, and orders on the very border of a window.
    [Fact]
    public void TheInventedStreamHasTiesAndOrdersOnBorders()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string file = Path.Combine(_folder, "orders.parquet");
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        WindowOrders.Write(connection, file, 200_000, cancellation);
        WindowOrder[] orders = WindowOrders.Read(connection, file, cancellation);
        HashSet<(int, long)> moments = [.. orders.Select(o => (o.Purchaser, o.OrderedAt))];
        Assert.InRange(orders.Length - moments.Count, 500, orders.Length);
        foreach (int days in WindowFeatures.Days)
            Assert.InRange(moments.Count(m => moments.Contains((m.Item1, m.Item2 - (days * Micros.PerDay)))), 500, orders.Length);
        Assert.Equal(orders.Select(o => o.OrderedAt).Order(), orders.Select(o => o.OrderedAt));
    }

    private static IEnumerable<double> Expected(WindowOrder[] orders, int row, Func<WindowOrder, int> key)
    {
        WindowOrder own = orders[row];
        WindowOrder[] Window(int days) => [.. orders.Take(row + 1).Where(o => key(o) == key(own) && o.OrderedAt > own.OrderedAt - (days * Micros.PerDay))];
        foreach (int days in new[] { 1, 7, 30 }) yield return Window(days).Length;
        foreach (int days in new[] { 30, 90, 365 }) yield return Window(days).Sum(o => o.ValueCents);
        foreach (int days in new[] { 90, 365 }) yield return Window(days).Sum(o => o.Tpp);
        WindowOrder[] year = Window(365);
        yield return year.Length < 2 ? double.NaN : (own.OrderedAt - year[^2].OrderedAt) / (double)Micros.PerDay;
        yield return (double)own.ValueCents * Window(90).Length / Window(90).Sum(o => o.ValueCents);
    }

    // Three years of half days, few parties: every border is met.
    private static WindowOrder[] CoarseOrders(int count)
    {
        var random = new Random(TestSeed.Value);
        return [.. Enumerable.Range(0, count)
            .Select(_ => new WindowOrder(Some.Start + (random.Next(3 * 365 * 2) * Some.HalfDay), random.Next(1, 1000), random.Next(1, 50), random.Next(5), random.Next(90)))
            .OrderBy(o => o.OrderedAt)];
    }
}
