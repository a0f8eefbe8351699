using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Screening.Client;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Screening.Web.Webhooks;
using Xunit;

namespace Screening.Tests.Web;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class WebhookTests(ServedLakeFixture lake)
{
    private const string Secret = "a-secret-of-more-than-32-characters-1", Old = "the-secret-before-it-of-32-characters";
    private static readonly WebhookTiming s_quick = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(300), [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40)]);

    [Fact]
    public async Task AReceiverThatFailsHangsRedirectsAndLiesGetsEveryChangeInTheEndAndNobodyWaitsForIt()
    {
        using var folder = new TemporaryFolder();
        using var receiver = new Receiver();
        Trade trade = lake.Trades[0];
        string path = lake.Copy(folder);
        Write(path, $"webhooks:\n  - seller: {trade.Seller}\n    url: http://127.0.0.1:{receiver.Port}/in\n    secrets: [{Secret}, {Old}]\n");
        receiver.Answers.Enqueue("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
        receiver.Answers.Enqueue($"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:{receiver.Port}/stolen\r\nContent-Length: 0\r\n\r\n");
        receiver.Answers.Enqueue("");
        receiver.Answers.Enqueue("hang");
        receiver.Answers.Enqueue("HTTP/9.9 yes\r\n\r\n");
        receiver.Answers.Enqueue("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nnever more than this");
        await using ServedLake served = await ServedLake.Start(path, with: o => o with { FollowEvery = TimeSpan.FromMilliseconds(100), Webhooks = s_quick });
        string key = served.Key(KeyRole.Seller, trade.Seller);
        await ChangesTests.Decide(served, key, "A-1", trade);
        await ChangesTests.Deliver(served, ["H-1,placed,A-1,,2025-07-01 09:00:00,analyst,,2025-07-01 09:00:00"]);
        await ChangesTests.Until(() => served.Server.Live.Book.Changes.Find(trade.Seller, null, 1).Acknowledged == 1);
        await ChangesTests.Until(() => served.Server.Webhooks.States[0] is { Failures: 0, Problem: null });

        // The first five were not taken: each time the same body came again, signed anew, and nothing went where it was led.
        Assert.True(receiver.Requests.Count >= 5, $"{receiver.Requests.Count} deliveries");
        Assert.All(receiver.Requests, r => Assert.Equal("/in", r.Path));
        Assert.Single(receiver.Requests.Select(r => r.Body).Distinct());
        (_, string signature, string body) = receiver.Requests.First();
        Assert.Equal("A-1", JsonDocument.Parse(body).RootElement.GetProperty("changes")[0].GetProperty("order_id").GetString());
        DateTimeOffset now = served.Clock.GetUtcNow();
        foreach (string secret in new[] { Secret, Old }) Assert.True(WebhookCheck.Holds(signature, Encoding.UTF8.GetBytes(body), secret, now, TimeSpan.FromMinutes(10)));
        Assert.False(WebhookCheck.Holds(signature, Encoding.UTF8.GetBytes(body + " "), Secret, now, TimeSpan.FromMinutes(10)));
        Assert.False(WebhookCheck.Holds(signature, Encoding.UTF8.GetBytes(body), Secret + "x", now, TimeSpan.FromMinutes(10)));
        Assert.False(WebhookCheck.Holds(signature, Encoding.UTF8.GetBytes(body), Secret, now.AddMinutes(20), TimeSpan.FromMinutes(10)));
        Assert.False(WebhookCheck.Holds(signature.Replace("t=1", "t=2", StringComparison.Ordinal), Encoding.UTF8.GetBytes(body), Secret, now, TimeSpan.FromDays(36500)));
        Assert.False(WebhookCheck.Holds(null, Encoding.UTF8.GetBytes(body), Secret, now, TimeSpan.FromMinutes(10)));

        // While nobody takes anything, orders are decided and the calls answer.
        receiver.IsHanging = true;
        await ChangesTests.Decide(served, key, "A-2", trade);
        await ChangesTests.Deliver(served, ["H-2,placed,A-2,,2025-07-01 09:06:00,analyst,,2025-07-01 09:06:00"]);
        await ChangesTests.Until(() => served.Server.Webhooks.States[0].Failures > 0);
        await ChangesTests.Decide(served, key, "A-3", trade);
        Assert.Equal(2, (await ChangesTests.Changes(served, key, "")).GetProperty("cursor").GetInt32());
        using HttpResponseMessage status = await served.Get("/v1/status", served.Key(KeyRole.Analyst));
        Assert.Equal(trade.Seller, (await ServedLake.Json(status)).GetProperty("webhooks")[0].GetProperty("seller_id").GetString());
        receiver.IsHanging = false;
        await ChangesTests.Until(() => served.Server.Live.Book.Changes.Find(trade.Seller, null, 1).Acknowledged == 2);
    }

    [Fact]
    public async Task AFileThatIsChangedWhileItServesCountsAndOneThatIsNotAsAcceptedChangesNothing()
    {
        using var folder = new TemporaryFolder();
        using var first = new Receiver();
        using var second = new Receiver();
        Trade trade = lake.Trades[0];
        string path = lake.Copy(folder);
        await using ServedLake served = await ServedLake.Start(path, with: o => o with { FollowEvery = TimeSpan.FromMilliseconds(100), KeysEvery = TimeSpan.FromMilliseconds(50), Webhooks = s_quick });
        string key = served.Key(KeyRole.Seller, trade.Seller), analyst = served.Key(KeyRole.Analyst);
        await ChangesTests.Decide(served, key, "A-1", trade);
        await ChangesTests.Deliver(served, ["H-1,placed,A-1,,2025-07-01 09:00:00,analyst,,2025-07-01 09:00:00"]);
        await ChangesTests.Until(() => served.Server.Live.Book.Changes.Count == 1);
        Assert.Empty(served.Server.Webhooks.States);

        // Nobody was told yet; a target that comes gets what waits.
        Write(path, Target(trade.Seller, first.Port));
        await ChangesTests.Until(() => served.Server.Live.Book.Changes.Find(trade.Seller, null, 1).Acknowledged == 1);
        Assert.Single(first.Requests);

        // A broken file is told, and the one before counts on.
        Write(path, "webhooks: [nonsense");
        await ChangesTests.Until(() => served.Server.Webhooks.Problem is not null);
        using (HttpResponseMessage status = await served.Get("/v1/status", analyst)) Assert.Contains("webhooks.yaml", (await ServedLake.Json(status)).GetProperty("webhooks_problem").GetString(), StringComparison.Ordinal);
        await ChangesTests.Decide(served, key, "A-2", trade);
        await ChangesTests.Deliver(served, ["H-2,placed,A-2,,2025-07-01 09:06:00,analyst,,2025-07-01 09:06:00"]);
        await ChangesTests.Until(() => served.Server.Live.Book.Changes.Find(trade.Seller, null, 1).Acknowledged == 2);
        Assert.Equal(2, first.Requests.Count);

        // Another address takes the place of the first, which hears of nothing more.
        Write(path, Target(trade.Seller, second.Port));
        await ChangesTests.Decide(served, key, "A-3", trade);
        await ChangesTests.Until(() => served.Server.Webhooks.Problem is null);
        await ChangesTests.Deliver(served, ["H-3,placed,A-3,,2025-07-01 09:08:00,analyst,,2025-07-01 09:08:00"]);
        await ChangesTests.Until(() => served.Server.Live.Book.Changes.Find(trade.Seller, null, 1).Acknowledged == 3);
        Assert.Equal((2, 1), (first.Requests.Count, second.Requests.Count));
    }

    [Theory]
    [InlineData("url: http://example.com/in\n    secrets: [a-secret-of-more-than-32-characters-1]", "http with allow_http: true")]
    [InlineData("url: ftp://127.0.0.1/in\n    secrets: [a-secret-of-more-than-32-characters-1]", "an https address")]
    [InlineData("url: https://user@example.com/in\n    secrets: [a-secret-of-more-than-32-characters-1]", "without user")]
    [InlineData("url: https://example.com/in\n    secrets: [short]", "of 32 characters or more")]
    [InlineData("url: https://example.com/in\n    secrets: []", "one or two")]
    [InlineData("url: https://example.com/in\n    surprise: 1\n    secrets: [a-secret-of-more-than-32-characters-1]", "unknown key")]
    public void ATargetThatIsNotAsAcceptedStopsTheStart(string target, string accepted)
    {
        using var folder = new TemporaryFolder();
        Write(folder["lake"], $"webhooks:\n  - seller: P-1\n    {target}\n");
        Assert.Contains(accepted, Assert.Throws<ArgumentException>(() => WebhookFile.Read(folder["lake"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatOthersMayReadStopsTheStart()
    {
        using var folder = new TemporaryFolder();
        Write(folder["lake"], "webhooks:\n  - seller: P-1\n    url: https://example.com/in\n    secrets: [a-secret-of-more-than-32-characters-1]\n");
        Assert.Equal("https://example.com/in", Assert.Single(WebhookFile.Read(folder["lake"])).Url.ToString());
        File.SetUnixFileMode(WebhookFile.PathOf(folder["lake"]), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("mode 600", Assert.Throws<ArgumentException>(() => WebhookFile.Read(folder["lake"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitsGrowByTheScheduleAndChanceTakesAtMostHalf()
    {
        WebhookTiming usual = WebhookTiming.Usual;
        Assert.Equal([1, 2, 5, 15, 60, 300, 900, 3600, 3600, 3600], Enumerable.Range(1, 10).Select(i => usual.WaitAfter(i, 0).TotalSeconds));
        Assert.Equal(30, usual.WaitAfter(5, 1).TotalSeconds);
    }

    private static string Target(string seller, int port) => $"webhooks:\n  - seller: {seller}\n    url: http://127.0.0.1:{port}/in\n    secrets: [{Secret}]\n";

    private static void Write(string path, string yaml)
    {
        string file = WebhookFile.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, yaml);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>A server that answers as it is told, one connection a request.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentBag<TcpClient> _open = [];

        public Receiver()
        {
            _listener.Start();
            _ = Task.Run(Accept);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<string> Answers { get; } = new();

        public ConcurrentQueue<(string Path, string Signature, string Body)> Requests { get; } = new();

        public bool IsHanging { get; set; }

        public void Dispose()
        {
            _listener.Stop();
            foreach (TcpClient client in _open) client.Dispose();
        }

        private async Task Accept()
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync();
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }

                _open.Add(client);
                _ = Task.Run(() => Serve(client));
            }
        }

        private async Task Serve(TcpClient client)
        {
            byte[] buffer = new byte[1 << 16];
            int used = 0;
            while (true)
            {
                int read;
                try
                {
                    read = await client.GetStream().ReadAsync(buffer.AsMemory(used));
                }
                catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }

                if (read == 0) return;
                used += read;
                string text = Encoding.UTF8.GetString(buffer, 0, used);
                int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (head < 0) continue;
                string[] lines = text[..head].Split("\r\n");
                string Header(string name) => lines.First(l => l.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];
                if (text.Length < head + 4 + int.Parse(Header("Content-Length"), System.Globalization.CultureInfo.InvariantCulture)) continue;
                Requests.Enqueue((lines[0].Split(' ')[1], Header("Screening-Signature"), text[(head + 4)..]));
                used = 0;
                string answer = IsHanging ? "hang" : Answers.TryDequeue(out string? next) ? next : "HTTP/1.1 204 Taken\r\n\r\n";
                if (answer == "hang") continue;
                if (answer.Length == 0)
                {
                    client.Dispose();
                    return;
                }

                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer));
            }
        }
    }
}
