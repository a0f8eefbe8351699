using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class DriftTests
{
    private static readonly DateTime Today = new(2026, 3, 1, 2, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void WhatIsAsEverGivesNothing(int before)
    {
        foreach (var rows in new[] { 0, 1, 7, 1_000, 1_000_000_000 })
            Assert.Empty(Drift.Compare(Of(0, rows, rows / 5, (rows / 2, rows / 4)), [.. Enumerable.Range(1, before).Select(day => Of(day, rows, rows / 5, (rows / 2, rows / 4)))]));
    }

    [Fact]
    public void TooFewDeliveriesAreANoteAndNoWarning()
    {
        var note = Assert.Single(Drift.Compare(Of(0, 5, 5), [.. Enumerable.Range(1, 4).Select(day => Of(day, 1_000, 0))]));
        Assert.Equal(new DriftWarning(DriftKind.TooFewDeliveries, null, 0, "too few deliveries to compare: 4 before this one, 5 are needed"), note);
        Assert.False(note.IsWarning);
        Assert.True(Drift.Compare(Of(0, 1_000, 1_000), [.. Enumerable.Range(1, 5).Select(day => Of(day, 1_000, 0))]).Single().IsWarning);
    }

    [Fact]
    public void EveryMoveIsToldInWordsWithItsFigures()
    {
        var history = Enumerable.Range(1, 30).Select(day => Of(day, 1_000 + (day % 5 * 10), 10 * (day % 4), (500 + day, 400 - day))).ToList();
        var warnings = Drift.Compare(Of(0, 10_000, 4_200, (1_000, 4_800)), history);
        Assert.Equal(
            [
                "the delivery has 10,000 rows; the last 30 had 1,000 to 1,040, 1,020 in the middle",
                "end_user_id is missing in 42 % of rows; it was 0 to 3 % in the last 30 deliveries",
                "ship_to is CN in 17 % of rows; it was 56 to 59 % in the last 30 deliveries; over all its values 40 % of rows differ",
            ],
            warnings.Select(w => w.Message));
        Assert.Equal([DriftKind.Volume, DriftKind.Missing, DriftKind.Codes], warnings.Select(w => w.Kind));
        Assert.Equal(Math.Log(10_000.5 / 1_020.5), warnings[0].Moved, 12);
        Assert.Equal(0.405, warnings[1].Moved, 3);
        Assert.Equal(0.400, warnings[2].Moved, 2);
    }

    [Fact]
    public void AColumnThatWasSometimesMissingAndNeverIsAgainIsTold()
    {
        var history = Enumerable.Range(1, 30).Select(day => Of(day, 1_000, 300 + (day % 7))).ToList();
        Assert.Equal("end_user_id is missing in 0 % of rows; it was 30 to 31 % in the last 30 deliveries", Assert.Single(Drift.Compare(Of(0, 1_000, 0), history)).Message);
    }

    [Fact]
    public void ACodeThatNeverWasIsTold()
    {
        var history = Enumerable.Range(1, 10).Select(day => Of(day, 1_000, 0, (500 + day, 500 - day))).ToList();
        var today = new DeliveryProfile("orders", Today, 1_000, [new ColumnProfile("ship_to", 0, new Dictionary<string, long> { ["CN"] = 400, ["XX"] = 200, ["DE"] = 400 })]);
        Assert.Equal("ship_to is XX in 20 % of rows; it was 0 % in the last 10 deliveries; over all its values 20 % of rows differ", Assert.Single(Drift.Compare(today, history)).Message);
    }

    [Fact]
    public void AtMostTheThreeColumnsThatMovedMostAreTold()
    {
        DeliveryProfile Day(int day, Func<int, long> missing) => new("orders", Today.AddDays(-day), 1_000, [.. Enumerable.Range(0, 8).Select(c => new ColumnProfile(FormattableString.Invariant($"c{c}"), missing(c), null))]);
        var history = Enumerable.Range(1, 10).Select(day => Day(day, _ => 10)).ToList();
        Assert.Equal(["c6", "c2", "c4"], Drift.Compare(Day(0, c => c switch { 6 => 900, 2 or 4 or 7 => 500, _ => 200 }), history).Select(w => w.Column));
    }

    [Fact]
    public void AColumnWithBothMovesIsToldOnceWithTheFarther()
    {
        var history = Enumerable.Range(1, 10).Select(day => Of(day, 1_000, 10, (500, 490))).ToList();
        DeliveryProfile Both(long missing, long first) => new("orders", Today, 1_000, [new ColumnProfile("ship_to", missing, new Dictionary<string, long> { ["CN"] = first, ["DE"] = 1_000 - missing - first })]);
        Assert.Equal(DriftKind.Missing, Assert.Single(Drift.Compare(Both(600, 60), history)).Kind);
        Assert.Equal(DriftKind.Codes, Assert.Single(Drift.Compare(Both(200, 20), history)).Kind);
    }

    [Fact]
    public void NeitherTheOrderOfHistoryNorOfColumnsNorOfCodesMatters()
    {
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            var world = new DeliveryWorld(random, 2_000, 1, weekly: true);
            var history = Enumerable.Range(0, 40).Select(day => world.Next(day)).ToList();
            var today = world.Next(40, DeliveryWorld.Plant.MissingTenfold) with { Rows = 60_000 };
            var expected = Drift.Compare(today, history);
            Assert.NotEmpty(expected);
            DeliveryProfile Shuffled(DeliveryProfile p) => p with { Columns = [.. p.Columns.OrderBy(_ => random.Next()).Select(c => c with { Codes = c.Codes?.OrderBy(_ => random.Next()).ToDictionary() })] };
            Assert.Equal(expected, Drift.Compare(Shuffled(today), [.. history.OrderBy(_ => random.Next()).Select(Shuffled)]));
            // Only the newest count.
            Assert.Equal(expected, Drift.Compare(today, history[10..]));
        }
    }

    [Fact]
    public void MoreRowsOfTheSameSharesHideNothing()
    {
        foreach (var scale in new[] { 1, 10, 1_000, 1_000_000 })
        {
            var history = Enumerable.Range(1, 20).Select(day => Of(day, 1_000L * scale, 20L * scale, (500L * scale, 480L * scale))).ToList();
            var warnings = Drift.Compare(Of(0, 3_000L * scale, 600L * scale, (2_000L * scale, 400L * scale)), history);
            Assert.Equal([DriftKind.Volume, DriftKind.Codes, DriftKind.Missing], warnings.Select(w => w.Kind));
        }
    }

    [Fact]
    public void OneMissingValueAmongFewIsNoMatter()
    {
        var history = Enumerable.Range(1, 30).Select(day => Of(day, 20, 0)).ToList();
        Assert.Empty(Drift.Compare(Of(0, 20, 1), history));
        Assert.Single(Drift.Compare(Of(0, 20, 12), history));
    }

    [Fact]
    public void AQuietDatasetDoesNotCryWolf()
    {
        var history = Enumerable.Range(1, 30).Select(day => Of(day, 2 + (day % 4), 0)).ToList();
        foreach (var rows in new[] { 0, 1, 3, 6, 8 }) Assert.Empty(Drift.Compare(Of(0, rows, 0), history));
        Assert.Single(Drift.Compare(Of(0, 100, 0), history));
    }

    [Fact]
    public void NoRowsAtAllIsTold()
    {
        var history = Enumerable.Range(1, 30).Select(day => Of(day, 900 + (day * 7), 5, (400, 400))).ToList();
        Assert.Equal("the delivery has 0 rows; the last 30 had 907 to 1,110, 1,012 in the middle", Assert.Single(Drift.Compare(Of(0, 0, 0), history)).Message);
    }

    [Fact]
    public void WeekendsAreUsualWhereTheyWereSeenAndVolumesAreNotComparedBefore()
    {
        long Rows(int day) => day % 7 < 2 ? 300 : 1_000;
        Assert.Empty(Drift.Compare(Of(0, 300, 0), [.. Enumerable.Range(1, 28).Select(day => Of(day, Rows(day), 0))]));
        Assert.Empty(Drift.Compare(Of(0, 300, 0), [.. Enumerable.Range(1, 6).Select(day => Of(day, 1_000, 0))]));
        Assert.Single(Drift.Compare(Of(0, 300, 0), [.. Enumerable.Range(1, 7).Select(day => Of(day, 1_000, 0))]));
    }

    [Fact]
    public void OneStrangeDeliveryDoesNotHideTheNext()
    {
        long Rows(int day) => day == 9 ? 10 : 1_000 + day;
        Assert.Equal(DriftKind.Volume, Assert.Single(Drift.Compare(Of(0, 50, 0), [.. Enumerable.Range(1, 30).Select(day => Of(day, Rows(day), 0))])).Kind);
    }

    /// <summary>Four deliveries of 50 % and one of 60 %: each against the others lies 2.5 % off four times and 10 % once, so up to 41 % is not yet sudden.</summary>
    [Fact]
    public void FewDeliveriesThatDifferTellLittle()
    {
        var history = Enumerable.Range(1, 5).Select(day => Of(day, 1_000_000, 0, day == 1 ? (600_000, 400_000) : (500_000, 500_000))).ToList();
        Assert.Empty(Drift.Compare(Of(0, 1_000_000, 0, (900_000, 100_000)), history));
        Assert.Equal("ship_to is CN in 95 % of rows; it was 50 to 60 % in the last 5 deliveries; over all its values 43 % of rows differ", Assert.Single(Drift.Compare(Of(0, 1_000_000, 0, (950_000, 50_000)), history)).Message);
    }

    [Fact]
    public void AColumnThatIsNewIsNotCompared()
    {
        var history = Enumerable.Range(1, 30).Select(day => Of(day, 1_000, 0) with { Columns = day <= 4 ? Of(day, 1_000, 0).Columns : [] }).ToList();
        Assert.Empty(Drift.Compare(Of(0, 1_000, 1_000), history));
    }

    /// <summary>A delivery some days before today.</summary>
    private static DeliveryProfile Of(int daysAgo, long rows, long missing, (long China, long Germany)? codes = null)
    {
        var columns = new List<ColumnProfile> { new("end_user_id", missing, null) };
        if (codes is { } c) columns.Add(new ColumnProfile("ship_to", rows - c.China - c.Germany, new Dictionary<string, long> { ["CN"] = c.China, ["DE"] = c.Germany }));
        if (codes is not null) columns[^1] = columns[^1] with { Missing = 0 };
        return new DeliveryProfile("orders", Today.AddDays(-daysAgo), rows, columns);
    }
}
