using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Screening.Cli.Lakes;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Simulation;

namespace Screening.Cli.Benchmarks;

/// <summary>What is offered to the endpoint.</summary>
/// <param name="Rates">Orders a second, one load after the other.</param>
/// <param name="Seconds">How long each of them takes.</param>
/// <param name="SoakSeconds">How long the last of them takes; 0 for as long as the others.</param>
/// <param name="Threads">Threads to load with.</param>
/// <param name="Memory">Memory that the endpoint is told to stay in; <c>null</c> for as much as is fast.</param>
/// <param name="WarmSeconds">For how long orders are offered at 1,000 a second before anything is measured; 0 for a few seconds at a fifth of that.</param>
internal sealed record ServeOffer(IReadOnlyList<int> Rates, int Seconds, int SoakSeconds, int Threads, string? Memory, int WarmSeconds);

/// <summary>The endpoint under load: the serving process apart, the load generator here, both on this machine.</summary>
internal sealed class ServeBench(string folder, ConsoleProgress progress, CancellationToken cancellation)
{
    private const int MostTrades = 20_000;
    private const int DryRunsPerSecond = 1000, BesideBatchesPerSecond = 200, WarmPerSecond = 1000;
    private const double BesideBatchesSeconds = 5;
    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(5);

    /// <summary>Measures on a simulated lake.</summary>
    public async Task<ServeMeasured> Simulated(WorldOptions world, ServeOffer offer)
    {
        string path = Path.Combine(folder, "lake");
        SimulatedLake.Make(path, world, progress, cancellation);
        Incoming.Take(Lake.Open(path), Home.Contracts(), DateTime.UtcNow, offer.Threads, memory: null, progress, cancellation);
        return await Run(path, world.LastDay.AddDays(1), offer);
    }

