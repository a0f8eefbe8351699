using System.Globalization;
using Screening.Data.Ingest;
using Xunit;
using Plant = Screening.Tests.Data.Ingest.DeliveryWorld.Plant;

namespace Screening.Tests.Data.Ingest;

/// <summary>
/// How often it warns of nothing and how often it finds what is planted. docs/ingestion-drift.md shows the table of 3,000 deliveries each, which
/// DRIFT_ROUNDS=3000 prints. Successive deliveries share most of their history, so the hundred of every run tell less than they seem to and the bounds are wide.
/// </summary>
public sealed class DriftRateTests(ITestOutputHelper output)
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("DRIFT_ROUNDS") ?? "120", CultureInfo.InvariantCulture);

    /// <summary>Not the seed that the constants were set with.</summary>
    private const int Seed = 7_919;

    [Theory]
    [InlineData(50)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void DeliveriesThatAreAlikeGiveHardlyAWarning(int rows)
    {
        var (all, deliveries) = (0d, 0);
        foreach (var (liveliness, weekly) in new[] { (0d, false), (1d, false), (1d, true) })
        {
            foreach (var before in new[] { 5, 10, 30 })
            {
                var rate = Rate(new Random(Seed + rows + before), rows, liveliness, weekly, before, Plant.Nothing, static w => w.IsWarning);
                output.WriteLine(FormattableString.Invariant($"{rows} rows, liveliness {liveliness}, weekly {weekly}, {before} before: {100 * rate:0.00} % of deliveries warned of"));
                (all, deliveries) = (all + (rate * Rounds), deliveries + Rounds);
                Assert.InRange(rate, 0, 0.06);
            }
        }
        output.WriteLine(FormattableString.Invariant($"{rows} rows: {100 * all / deliveries:0.00} % of {deliveries}"));
        Assert.InRange(all / deliveries, 0, 0.015);
    }

    [Theory]
    [InlineData(50, Plant.MissingTenfold, 0.2)]
    [InlineData(1_000, Plant.MissingTenfold, 0.99)]
    [InlineData(100_000, Plant.MissingTenfold, 0.99)]
    [InlineData(50, Plant.CodeDoubled, 0.0)]
    [InlineData(1_000, Plant.CodeDoubled, 0.7)]
    [InlineData(100_000, Plant.CodeDoubled, 0.7)]
    [InlineData(50, Plant.RowsThird, 0.5)]
    [InlineData(1_000, Plant.RowsThird, 0.8)]
    [InlineData(100_000, Plant.RowsThird, 0.8)]
    [InlineData(50, Plant.RowsTriple, 0.4)]
    [InlineData(1_000, Plant.RowsTriple, 0.7)]
    [InlineData(100_000, Plant.RowsTriple, 0.7)]
    public void WhatIsPlantedIsFound(int rows, Plant plant, double atLeast)
    {
        bool Found(DriftWarning w) => plant switch
        {
            Plant.MissingTenfold => w is { Kind: DriftKind.Missing } && w.Column == DeliveryWorld.MissingColumn,
            Plant.CodeDoubled => w is { Kind: DriftKind.Codes } && w.Column == DeliveryWorld.CodeColumn,
            _ => w.Kind == DriftKind.Volume,
        };
        foreach (var (liveliness, weekly) in new[] { (0d, false), (1d, false), (1d, true) })
        {
            foreach (var before in new[] { 5, 10, 30 })
            {
                var rate = Rate(new Random(Seed + rows + before), rows, liveliness, weekly, before, plant, Found);
                output.WriteLine(FormattableString.Invariant($"{rows} rows, {plant}, liveliness {liveliness}, weekly {weekly}, {before} before: found in {100 * rate:0} %"));
                if (before == 30 && !weekly) Assert.InRange(rate, atLeast, 1);
            }
        }
    }

    private static double Rate(Random random, int rows, double liveliness, bool weekly, int before, Plant plant, Predicate<DriftWarning> counts)
    {
        var hits = 0;
        var world = new DeliveryWorld(random, rows, liveliness, weekly);
        var history = new List<DeliveryProfile>();
        for (var day = 0; day < before + Rounds; day++)
        {
            if (day >= before && Drift.Compare(world.Next(day, plant), history.GetRange(day - before, before)).Any(w => counts(w))) hits++;
            history.Add(world.Next(day));
        }
        return (double)hits / Rounds;
    }
}
