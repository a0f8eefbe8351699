using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>The engine against <see cref="Oracle"/>, on arrival, before arrival, and at the end, at every order of many worlds.</summary>
public sealed class OracleLaws
{
    private const int Worlds = 200;
    private static readonly FeatureCatalogue Catalogue = Engine.DefaultCatalogue;

    [Fact]
    public void EveryFeatureEqualsTheOracleAtEveryOrderOfEveryWorld()
    {
        var seen = new Coverage();
        Parallel.For(0, Worlds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed => Compare(unchecked(TestSeed.Value + seed), seen));
        seen.AssertWide();
    }

    private static void Compare(int seed, Coverage seen)
    {
        CoarseWorld world = CoarseWorld.Of(seed);
        var oracle = new Oracle(world, world.Facts);
        var log = new EventLog(WorldNames.Folding);
        var numbers = new Numbering(log);
        var engine = new Engine(log, world.Countries);
        var random = new Random(seed);
        double[] row = new double[Catalogue.Count], peeked = new double[Catalogue.Count];
        var tellings = new List<BruteForce.Told?>();
        for (int position = 0; position < world.Facts.Count; position++)
        {
            Fact fact = world.Facts[position];
            if (random.Next(20) == 0)
            {
                long asOf = fact.KnownAt + (Some.HalfDay * random.Next(3) * random.Next(400));
                OrderFact order = world.MakeOrderAt(position, asOf);
                (OrderVersion header, OrderLine[] lines) = order.In(numbers);
                if (asOf >= log.LastKnownAt)
                {
                    engine.Peek(header, lines, asOf, peeked);
                    AssertEqual(oracle.Look(position, oracle.Tell(position, order), asOf), peeked, $"{world}, peek at position {position}", seen);
                }
            }

            if (fact is OrderFact arriving)
            {
                (OrderVersion header, OrderLine[] lines) = arriving.In(numbers);
                engine.Peek(header, lines, fact.KnownAt, peeked);
            }

            if (fact.AppendTo(log, numbers) is null) continue;
            if (fact is DeletionFact) seen.Add(fact.Kind);
            if (engine.Process(row).Kind != EventKind.Order) continue;
            BruteForce.Told? told = fact is DeletionFact gone ? oracle.InForce(position + 1, gone.Id) : oracle.ToldAt(position);
            Assert.Equal(told is null, log.Orders[tellings.Count].IsGone);
            tellings.Add(told);
            if (told is null) continue;
            AssertEqual(oracle.Look(position, told, fact.KnownAt), row, $"{world}, order at position {position}", seen);
            if (fact is OrderFact) Assert.Equal(row, peeked);
        }

        foreach (double later in new[] { 0, 30, 366 })
        {
            long asOf = world.LastKnownAt + (long)(later * Micros.PerDay);
            for (int order = 0; order < tellings.Count; order++)
            {
                if (tellings[order] is not { } told) continue;
                engine.Read(order, asOf, row);
                AssertEqual(oracle.Look(world.Facts.Count, told, asOf), row, $"{world}, order row {order} {later} days after the end", seen);
            }
        }
    }

    private static void AssertEqual(Dictionary<string, double> expected, double[] actual, string where, Coverage seen)
    {
        Assert.Equal(Catalogue.Count, expected.Count);
        for (int column = 0; column < actual.Length; column++)
        {
            Feature feature = Catalogue.Features[column];
            double value = actual[column], oracle = expected[feature.Name];
            bool equal = oracle.Equals(value) || (BruteForce.Rounded.Contains(feature.Name) && Math.Abs(value - oracle) <= 1e-12 * Math.Abs(oracle));
            if (!equal) Assert.Fail($"{feature.Name} is {value:R}, by brute force {oracle:R}: {where}");
            if (double.IsNaN(value) ? IsNeverMissing(feature) : value < feature.Minimum || value > feature.Maximum)
                Assert.Fail($"{feature.Name} is {value:R}; its range is {feature.Minimum} to {feature.Maximum}, missing: {feature.WhenMissing}: {where}");
        }

        seen.Add(actual);
    }

    private static bool IsNeverMissing(Feature feature) => feature.WhenMissing.StartsWith("never", StringComparison.Ordinal);

    /// <summary>A law over worlds in which nothing happens proves nothing.</summary>
    private sealed class Coverage
    {
        private readonly HashSet<double>[] _values = [.. Catalogue.Features.Select(_ => new HashSet<double>())];
        private readonly int[] _missing = new int[Catalogue.Count], _told = new int[Catalogue.Count], _deletions = new int[Enum.GetValues<EventKind>().Length];

        public void Add(EventKind deleted) => Interlocked.Increment(ref _deletions[(int)deleted]);

        public void Add(double[] row)
        {
            lock (_values)
            {
                for (int column = 0; column < row.Length; column++)
                {
                    if (double.IsNaN(row[column])) _missing[column]++;
                    else _told[column]++;
                    if (_values[column].Count < 100) _values[column].Add(row[column]);
                }
            }
        }

        public void AssertWide()
        {
            List<string> narrow = [.. CoarseWorld.Told.Where(kind => _deletions[(int)kind] < 20).Select(kind => $"{kind} was deleted {_deletions[(int)kind]} times only")];
            for (int column = 0; column < _values.Length; column++)
            {
                Feature feature = Catalogue.Features[column];
                if (_told[column] < 500) narrow.Add($"{feature.Name} had a value {_told[column]} times only");
                if (!IsNeverMissing(feature) && _missing[column] < 500) narrow.Add($"{feature.Name} was missing {_missing[column]} times only");
                int different = _values[column].Count(v => !double.IsNaN(v));
                int enough = feature.Unit switch
                {
                    "0 or 1" => 2,
                    "tier" or "legs" or "lines" or "roles" or "points" or "changes" or "holds" or "devices" => 3,
                    "owners" => 6,
                    "parties" or "grade" or "sites" or "employees" => 3,
                    "locations" or "share" or "tips" or "links" or "payments" or "countries" => 4,
                    "orders" => feature.Name.EndsWith("_1d", StringComparison.Ordinal) ? 3 : feature.Name.EndsWith("_7d", StringComparison.Ordinal) ? 4 : 6,
                    "1" when feature is { Minimum: 0, Maximum: 1 } => 5,
                    "facts" => 7,
                    _ when feature.Name == "end_user_sites_outside_share" => 5,
                    _ => 10,
                };
                if (different < enough) narrow.Add($"{feature.Name} took {different} values only");
            }

            if (narrow.Count > 0) Assert.Fail(string.Join('\n', narrow));
        }
    }
}