    /// <summary>Measures on a lake that is there, on the day after its last; the endpoint writes into it.</summary>
    public async Task<ServeMeasured> Run(string lake, DateOnly day, ServeOffer offer)
    {
        System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.SustainedLowLatency;
        ContractStore contracts = Home.Contracts();
        LakeSnapshot snapshot = Lake.Open(lake).Snapshot();
        List<OfferedTrade> trades = Trades(snapshot, contracts, offer.Threads);
        DateTime now = day.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);
        (Dictionary<string, string> keys, string auditor) = Keys(lake, trades, now);
        progress.Report("loading");
        long start = Stopwatch.GetTimestamp();
        using ServedProcess server = await ServedProcess.Start(
        [
            "--lake", lake, "--policy", "1.1.0", "--urls", "http://127.0.0.1:0", "--as-of", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "--orders-per-second", "1000000", "--dry-runs-per-second", "1000000", "--threads", offer.Threads.ToString(CultureInfo.InvariantCulture),
            .. offer.Memory is { } limit ? (string[])["--memory", limit, "--keep-peers"] : [],
        ], cancellation);
        double loadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds, memory = server.MemoryMb;
        using var load = new ServeLoad(server.Port, trades, keys, now, cancellation);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auditor);
        ServeStatus ready = await Status(client);
        progress.Report("warming up");
        (double perSecond, double warmSeconds) = offer.WarmSeconds > 0 ? (WarmPerSecond, offer.WarmSeconds) : (200, s_warm.TotalSeconds);
        await load.Offer("WRM", "/v1/decisions", perSecond, warmSeconds);
        progress.Report("as many as it takes");
        LoadMeasured saturation = await Measure(server, client, load, "SAT", null, offer.Seconds);
        var rates = new List<LoadMeasured>();
        List<double> overTime = [];
        foreach (int rate in offer.Rates)
        {
            bool isLast = rates.Count == offer.Rates.Count - 1;
            int seconds = isLast && offer.SoakSeconds > 0 ? offer.SoakSeconds : offer.Seconds;
            progress.Report(FormattableString.Invariant($"{rate:#,0} a second for {seconds:#,0} s"));
            using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task<List<double>> memories = Memories(server, seconds / 10.0, watch.Token);
            rates.Add(await Measure(server, client, load, FormattableString.Invariant($"R{(char)('A' + rates.Count)}x"), rate, seconds));
            await watch.CancelAsync();
            overTime = await memories;
        }

        progress.Report("dry runs");
        Offered dry = await load.Offer("DRY", "/v1/decisions/dry-run", DryRunsPerSecond, Math.Min(offer.Seconds, 10));
        double delay = await BatchDelay(load);
        LoadMeasured greatest = rates.MaxBy(r => r.OfferedPerS)!;
        return new ServeMeasured(
            snapshot.Rows("orders"), snapshot.Rows("parties"), greatest.DecisionsPerS, greatest.P50Ms, greatest.P99Ms, greatest.P999Ms, Quantile(dry.Ms, 0.5), Quantile(dry.Ms, 0.99), Quantile(dry.LateMs, 0.99), delay, Math.Round(loadSeconds, 1), memory, ready.HeapMb,
            ready.LargePagesMb, server.PeakMb, saturation, rates, overTime);
    }

    private static async Task<ServeStatus> Status(HttpClient client)
    {
        using JsonDocument status = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1/status", UriKind.Relative)));
        JsonElement root = status.RootElement;
        return new ServeStatus(
            root.GetProperty("journal_syncs").GetInt64(), root.GetProperty("heap_mb").GetDouble(), root.GetProperty("large_pages_mb").GetDouble(), root.GetProperty("gc_pause_ms").GetDouble(),
            root.GetProperty("gc_collections").GetInt32(), root.GetProperty("full_collections").GetInt32());
    }

    private static async Task<List<double>> Memories(ServedProcess server, double everySeconds, CancellationToken stop)
    {
        var all = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(everySeconds), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            all.Add(server.MemoryMb);
        }

        return all;
    }

    private static double Quantile(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);

    private static async Task<LoadMeasured> Measure(ServedProcess server, HttpClient client, ServeLoad load, string name, int? rate, int seconds)
    {
        ServeStatus before = await Status(client);
        TimeSpan waited = server.EngineWait;
        (TimeSpan serverCpu, TimeSpan clientCpu) = (server.Cpu, Environment.CpuUsage.TotalTime);
        (double[] sorted, double[] late, int refused, double took, int slow) = await load.Offer(name, "/v1/decisions", rate, seconds);
        (serverCpu, clientCpu) = (server.Cpu - serverCpu, Environment.CpuUsage.TotalTime - clientCpu);
        waited = server.EngineWait - waited;
        ServeStatus after = await Status(client);
        double Us(TimeSpan cpu) => Math.Round(cpu.TotalMicroseconds / sorted.Length, 1);
        return new LoadMeasured(
            rate ?? 0, Math.Round((sorted.Length - refused) / took, 1), Quantile(sorted, 0.5), Quantile(sorted, 0.99), Quantile(sorted, 0.999), Quantile(sorted, 1), Quantile(late, 0.99), slow, refused,
            Math.Round(sorted.Length / (double)Math.Max(1, after.Syncs - before.Syncs), 1), Us(serverCpu), Us(clientCpu), Math.Round(serverCpu.TotalSeconds / took, 2), Math.Round(after.GcPauseMs - before.GcPauseMs, 1), after.GcCollections - before.GcCollections, after.FullCollections - before.FullCollections, Math.Round(waited.TotalSeconds / took, 3),
            double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture));
    }

    // The same single orders without batches and beside them: what batches add to the 99 of 100 is their delay.
    private async Task<double> BatchDelay(ServeLoad load)
    {
        progress.Report("single orders without batches");
        Offered without = await load.Offer("BOx", "/v1/decisions", BesideBatchesPerSecond, BesideBatchesSeconds);
        progress.Report("single orders beside batches");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<int> batches = load.OfferBatches("BAT", stop.Token);
        Offered beside = await load.Offer("BWx", "/v1/decisions", BesideBatchesPerSecond, BesideBatchesSeconds);
        await stop.CancelAsync();
        await batches;
        return Math.Round(Math.Max(0, Quantile(beside.Ms, 0.99) - Quantile(without.Ms, 0.99)), 3);
    }

    private static List<OfferedTrade> Trades(LakeSnapshot snapshot, ContractStore contracts, int threads)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(
            $"""
            SELECT seller_id, purchaser_id, coalesce(end_user_id, purchaser_id), product_id, destination_country, CAST(quantity AS VARCHAR), CAST(value_usd AS VARCHAR)
            FROM {snapshot.Relation(contracts["orders"])} WHERE line_no = 1 ORDER BY hash(order_id), version LIMIT {MostTrades}
            """);
        var trades = new List<OfferedTrade>();
        while (result.NextChunk() is { } chunk)
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                string Text(int column) => chunk[column].String(row)!;
                trades.Add(new OfferedTrade(Text(0), Text(1), Text(2), Text(3), Text(4), Text(5), Text(6)));
            }
        }

        return trades;
    }

    private static (Dictionary<string, string> Sellers, string Auditor) Keys(string lake, List<OfferedTrade> trades, DateTime now)
    {
        using KeyStore store = KeyStore.Open(lake);
        DateTime ends = now.AddDays(2);
        return (
            trades.Select(t => t.Seller).Distinct(StringComparer.Ordinal).ToDictionary(s => s, s => store.Create(KeyRole.Seller, s, "bench", now, ends).Text, StringComparer.Ordinal),
            store.Create(KeyRole.Auditor, null, "bench", now, ends).Text);
    }

    /// <summary>What the endpoint says of itself; see <c>/v1/status</c>.</summary>
    private sealed record ServeStatus(long Syncs, double HeapMb, double LargePagesMb, double GcPauseMs, int GcCollections, int FullCollections);
}
