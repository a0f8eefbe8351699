using Screening.Alerts;
using Screening.Cli.Drifts;
using Screening.Cli.Nightly;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Drift;
using Screening.Records;
using Screening.Tests.Cli.Nightly;
using Screening.Tests.Typologies;
using Xunit;

namespace Screening.Tests.Cli.Drifts;

/// <summary>What a night says of drift, against every order of the log counted anew.</summary>
public sealed class DriftWatchTests
{
    private static readonly DriftOptions s_options = new() { LatestDays = 20, ReferenceDays = 30, MostReference = 10_000, MostLatest = 10_000 };

    [Fact]
    public void TheWindowsHoldWhatArrivedInThem()
    {
        (SimulatedNight night, DriftReport report) = Watch();
        EventLog log = night.Log;
        ReadPlan plan = ReadPlan.OnArrival(log);
        FeatureMatrix matrix = Engine.Replay(log, night.Countries, plan, 2, null, TestContext.Current.CancellationToken);
        long latest = Micros.StartOf(night.Date.AddDays(-19)), reference = Micros.StartOf(night.Date.AddDays(-49));
        List<int> all = [.. Enumerable.Range(0, plan.Reads.Count).Where(look => !log.Orders[plan.Reads[look].Order].IsRemainder && log.InForce(log.Orders[plan.Reads[look].Order].Order) != Missing.Symbol)];
        List<int> now = [.. all.Where(look => plan.Reads[look].AsOf >= latest)], before = [.. all.Where(look => plan.Reads[look].AsOf >= reference && plan.Reads[look].AsOf < latest)];
        Assert.Equal((now.Count, before.Count), (report.LatestOrders, report.ReferenceOrders));
        Assert.Equal(Engine.DefaultCatalogue.Count, report.Features.Count);
        foreach (DriftedColumn feature in report.Features)
        {
            int column = Engine.DefaultCatalogue[feature.Name];
            Assert.Equal(now.Count(look => double.IsNaN(matrix[look][column])) / (double)now.Count, feature.MissingNow, 12);
            Assert.Equal(before.Count(look => double.IsNaN(matrix[look][column])) / (double)before.Count, feature.MissingBefore, 12);
        }

        Assert.Equal(["margin", "risk", "anomaly"], report.Scores.Select(score => score.Name));
        // A risk is its margin on another scale, and bins are quantiles.
        Assert.Equal(report.Scores[0].Stability, report.Scores[1].Stability, 9);
    }

    [Fact]
    public void AlertsAreThoseOfTheNightsWithinTheWindows()
    {
        (SimulatedNight night, DriftReport report) = Watch(date => new Dictionary<DateOnly, int> { [date.AddDays(-50)] = 1, [date.AddDays(-49)] = 2, [date.AddDays(-20)] = 4, [date.AddDays(-19)] = 8, [date] = 16 });
        Assert.Equal((new AlertVolume(2, 24), new AlertVolume(2, 6)), (report.LatestAlerts, report.ReferenceAlerts));
        Assert.Contains("alerts a night: 12 on 2 nights in the last 20 days, 3 on 2 nights in the 30 before", DriftWords.Note(report, s_options).Beside);
        Assert.Equal(night.Date.AddDays(-19), report.LatestFrom);
        Assert.Equal(night.Date.AddDays(-49), report.ReferenceFrom);
    }

    [Fact]
    public void TooFewOrdersAreSaidAndNotCompared()
    {
        (_, DriftReport report) = Watch(options: s_options with { LeastOrders = 100_000 });
        Assert.Empty(report.Features);
        DriftNote note = DriftWords.Note(report, s_options);
        Assert.Contains("100000 of both are needed", DriftWords.Verdict(note), StringComparison.Ordinal);
    }

    private static (SimulatedNight Night, DriftReport Report) Watch(Func<DateOnly, Dictionary<DateOnly, int>>? alerts = null, DriftOptions? options = null)
    {
        SimulatedNight night = SimulatedNight.Of(3);
        var screen = new Screen(night.Log, night.Countries, SomeRow.ShippedPolicy, night.Date, 2);
        screen.Run(new Dictionary<string, OpenAlert>(), new VersionSet("", "", "", "", ""), new Stages(), null, TestContext.Current.CancellationToken);
        return (night, DriftWatch.Of(night.Log, night.Date, screen.Arrived!, alerts?.Invoke(night.Date) ?? [], options ?? s_options, 2, TestContext.Current.CancellationToken));
    }
}
