using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Screening.Cli.Lakes;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Policies;
using Screening.Simulation;
using Screening.Web.Serving;

namespace Screening.Cli.Benchmarks;

/// <summary>What the endpoint does under load.</summary>
/// <param name="Orders">Orders of the history in memory.</param>
/// <param name="Parties">Parties known.</param>
/// <param name="OfferedPerS">Orders offered a second.</param>
/// <param name="DecisionsPerS">Decisions answered a second, durable.</param>
/// <param name="P50Ms">Half were answered within so many milliseconds of the moment at which they were due to be sent.</param>
/// <param name="P99Ms">99 of 100.</param>
/// <param name="P999Ms">999 of 1,000.</param>
/// <param name="DryRunP99Ms">99 of 100 dry runs, at a fifth of the rate.</param>
/// <param name="NotDecided">Orders that were answered otherwise.</param>
/// <param name="DecisionsPerSync">Decisions that one sync of the journal made durable.</param>
/// <param name="LoadSeconds">From start to readiness.</param>
/// <param name="MemoryMb">Resident memory when ready, load generator included.</param>
/// <param name="PeakMb">Its peak.</param>
/// <param name="LoadAverage">Load average of the machine at the end.</param>
internal sealed record ServeMeasured(
    int Orders, long Parties, double OfferedPerS, double DecisionsPerS, double P50Ms, double P99Ms, double P999Ms, double DryRunP99Ms, int NotDecided, double DecisionsPerSync,
    double LoadSeconds, double MemoryMb, double PeakMb, double LoadAverage);

/// <summary>
/// The endpoint under an open load: orders are due at fixed moments whether or not earlier ones are answered, and each is timed from when it was due, so that a
/// stall counts against every order that it delays. Server and clients share the process and the machine.
/// </summary>
internal sealed class ServeBench(string folder, ConsoleProgress progress, CancellationToken cancellation)
{
    private const int Connections = 64;
    private const int MostTrades = 20_000;
    private List<string[]> _trades = [];

