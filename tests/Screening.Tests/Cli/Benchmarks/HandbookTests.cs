using Screening.Cli.Benchmarks.Handbook;
using Screening.Data.DuckDb;
using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Cli.Benchmarks;

/// <summary>The product's primitives on a stream of card transactions: against the features published with it, and against sums over a list.</summary>
public sealed class HandbookTests
{
    private const long Hour = Micros.PerDay / 24;

    [Fact]
    public void ThePublishedFeaturesAreMetToTheNinthDecimal()
    {
        HandbookResult result = HandbookBench.Run(SharedData.Folder("handbook"), threads: 2, runs: 1, CardModels.None, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1_754_155, result.Transactions);
        Assert.Equal(15, result.Features);
        Assert.Equal((134_340, 14), (result.Comparison.Rows, result.Comparison.Columns));
        Assert.True(result.Comparison.ByEitherOrder is { RowsBeyond: 0, Greatest: < 1e-9 }, $"{result.Comparison}");

        // One customer's two transactions of one second stand the other way round in the book, whose sort leaves that open; another's do not.
        Assert.Equal(2, result.Comparison.ByNumber.RowsBeyond);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyStreamEqualsSumsOverAList(int threads)
    {
        CardTransaction[] stream = Stream(3_000);
        FeatureMatrix matrix = CardFeatures.Replay(CardStream.Log(stream), threads, TestContext.Current.CancellationToken);
        for (int row = 0; row < stream.Length; row++) AssertSame(Expected(stream, row), matrix[row], row, $"{threads} threads");
    }

    // The windows at work: transactions on the very borders, at one moment, and labels that are seven days old to the second.
    [Fact]
    public void TheStreamOfTheLawMeetsBordersTiesAndLabelsOnTheSecond()
    {
        CardTransaction[] stream = Stream(3_000);
        int Pairs(Func<CardTransaction, int> key, int days) => stream
            .GroupBy(t => (key(t), t.At)).Count(g => stream.Any(o => key(o) == g.Key.Item1 && o.At == g.Key.At - (days * Micros.PerDay)));
        Assert.True(stream.GroupBy(t => (t.Customer, t.At)).Count(g => g.Count() > 1) > 20);
        foreach (int days in new[] { 1, 7, 30 }) Assert.True(Pairs(t => t.Customer, days) > 20);
        foreach (int days in new[] { 7, 8, 14, 37 }) Assert.True(Pairs(t => t.Terminal, days) > 20);
    }

    [Fact]
    public void ReplayingEqualsLearningOneAfterTheOther()
    {
        CardTransaction[] stream = Stream(1_500);
        EventLog log = CardStream.Log(stream);
        FeatureMatrix replayed = CardFeatures.Replay(log, threads: 2, TestContext.Current.CancellationToken);
        FeatureGroup[] groups = [new CustomerCardGroup(), new TerminalCardGroup()];
        var live = new double[CardFeatures.Columns.Count];
        for (int position = 0; position < log.Events.Count; position++)
        {
            Event at = log.Events[position];
            if (at.Kind == EventKind.Order)
            {
                ref readonly OrderVersion order = ref log.Orders[at.Row];
                int first = 0;
                foreach (FeatureGroup group in groups)
                {
                    group.Read(log, new Reading(in order, in order, isLearnt: false, order.KnownAt), live.AsSpan(first, group.Features.Count));
                    first += group.Features.Count;
                }

                Assert.Equal(live, replayed[at.Row].ToArray());
            }

            foreach (FeatureGroup group in groups) group.Learn(log, at);
        }
    }

    [Fact]
    public void AStreamThatIsNotWholeSecondsOrCentsIsRefusedWithThePlace()
    {
        string folder = Directory.CreateTempSubdirectory("screening-handbook-").FullName;
        try
        {
            AssertRefused(folder, "'2018-04-01 00:00:31.5'::TIMESTAMP", "1.5", "whole seconds");
            AssertRefused(folder, "'2018-04-01 00:00:31'::TIMESTAMP", "1.505", "whole cents");
            AssertRefused(folder, "'2018-04-01 00:00:31'::TIMESTAMP", "NULL::DOUBLE", "whole cents");
            AssertRefused(folder, "NULL::TIMESTAMP", "1.5", "whole seconds");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertRefused(string folder, string moment, string amount, string accepted)
    {
        string file = Path.Combine(folder, "transactions.parquet");
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        connection.Execute($"COPY (SELECT 17 AS transaction_id, {moment} AS tx_datetime, 1 AS customer_id, 2 AS terminal_id, {amount} AS tx_amount, 0 AS tx_fraud) TO '{file}'", TestContext.Current.CancellationToken);
        var error = Assert.Throws<Screening.Cli.UsageException>(() => CardStream.Read(connection, file, reverseTies: false, TestContext.Current.CancellationToken));
        Assert.Contains("transaction 17", error.Message, StringComparison.Ordinal);
        Assert.Contains(accepted, error.Message, StringComparison.Ordinal);
    }

    // What the book says, counted over the whole list: transactions up to the row in (t - w, t], labels in (t - 7 days - w, t - 7 days].
    private static double[] Expected(CardTransaction[] stream, int row)
    {
        CardTransaction now = stream[row];
        DateTime at = Micros.ToDateTime(now.At);
        var expected = new List<double> { now.AmountCents / 100.0, at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0, at.TimeOfDay < TimeSpan.FromHours(7) ? 1 : 0 };
        foreach (int days in new[] { 1, 7, 30 })
        {
            CardTransaction[] window = [.. stream.Take(row + 1).Where(t => t.Customer == now.Customer && t.At > now.At - (days * Micros.PerDay))];
            expected.AddRange([window.Length, window.Sum(t => t.AmountCents) / 100.0 / window.Length]);
        }

        long through = now.At - (7 * Micros.PerDay);
        foreach (int days in new[] { 1, 7, 30 })
        {
            CardTransaction[] window = [.. stream.Where(t => t.Terminal == now.Terminal && t.At <= through && t.At > through - (days * Micros.PerDay))];
            expected.AddRange([window.Length, window.Length == 0 ? 0 : (double)window.Count(t => t.IsFraud) / window.Length]);
        }

        return [.. expected];
    }

    private static void AssertSame(double[] expected, ReadOnlySpan<double> actual, int row, string where)
    {
        for (int column = 0; column < expected.Length; column++)
        {
            Assert.True(
                expected[column].Equals(actual[column]),
                $"{CardFeatures.Columns[column].Name} of transaction {row} is {actual[column]}, expected {expected[column]}; {where}, seed {TestSeed.Value}");
        }
    }

    // Ninety days on a grid of hours, few customers and terminals, so that ties and borders of windows are met.
    private static CardTransaction[] Stream(int count)
    {
        var random = new Random(TestSeed.Value);
        return [.. Enumerable.Range(0, count)
            .Select(_ => new CardTransaction(Some.Start + (random.Next(90 * 24) * Hour), random.Next(6), random.Next(5), random.Next(10_000), random.Next(4) == 0))
            .OrderBy(t => t.At)];
    }
}
