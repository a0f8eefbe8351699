using Screening.Cli.Benchmarks.Handbook;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Cli.Benchmarks;

/// <summary>The book's protocol on streams made by hand: who is trained on, who is judged, and what a ranking is worth.</summary>
public sealed class CardProtocolTests
{
    private static readonly DateOnly Start = new(2018, 7, 25);

    //  day  0 .. 6  training      7 .. 13 delay      14 .. 20 test
    [Fact]
    public void TrainingDelayAndTestAreSevenDaysEachAndEndBeforeTheirLastMidnight()
    {
        CardTransaction[] stream = [.. Enumerable.Range(-3, 28).Select(day => Made(day, customer: day + 100)), Made(30, 500)];
        CardSplit split = CardSplit.Of(stream, Start);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Days(stream, split.Training));
        Assert.Equal([14, 15, 16, 17, 18, 19, 20], Days(stream, split.Test));

        CardTransaction[] borders = [Made(7, 1, micros: -1), Made(7, 2), Made(14, 3, micros: -1), Made(14, 4), Made(21, 5, micros: -1), Made(21, 6)];
        Assert.Equal([0], CardSplit.Of(borders, Start).Training);
        Assert.Equal([3, 4], CardSplit.Of(borders, Start).Test);
    }

    [Fact]
    public void ALongerTrainingPartBeginsEarlierAndLeavesTheTestAsItIs()
    {
        CardTransaction[] stream = [.. Enumerable.Range(-30, 60).Select(day => Made(day, customer: day % 5 + 10, isFraud: day % 7 == 0))];
        CardSplit longer = CardSplit.Of(stream, Start, trainingDays: 28);
        Assert.Equal(Enumerable.Range(-21, 28), Days(stream, longer.Training));
        Assert.Equal(CardSplit.Of(stream, Start).Test, longer.Test);
        Assert.Throws<ArgumentOutOfRangeException>(() => CardSplit.Of(stream, Start, trainingDays: 0));
    }

    [Theory]
    [InlineData(-1, 14, true)] // before the training part nothing is known of him
    [InlineData(0, 14, false)] // a fraud in training
    [InlineData(6, 14, false)]
    [InlineData(7, 14, true)] // day 7 is known in the night before day 15
    [InlineData(7, 15, false)]
    [InlineData(12, 19, true)]
    [InlineData(12, 20, false)]
    [InlineData(13, 20, true)] // too late for the last day of the test
    [InlineData(15, 20, true)]
    public void ACustomerLeavesTheTestWhenAFraudOfHisHasBecomeKnown(int fraudDay, int testDay, bool isJudged)
    {
        CardTransaction[] stream = [Made(fraudDay, customer: 1, isFraud: true), Made(testDay, customer: 1, micros: 1), Made(testDay, customer: 2, micros: 2)];
        Assert.Equal(isJudged ? [1, 2] : [2], CardSplit.Of(stream, Start).Test.Where(row => row > 0));
    }

    // The book's function, line by line, over whole lists.
    [Fact]
    public void AnyStreamIsSplitAsTheBooksFunctionDoes()
    {
        var random = new Random(TestSeed.Value);
        CardTransaction[] stream = [.. Enumerable.Range(0, 4_000)
            .Select(_ => Made(random.Next(-10, 35), random.Next(400), random.Next(12) == 0, micros: random.Next(24) * (Micros.PerDay / 24))).OrderBy(t => t.At)];
        CardTransaction[] training = [.. stream.Where(t => Day(t) >= 0 && Day(t) < 7)];
        HashSet<int> known = [.. training.Where(t => t.IsFraud).Select(t => t.Customer)];
        var test = new List<CardTransaction>();
        for (int day = 0; day < 7; day++)
        {
            known.UnionWith(stream.Where(t => Day(t) == 7 + day - 1 && t.IsFraud).Select(t => t.Customer));
            test.AddRange(stream.Where(t => Day(t) == 14 + day && !known.Contains(t.Customer)));
        }

        CardSplit split = CardSplit.Of(stream, Start);
        Assert.Equal(training, split.Training.Select(row => stream[row]));
        Assert.Equal(test, split.Test.Select(row => stream[row]));
        Assert.True(test.Count > 100 && test.Count < stream.Count(t => Day(t) is >= 14 and < 21) - 100, $"seed {TestSeed.Value}");
    }

    [Fact]
    public void TrainingOnUnknownCustomersLeavesOutWhoWasKnownOnTheDay()
    {
        CardTransaction[] stream =
        [
            Made(-15, 1, isFraud: true), Made(-14, 2, isFraud: true), Made(-8, 3, isFraud: true), Made(-7, 4, isFraud: true),
            Made(0, 1), Made(0, 2, micros: 1), Made(0, 3, micros: 2), Made(0, 4, micros: 3), Made(1, 4), Made(6, 5, isFraud: true),
        ];
        Assert.Equal([4, 7, 9], CardSplit.Of(stream, Start).TrainedOnUnknownCustomers(stream).Training);
    }

    // Two cards a day. Customer 1 is found on the first day by his second transaction and is gone on the second, where 4 then fits in.
    [Fact]
    public void ACustomerStandsByTheHighestScoreAndIsGoneOnceFound()
    {
        CardTransaction[] stream =
        [
            Made(0, 1), Made(0, 1, isFraud: true), Made(0, 2), Made(0, 3, isFraud: true),
            Made(1, 1, isFraud: true), Made(1, 2), Made(1, 4, isFraud: true), Made(1, 3, isFraud: true),
            Made(2, 3, isFraud: true),
        ];
        float[] scores = [0.9f, 0.1f, 0.8f, 0.7f, 0.99f, 0.8f, 0.7f, 0.6f, 0.1f];
        Assert.Equal([0.5, 0.5, 0.5], CardMetrics.DailyCards(stream, Rows(stream), scores, cards: 2));
        Assert.Equal([2 / 3.0, 1 / 3.0, 0], CardMetrics.DailyCards(stream, Rows(stream), scores, cards: 3));
        Assert.Equal([0.0, 0.0, 1.0], CardMetrics.DailyCards(stream, Rows(stream), [.. scores.Select((s, i) => i == 2 || i == 5 ? 2 : i == 8 ? 1 : 0.5f)], cards: 1));
    }

    [Fact]
    public void TheMeasuresEqualCountingPairsAndThresholds()
    {
        var random = new Random(TestSeed.Value);
        for (int round = 0; round < 30; round++)
        {
            CardTransaction[] stream = [.. Enumerable.Range(0, random.Next(2, 200)).Select(i => Made(0, i, isFraud: i == 0 || (i > 1 && random.Next(4) == 0), micros: i))];
            float[] scores = [.. stream.Select(_ => random.Next(12) / 4f)];
            CardMetrics measured = CardMetrics.Of(stream, Rows(stream), scores);
            Assert.Equal(Pairs(stream, scores), measured.Auc, 1e-12);
            Assert.Equal(Precisions(stream, scores), measured.AveragePrecision, 1e-12);
        }
    }

    [Fact]
    public void WhatCannotBeJudgedIsRefused()
    {
        CardTransaction[] stream = [Made(0, 1), Made(0, 2, isFraud: true)];
        Assert.Contains("2 rows have 1 scores", Assert.Throws<ArgumentException>(() => CardMetrics.Of(stream, [0, 1], [1f])).Message, StringComparison.Ordinal);
        Assert.Contains("score 1 is not a number", Assert.Throws<ArgumentException>(() => CardMetrics.Of(stream, [0, 1], [1f, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("0 frauds and 1 other", Assert.Throws<ArgumentException>(() => CardMetrics.Of(stream, [0], [1f])).Message, StringComparison.Ordinal);
    }

    private static double Pairs(CardTransaction[] stream, float[] scores)
    {
        (double won, double all) = (0, 0);
        for (int a = 0; a < stream.Length; a++)
        {
            for (int b = 0; b < stream.Length; b++)
            {
                if (!stream[a].IsFraud || stream[b].IsFraud) continue;
                won += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
                all++;
            }
        }

        return won / all;
    }

    // Each fraud's precision at its own threshold: everything that scores at least as much is shown.
    private static double Precisions(CardTransaction[] stream, float[] scores) => Rows(stream).Where(i => stream[i].IsFraud).Average(fraud =>
        (double)Rows(stream).Count(i => scores[i] >= scores[fraud] && stream[i].IsFraud) / scores.Count(s => s >= scores[fraud]));

    private static CardTransaction Made(int day, int customer, bool isFraud = false, long micros = 0) =>
        new(Micros.StartOf(Start.AddDays(day)) + micros, customer, 0, 100, isFraud);

    private static int Day(CardTransaction made) => Micros.DayNumber(made.At) - Micros.DayNumber(Micros.StartOf(Start));

    private static int[] Days(CardTransaction[] stream, int[] rows) => [.. rows.Select(row => Day(stream[row]))];

    private static int[] Rows(CardTransaction[] stream) => [.. Enumerable.Range(0, stream.Length)];
}
