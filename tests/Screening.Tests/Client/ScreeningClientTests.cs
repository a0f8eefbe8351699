using System.Net;
using System.Net.Sockets;
using System.Text;
using Screening.Client;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Screening.Tests.Web;
using Xunit;

namespace Screening.Tests.Client;

public sealed class ScreeningClientTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task TheEndpointsAnswersAreTypedAndARepeatIsADuplicate()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { FollowEvery = TimeSpan.FromMilliseconds(100) });
        using ScreeningClient client = Client(served.Server.Url, served.Key(KeyRole.Seller, trade.Seller));
        Decision decided = await client.DecideAsync(Order("A-1", trade), TestContext.Current.CancellationToken);
        Assert.True(decided.IsDecided, decided.Problem);
        Assert.StartsWith("D-", decided.DecisionId, StringComparison.Ordinal);
        Assert.Contains("payment.terms", decided.MissingData);
        Decision again = await client.DecideAsync(Order("A-1", trade), TestContext.Current.CancellationToken);
        Assert.Equal((true, decided.Ruling, decided.DecisionId), (again.IsDuplicate, again.Ruling, again.DecisionId));

        // Refused: a hold with the fields, sent once.
        Decision refused = await client.DecideAsync(Order("A-2", trade) with { Status = "sold" }, TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, false, false, 1), (refused.Ruling, refused.IsDecided, refused.MayBeSentAgain, refused.Attempts));
        Assert.Equal(("status", "sold"), (Assert.Single(refused.Refused).Field, refused.Refused[0].Value));
        Decision contradiction = await client.DecideAsync(Order("A-1", trade) with { Route = new OrderRoute("DE") }, TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, false, false, 1), (contradiction.Ruling, contradiction.IsDecided, contradiction.MayBeSentAgain, contradiction.Attempts));
        using ScreeningClient stranger = Client(served.Server.Url, "sk_nobody_0000");
        Decision unknown = await stranger.DecideAsync(Order("A-3", trade), TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, false, 1), (unknown.Ruling, unknown.IsDecided, unknown.Attempts));
        Assert.StartsWith("401", unknown.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScreeningException>(() => stranger.ChangesAsync(0, TestContext.Current.CancellationToken));

        await ChangesTests.Deliver(served, ["H-1,placed,A-1,,2025-07-01 09:00:00,analyst,,2025-07-01 09:00:00"]);
        ChangePage page = await client.ChangesAsync(null, TestContext.Current.CancellationToken);
        Change change = Assert.Single(page.Changes);
        Assert.Equal((1L, "A-1", 1, Ruling.Hold, 1L, false), (change.Number, change.OrderId, change.Version, change.Ruling, page.Cursor, page.More));
        await client.AcknowledgeAsync(page.Cursor, TestContext.Current.CancellationToken);
        Assert.Empty((await client.ChangesAsync(null, TestContext.Current.CancellationToken)).Changes);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Not ready\r\nContent-Type: application/problem+json\r\nRetry-After: 0\r\nContent-Length: 37\r\n\r\n{\"title\":\"not ready\",\"detail\":\"soon\"}", "503 ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "could not be asked")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"decision\":\"go ahead\"}", "could not be asked")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{\"decision\":\"release\"", "in time")]
    [InlineData("hello\r\n\r\n", "could not be asked")]
    [InlineData("hang", "in time")]
    [InlineData("", "could not be asked")]
    public async Task WhateverIsNoAnswerIsAHoldWithinTheDeadlineAfterMoreThanOneAttempt(string answer, string problem)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Task serving = Task.Run(() => Answer(server, answer), TestContext.Current.CancellationToken);
        using ScreeningClient client = Impatient(new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}"));
        Decision held = await client.DecideAsync(Order("A-1", new Trade("S", "P", "X", "DE")), TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, false, true), (held.Ruling, held.IsDecided, held.MayBeSentAgain));
        Assert.True(held.Attempts > 1, $"{held.Attempts} attempts");
        Assert.Contains(problem, held.Problem, StringComparison.Ordinal);
        server.Stop();
        await serving;
    }

    [Fact]
    public async Task ARedirectIsNotFollowedAndNobodyThereIsAHoldAndGivingUpIsAHold()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        int port = ((IPEndPoint)server.LocalEndpoint).Port;
        Task serving = Task.Run(() => Answer(server, $"HTTP/1.1 302 Elsewhere\r\nLocation: http://127.0.0.1:{port}/x\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
        using ScreeningClient client = Impatient(new Uri($"http://127.0.0.1:{port}"));
        Decision led = await client.DecideAsync(Order("A-1", new Trade("S", "P", "X", "DE")), TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, false, 1), (led.Ruling, led.MayBeSentAgain, led.Attempts));
        server.Stop();
        await serving;
        Decision nobody = await client.DecideAsync(Order("A-1", new Trade("S", "P", "X", "DE")), TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, true), (nobody.Ruling, nobody.MayBeSentAgain));
        Decision givenUp = await client.DecideAsync(Order("A-1", new Trade("S", "P", "X", "DE")), new CancellationToken(canceled: true));
        Assert.Equal((Ruling.Hold, false), (givenUp.Ruling, givenUp.IsDecided));
        Assert.Contains("gave up", givenUp.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatIsKilledUnderwayIsAHoldAndItsDecisionIsTheSameAfterARestart()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        string path = lake.Copy(folder), key;
        using (KeyStore store = KeyStore.Open(path)) (_, key) = store.Create(KeyRole.Seller, trade.Seller, "test", DateTime.UtcNow, DateTime.UtcNow.AddDays(1));
        int port = FreePort();
        string[] serve = ["serve", "--lake", path, "--urls", $"http://127.0.0.1:{port}", "--policy", "1.1.0"];
        using ScreeningClient client = new(new ScreeningClientOptions { Endpoint = new Uri($"http://127.0.0.1:{port}"), ApiKey = key, Deadline = TimeSpan.FromMinutes(2), Attempt = TimeSpan.FromSeconds(20) });
        Decision first;
        using (ScreeningProcess process = ScreeningProcess.Start(serve))
        {
            // Not there, then not ready, then decided: one call sees it all through.
            first = await client.DecideAsync(Order("A-1", trade), TestContext.Current.CancellationToken);
            Assert.True(first.IsDecided, first.Problem);
            Assert.True(process.KillAfter(TimeSpan.Zero));
        }

        using ScreeningClient quick = Client(new Uri($"http://127.0.0.1:{port}"), key);
        Decision held = await quick.DecideAsync(Order("A-1", trade), TestContext.Current.CancellationToken);
        Assert.Equal((Ruling.Hold, false, true), (held.Ruling, held.IsDecided, held.MayBeSentAgain));
        using ScreeningProcess restarted = ScreeningProcess.Start(serve);
        Decision again = await client.DecideAsync(Order("A-1", trade), TestContext.Current.CancellationToken);
        Assert.Equal((true, true, first.Ruling, first.DecisionId), (again.IsDecided, again.IsDuplicate, again.Ruling, again.DecisionId));
        restarted.KillAfter(TimeSpan.Zero);
    }

    [Fact]
    public void OptionsThatCannotWorkAreRefused()
    {
        var options = new ScreeningClientOptions { Endpoint = new Uri("http://127.0.0.1"), ApiKey = "sk" };
        Assert.Contains("http", Assert.Throws<ArgumentException>(() => new ScreeningClient(options with { Endpoint = new Uri("ftp://x") })).Message, StringComparison.Ordinal);
        Assert.Contains("key", Assert.Throws<ArgumentException>(() => new ScreeningClient(options with { ApiKey = " " })).Message, StringComparison.Ordinal);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => new ScreeningClient(options with { Deadline = TimeSpan.Zero })).Message, StringComparison.Ordinal);
    }

    private static ScreeningClient Impatient(Uri endpoint) => new(new ScreeningClientOptions
    {
        Endpoint = endpoint,
        ApiKey = "sk_x_y",
        Deadline = TimeSpan.FromSeconds(3),
        Attempt = TimeSpan.FromSeconds(1),
        FirstWait = TimeSpan.FromMilliseconds(20),
    });

    private static ScreeningClient Client(Uri endpoint, string key) => new(new ScreeningClientOptions
    {
        Endpoint = endpoint,
        ApiKey = key,
        Deadline = TimeSpan.FromSeconds(8),
        Attempt = TimeSpan.FromSeconds(2),
        FirstWait = TimeSpan.FromMilliseconds(20),
    });

    private static Order Order(string id, Trade trade) => new()
    {
        OrderId = id,
        Version = 1,
        Status = "placed",
        EffectiveAt = new DateTimeOffset(2025, 7, 1, 8, 30, 0, TimeSpan.Zero),
        Parties = new OrderParties { Purchaser = new OrderParty(trade.Purchaser), EndUser = new OrderParty(trade.Purchaser) },
        Route = new OrderRoute(trade.Destination),
        EndUse = new OrderEndUse("training of language models"),
        Payment = new OrderPayment(PaymentId: "PAY-" + id, Kind: "deposit", PayerCountry: "AE", PaidAt: new DateTimeOffset(2025, 6, 30, 12, 0, 0, TimeSpan.Zero), AmountUsd: 12.5m),
        Certificate = new OrderCertificate("C-" + id, new DateOnly(2025, 6, 1), true, null, new DateOnly(2025, 12, 31)),
        Lines = [new OrderLine(1, trade.Product, 2, 2000)],
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Answer(TcpListener server, string answer)
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                TcpClient client = await server.AcceptTcpClientAsync();
                open.Add(client);
                _ = await client.GetStream().ReadAsync(new byte[1 << 16]);
                if (answer == "hang") continue;
                if (answer.Length == 0) client.Dispose();
                else await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer));
                if (answer.Contains("4000", StringComparison.Ordinal) || answer.Length == 0) continue;
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            foreach (TcpClient client in open) client.Dispose();
        }
    }
}