    /// <summary>Measures.</summary>
    /// <param name="world">The history.</param>
    /// <param name="perSecond">Orders offered a second.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="threads">Threads to load with.</param>
    public async Task<ServeMeasured> Run(WorldOptions world, double perSecond, int seconds, int threads)
    {
        string path = Path.Combine(folder, "lake");
        ContractStore contracts = Home.Contracts();
        SimulatedLake.Make(path, world, progress, cancellation);
        Lake lake = Lake.Open(path);
        Incoming.Take(lake, contracts, DateTime.UtcNow, threads, progress, cancellation);
        LakeSnapshot snapshot = lake.Snapshot();
        long parties = snapshot.Rows("parties");
        _trades = Trades(snapshot, contracts, threads);
        var clock = new ShiftedClock(world.LastDay.AddDays(1).ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc));
        Dictionary<string, string> keys = Keys(path, clock);
        progress.Report("loading");
        Policy policy = Home.Policy("1.1.0");
        long start = Stopwatch.GetTimestamp();
        var options = new ServeOptions { Lake = path, Url = "http://127.0.0.1:0", OrdersPerSecond = 1e6, OrdersAtOnce = 1e6, DryRunsPerSecond = 1e6, Threads = threads };
        await using ScoringServer server = await ScoringServer.Start(options, contracts, policy, clock);
        await server.Live.Loaded;
        if (server.Live.NotReady is { } why) throw new InvalidOperationException(why);
        double loadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        progress.Report("warming up");
        await Offer(server.Url.Port, keys, clock, "W", "/v1/decisions", perSecond / 2, (int)(perSecond * 2));
        GC.Collect();
        double memory = Environment.WorkingSet / 1048576.0;
        progress.Report("deciding");
        long commits = server.Live.Book.Commits;
        (double[] latencies, int refused, double took) = await Offer(server.Url.Port, keys, clock, "L", "/v1/decisions", perSecond, (int)(perSecond * seconds));
        commits = server.Live.Book.Commits - commits;
        progress.Report("dry runs");
        (double[] dry, _, _) = await Offer(server.Url.Port, keys, clock, "D", "/v1/decisions/dry-run", perSecond / 5, (int)(perSecond / 5 * Math.Min(seconds, 10)));
        return new ServeMeasured(
            world.Orders, parties, perSecond, (latencies.Length - refused) / took, Quantile(latencies, 0.5), Quantile(latencies, 0.99), Quantile(latencies, 0.999), Quantile(dry, 0.99), refused,
            commits == 0 ? 0 : (double)latencies.Length / commits, loadSeconds, memory, ProcessMemory.PeakMb(),
            double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));
    }

    private static double Quantile(double[] sorted, double share) => Math.Round(sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);

    private static List<string[]> Trades(LakeSnapshot snapshot, ContractStore contracts, int threads)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(
            $"""
            SELECT seller_id, purchaser_id, coalesce(end_user_id, purchaser_id), product_id, destination_country, CAST(quantity AS VARCHAR), CAST(value_usd AS VARCHAR)
            FROM {snapshot.Relation(contracts["orders"])} WHERE line_no = 1 ORDER BY hash(order_id), version LIMIT {MostTrades}
            """);
        var trades = new List<string[]>();
        while (result.NextChunk() is { } chunk)
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                int at = row;
                trades.Add([.. Enumerable.Range(0, 7).Select(column => chunk[column].String(at)!)]);
            }
        }

        return trades;
    }

    private Dictionary<string, string> Keys(string lake, ShiftedClock clock)
    {
        using KeyStore store = KeyStore.Open(lake);
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return _trades.Select(t => t[0]).Distinct(StringComparer.Ordinal).ToDictionary(s => s, s => store.Create(KeyRole.Seller, s, "bench", now, now.AddDays(1)).Text, StringComparer.Ordinal);
    }

    private async Task<(double[] Sorted, int Refused, double Seconds)> Offer(
        int port, Dictionary<string, string> keys, ShiftedClock clock, string name, string path, double perSecond, int count)
    {
        double[] latencies = new double[count];
        (int next, int refused) = (-1, 0);
        long start = Stopwatch.GetTimestamp();
        async Task Client()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            byte[] answer = new byte[1 << 16];
            while (true)
            {
                int i = Interlocked.Increment(ref next);
                if (i >= count) return;
                byte[] request = Request(_trades[i % _trades.Count], keys, clock, $"{name}-{i}", path);
                double due = i / perSecond, early = due - Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (early > 0.001) await Task.Delay(TimeSpan.FromSeconds(early), cancellation);
                await socket.SendAsync(request, cancellation);
                if (!await IsOk(socket, answer)) Interlocked.Increment(ref refused);
                latencies[i] = (Stopwatch.GetElapsedTime(start).TotalSeconds - due) * 1000;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(Client, cancellation)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        return (latencies, refused, seconds);
    }

    private static byte[] Request(string[] trade, Dictionary<string, string> keys, ShiftedClock clock, string id, string path)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $$$"""
            {"order_id":"{{{id}}}","version":1,"status":"placed","effective_at":"{{{clock.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}}","parties":{"purchaser":{"id":"{{{trade[1]}}}"},"end_user":{"id":"{{{trade[2]}}}"}},"route":{"destination_country":"{{{trade[4]}}}"},"end_use":{"stated":"training of language models"},"lines":[{"line_no":1,"product_id":"{{{trade[3]}}}","quantity":{{{trade[5]}}},"value_usd":{{{trade[6]}}}}]}
            """);
        return Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {keys[trade[0]]}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    private async Task<bool> IsOk(Socket socket, byte[] buffer)
    {
        int used = 0;
        while (true)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(used), cancellation);
            if (read == 0) return false;
            used += read;
            int head = buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            int at = buffer.AsSpan(0, head).IndexOf("Content-Length: "u8);
            if (at < 0 || !Utf8Parser.TryParse(buffer.AsSpan(at + 16, head - at - 16), out int length, out _))
                throw new InvalidOperationException("an answer has no length: " + Encoding.UTF8.GetString(buffer, 0, head));
            if (used >= head + 4 + length) return buffer.AsSpan(0, 12).SequenceEqual("HTTP/1.1 200"u8);
        }
    }

    /// <summary>A clock that runs as the machine's does from another moment on.</summary>
    private sealed class ShiftedClock(DateTime from) : TimeProvider
    {
        private readonly TimeSpan _shift = from - DateTime.UtcNow;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;
    }
}
