using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class TelemetryTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task EveryStageAndOutcomeOfADecisionIsMeasuredWithItsUnit()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var stages = new ConcurrentDictionary<string, ConcurrentBag<double>>(StringComparer.Ordinal);
        var outcomes = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var gauges = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        var units = new ConcurrentDictionary<string, string?>(StringComparer.Ordinal);
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        Meter own = served.Server.Live.Telemetry.Meter;
        Assert.Equal(ServeTelemetry.Name, own.Name);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter == own) listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            units[instrument.Name] = instrument.Unit;
            if (instrument is Histogram<double>) stages.GetOrAdd((string)tags[0].Value!, _ => []).Add(value);
            else gauges[instrument.Name] = value;
        });
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            units[instrument.Name] = instrument.Unit;
            if (instrument.Name == "screening.decisions") outcomes.AddOrUpdate((string)tags[0].Value!, value, (_, before) => before + value);
            else gauges[instrument.Name] = value;
        });
        meters.SetMeasurementEventCallback<int>((instrument, value, _, _) => (units[instrument.Name], gauges[instrument.Name]) = (instrument.Unit, value));
        meters.Start();
        var traces = new ConcurrentBag<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServeTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = traces.Add,
        };
        ActivitySource.AddActivityListener(activities);
        string key = served.Key(KeyRole.Seller, trade.Seller);
        string ruling = await ChangesTests.Decide(served, key, "T-1", trade);
        await ChangesTests.Decide(served, key, "T-1", trade);
        meters.RecordObservableInstruments();
        await ChangesTests.Until(() => outcomes.GetValueOrDefault("duplicate") >= 1 && traces.Count(t => (string?)t.GetTagItem("screening.decision_id") == DecisionRecord.IdOf(DecisionRecord.KeyOf("T-1", 1))) >= 2);
        Assert.True(outcomes[ruling] >= 1);
        Assert.Equal(["answer", "engine", "journal", "queue", "read"], stages.Keys.Order(StringComparer.Ordinal));
        Assert.All(stages.Values.SelectMany(v => v), seconds => Assert.InRange(seconds, 0, 600));
        Assert.Equal(
            ["screening.changes {change}", "screening.decision.stage.duration s", "screening.decisions {decision}", "screening.not_released.share 1", "screening.peers.age d", "screening.queue.length {order}", "screening.replicas.behind s", "screening.snapshot.age s"],
            units.Select(u => $"{u.Key} {u.Value}").Order(StringComparer.Ordinal));
        Assert.InRange(gauges["screening.peers.age"], 0, 0);
        Activity trace = traces.First(t => (string?)t.GetTagItem("screening.outcome") == ruling && (string?)t.GetTagItem("screening.decision_id") == DecisionRecord.IdOf(DecisionRecord.KeyOf("T-1", 1)));
        Assert.All(stages.Keys, stage => Assert.IsType<double>(trace.GetTagItem($"screening.stage.{stage}.seconds")));
    }

    [Fact]
    public async Task MetricsGoToACollectorOnlyWhereOneIsNamedAndOneThatIsGoneStopsNothing()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        using var collector = new HttpListener();
        int port = FreePort();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        var seen = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Task collecting = Task.Run(async () =>
        {
            while (collector.IsListening)
            {
                try
                {
                    HttpListenerContext context = await collector.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    seen.AddOrUpdate(context.Request.Url!.AbsolutePath, System.Text.Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + System.Text.Encoding.Latin1.GetString(body.ToArray()));
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }, TestContext.Current.CancellationToken);
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { Otlp = $"http://127.0.0.1:{port}", OtlpEvery = TimeSpan.FromMilliseconds(200) });
        string key = served.Key(KeyRole.Seller, trade.Seller);
        await ChangesTests.Decide(served, key, "T-1", trade);
        await ChangesTests.Until(() => seen.GetValueOrDefault("/v1/metrics", "").Contains("screening.decision.stage.duration", StringComparison.Ordinal));
        Assert.Contains("screening.snapshot.age", seen["/v1/metrics"], StringComparison.Ordinal);
        Assert.DoesNotContain(key, seen["/v1/metrics"], StringComparison.Ordinal);
        collector.Stop();
        await ChangesTests.Decide(served, key, "T-2", trade);
        await collecting;
    }

    internal static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
