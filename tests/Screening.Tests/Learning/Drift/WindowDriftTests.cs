using Screening.Learning.Drift;
using Xunit;

namespace Screening.Tests.Learning.Drift;

/// <summary>Against a second computation without bins' search, and against what must come of data in which nothing, or one thing, changed.</summary>
public sealed class WindowDriftTests
{
    private static readonly DriftOptions s_options = new();

    [Fact]
    public void TheIndexIsThatOfACountByHand()
    {
        var random = new Random(TestSeed.Value);
        DriftSample before = SomeDrift.Window(random, 700, 12), now = SomeDrift.Window(random, 300, 12, (column, value) => column < 6 ? value : value * 1.3);
        IReadOnlyList<ColumnDrift> found = WindowDrift.Of(before, now, s_options, 2, TestContext.Current.CancellationToken);
        for (int column = 0; column < 12; column++)
        {
            (double index, double missing) = ByHand(before.Column(column), now.Column(column));
            Assert.Equal(index, found[column].Stability, 9);
            Assert.Equal(missing, found[column].MissingNow, 12);
        }
    }

    [Fact]
    public void WithoutAnyChangeAboutTheStatedShareAlarms()
    {
        // 40 pairs of windows of 120 columns: at 0.95 about 240 of 4,800 would, with values of one subject alike.
        DriftOptions options = s_options with { Level = 0.95 };
        int alarms = 0, folklore = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            IReadOnlyList<ColumnDrift> found = WindowDrift.Of(SomeDrift.Window(random, 900, 120), SomeDrift.Window(random, 300, 120), options, 2, TestContext.Current.CancellationToken);
            alarms += found.Count(column => column.IsAlarm);
            folklore += found.Count(column => column.Stability > 0.1);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{alarms} of 4,800 alarm at 0.95; {folklore} are above 0.1"));
        Assert.InRange(alarms, 0.02 * 4800, 0.08 * 4800);
    }

    [Fact]
    public void AShiftedColumnAlarmsAndSaysWhatMoved()
    {
        var random = new Random(TestSeed.Value);
        DriftSample before = SomeDrift.Window(random, 1500, 24);
        DriftSample now = SomeDrift.Window(random, 500, 24, (column, value) => column == 9 ? Math.Min(1, value + 0.15) : column == 14 && random.Next(4) == 0 ? double.NaN : value);
        IReadOnlyList<ColumnDrift> found = WindowDrift.Of(before, now, s_options, 2, TestContext.Current.CancellationToken);
        Assert.True(found[9].IsAlarm);
        Assert.True(found[14].IsAlarm);
        Assert.True(found[14].Moved.IsMissing);
        Assert.True(found[14].MissingNow > found[14].MissingBefore + 0.05);
        Assert.Equal([9, 14], found.OrderByDescending(column => column.IsAlarm).ThenByDescending(column => column.Stability).Take(2).Select(column => column.Column).Order());
        Assert.InRange(found.Count(column => column.IsAlarm), 2, 6);
    }

    [Fact]
    public void WhatOneSubjectBringsIsNoDriftAndWhatManyBringIs()
    {
        DriftSample before = Constant(600, i => 0), one = Constant(200, i => i < 30 ? 1 : 0, i => i < 30 ? 0 : i), many = Constant(200, i => i < 30 ? 1 : 0);
        Assert.False(Only(before, one).IsAlarm);
        Assert.True(Only(before, many).IsAlarm);
        Assert.Equal((0.0, 0.15), (Only(before, many).Moved.ShareBefore, Only(before, many).Moved.ShareNow));
        Assert.False(Only(before, before).IsAlarm);
    }

    [Fact]
    public void FewSubjectsWithManyOrdersRaiseTheThreshold()
    {
        var random = new Random(TestSeed.Value);
        double[] values = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        DriftSample alike = Constant(800, i => values[i / 20], i => i / 20), apart = Constant(800, i => values[i / 20]);
        Assert.True(Only(alike, alike).Threshold > 3 * Only(apart, apart).Threshold);
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        DriftSample before = SomeDrift.Window(new Random(1), 400, 9), now = SomeDrift.Window(new Random(2), 200, 9);
        Assert.Equal(WindowDrift.Of(before, now, s_options, 1, TestContext.Current.CancellationToken), WindowDrift.Of(before, now, s_options, 4, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void WindowsThatCannotBeComparedAreRefused()
    {
        DriftSample some = Constant(5, i => i);
        Assert.Contains("0 orders in the reference", Refused(Constant(0, i => i), some, s_options), StringComparison.Ordinal);
        Assert.Contains("2 columns in the latest", Refused(some, new DriftSample(new double[4], 2, [1, 2]), s_options), StringComparison.Ordinal);
        Assert.Contains("the level is 1;", Refused(some, some, s_options with { Level = 1 }), StringComparison.Ordinal);
        Assert.Contains("5 draws", Refused(some, some, s_options with { Draws = 5 }), StringComparison.Ordinal);
    }

    private static string Refused(DriftSample before, DriftSample now, DriftOptions options) => Assert.Throws<ArgumentException>(() => WindowDrift.Of(before, now, options, 1, TestContext.Current.CancellationToken)).Message;

    private static ColumnDrift Only(DriftSample before, DriftSample now) => WindowDrift.Of(before, now, s_options, 1, TestContext.Current.CancellationToken)[0];

    private static DriftSample Constant(int orders, Func<int, double> value, Func<int, int>? subject = null) =>
        new([.. Enumerable.Range(0, orders).Select(value)], 1, [.. Enumerable.Range(0, orders).Select(subject ?? (i => i))]);

    // Every value is held against every edge; a value that holds two quantiles is counted by itself.
    private static (double Index, double MissingNow) ByHand(double[] before, double[] now)
    {
        double[] told = [.. before.Where(v => !double.IsNaN(v)).Order()];
        List<double> quantiles = [.. Enumerable.Range(1, 9).Select(step => told[(int)Math.Ceiling(step * told.Length / 10.0) - 1])];
        double[] shared = [.. quantiles.GroupBy(q => q).Where(g => g.Count() > 1).Select(g => g.Key)];
        double[] edges = [.. quantiles.Distinct()];
        string Bin(double value)
        {
            if (double.IsNaN(value)) return "missing";
            if (shared.Contains(value)) return FormattableString.Invariant($"only {value:R}");
            // What lies just below a shared value and what lies below the next lower edge are different bins, and so on.
            return FormattableString.Invariant($"{edges.Count(e => e < value)}");
        }

        int bins = edges.Length + 2 + shared.Length;
        // A shared value takes the place of the bin that ends at it unless something else lies there too, which it does when that bin began lower.
        double p = 0.5 * bins + before.Length, q = 0.5 * bins + now.Length, sum = 0;
        var keys = before.Concat(now).Select(Bin).ToHashSet();
        foreach (string key in keys)
        {
            double a = (before.Count(v => Bin(v) == key) + 0.5) / p, b = (now.Count(v => Bin(v) == key) + 0.5) / q;
            sum += (b - a) * Math.Log(b / a);
        }

        int empty = bins - keys.Count;
        sum += empty * ((0.5 / q) - (0.5 / p)) * Math.Log(0.5 / q / (0.5 / p));
        return (sum, now.Count(double.IsNaN) / (double)now.Length);
    }
}
