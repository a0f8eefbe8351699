using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Screening.Data.Journals;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

public sealed class KillTests(ServedLakeFixture lake)
{
    private const int Clients = 8;

    private static int Kills => Environment.GetEnvironmentVariable("SCREENING_TEST_KILLS") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 5;

    [Fact]
    public async Task EveryAcknowledgedDecisionIsThereOnceAfterAKillAtAnyMoment()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        Trade trade = lake.Trades[0];
        string key;
        using (KeyStore store = KeyStore.Open(path)) (_, key) = store.Create(KeyRole.Seller, trade.Seller, "test", DateTime.UtcNow, DateTime.UtcNow.AddDays(1));
        var random = new Random(TestSeed.Value);
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        for (int round = 0; round < Kills; round++)
        {
            int port = FreePort();
            using ScreeningProcess process = ScreeningProcess.Start("serve", "--lake", path, "--urls", $"http://127.0.0.1:{port}", "--policy", "1.1.0", "--orders-per-second", "1000000");
            using HttpClient client = Client(port, key);
            await Ready(client);
            foreach ((string id, string answer) in acknowledged.OrderBy(_ => random.Next()).Take(50)) Assert.Equal((HttpStatusCode.OK, "duplicate", answer), await Post(client, Body(id, trade)));
            using var stop = new CancellationTokenSource();
            int r = round;
            Task[] load = [.. Enumerable.Range(0, Clients).Select(c => Load(client, trade, $"K-{r}-{c}", acknowledged, stop.Token))];

            // By answers and not by the clock: a busy machine gives fewer in a second, and the kill is to fall among them all the same.
            int wanted = acknowledged.Count + random.Next(5, 100);
            for (int i = 0; i < 60_000 && acknowledged.Count < wanted; i++) await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.True(process.KillAfter(TimeSpan.FromMilliseconds(random.Next(0, 20))), $"the endpoint ended by itself (seed {TestSeed.Value})");
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        Assert.True(acknowledged.Count >= 5 * Kills, $"{acknowledged.Count} decisions in {Kills} rounds");
        var ids = new Dictionary<UInt128, int>();
        Journal.Open(JournalFolder.RootOf(path), (position, payload) =>
        {
            UInt128 decision = Screening.Web.Live.DecisionRecord.Head(payload.Span)!.Value.Key;
            ids[decision] = ids.GetValueOrDefault(decision) + 1;
            _ = Screening.Web.Live.DecisionRecord.Of(payload.ToArray());
        }).Dispose();
        Assert.All(ids, id => Assert.Equal(1, id.Value));
        Assert.All(acknowledged.Keys, id => Assert.Contains(Screening.Web.Live.DecisionRecord.KeyOf(id, 1), ids));
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0");
        Assert.True(code == 0, errors);
        (_, string counted, _) = ScreeningProcess.Run("query", "SELECT count(DISTINCT order_id) FROM orders WHERE order_id LIKE 'K-%'", "--lake", path, "--format", "csv");
        Assert.Equal(ids.Count.ToString(CultureInfo.InvariantCulture), counted.Split('\n')[1].Trim());
    }

    [Fact]
    public async Task WhatAReplicaAnsweredBeforeItWasKilledTheOthersRepeatAndSoDoesItself()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder), key;
        Trade trade = lake.Trades[0];
        using (KeyStore store = KeyStore.Open(path)) (_, key) = store.Create(KeyRole.Seller, trade.Seller, "test", DateTime.UtcNow, DateTime.UtcNow.AddDays(1));
        var random = new Random(TestSeed.Value);
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        (int stays, int dies) = (FreePort(), FreePort());
        using ScreeningProcess other = Replica(path, "b", stays);
        using HttpClient atOther = Client(stays, key);
        await Ready(atOther);
        for (int round = 0; round < Math.Max(2, Kills / 2); round++)
        {
            using ScreeningProcess process = Replica(path, "a", dies);
            using HttpClient client = Client(dies, key);
            await Ready(client);
            foreach ((string id, string answer) in acknowledged.OrderBy(_ => random.Next()).Take(50)) Assert.Equal((HttpStatusCode.OK, "duplicate", answer), await Post(client, Body(id, trade)));
            using var stop = new CancellationTokenSource();
            int r = round, wanted = acknowledged.Count + random.Next(5, 100);
            Task[] load = [.. Enumerable.Range(0, Clients).Select(c => Load(client, trade, $"K-{r}-{c}", acknowledged, stop.Token))];
            for (int i = 0; i < 60_000 && acknowledged.Count < wanted; i++) await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.True(process.KillAfter(TimeSpan.FromMilliseconds(random.Next(0, 20))), $"the replica ended by itself (seed {TestSeed.Value})");
            await stop.CancelAsync();
            await Task.WhenAll(load);

            // The bound, with time for a busy machine; asked by their ids, which decides nothing.
            foreach (string id in acknowledged.Keys) await Found(atOther, id);
            foreach ((string id, string answer) in acknowledged) Assert.Equal((HttpStatusCode.OK, "duplicate", answer), await Post(atOther, Body(id, trade)));
            (HttpStatusCode status, string how, string fresh) = await Post(atOther, Body($"B-{r}", trade));
            Assert.Equal((HttpStatusCode.OK, "decided"), (status, how));
            acknowledged[$"B-{r}"] = fresh;
        }

        Assert.True(other.KillAfter(TimeSpan.Zero), "the replica that stays ended by itself");
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0");
        Assert.True(code == 0, errors);
        (_, string counted, _) = ScreeningProcess.Run("query", "SELECT count(*), count(DISTINCT order_id) FROM orders WHERE order_id LIKE 'B-%'", "--lake", path, "--format", "csv");
        int rounds = Math.Max(2, Kills / 2);
        Assert.Equal($"{rounds},{rounds}", counted.Split('\n')[1].Trim());
    }

    private static ScreeningProcess Replica(string path, string name, int port) =>
        ScreeningProcess.Start("serve", "--lake", path, "--replica", name, "--urls", $"http://127.0.0.1:{port}", "--policy", "1.1.0", "--orders-per-second", "1000000");

    private static async Task Load(HttpClient client, Trade trade, string name, ConcurrentDictionary<string, string> acknowledged, CancellationToken stop)
    {
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            string id = $"{name}-{i}";
            try
            {
                (HttpStatusCode status, _, string answer) = await Post(client, Body(id, trade));
                if (status == HttpStatusCode.OK) acknowledged[id] = answer;
            }
            catch (HttpRequestException)
            {
                // Killed: what was not acknowledged may be there or not.
                return;
            }
        }
    }

    internal static string Body(string id, Trade trade) => ServedLake.Order(id, trade, quantity: 1 + (id.Length % 5)).ToJsonString();

    private static async Task Found(HttpClient client, string id)
    {
        string decision = Screening.Web.Live.DecisionRecord.IdOf(Screening.Web.Live.DecisionRecord.KeyOf(id, 1));
        for (int i = 0; i < 600; i++)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("/v1/decisions/" + decision, UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{id}, which was answered, is not known to the other replica after half a minute");
    }

    internal static async Task<(HttpStatusCode Status, string How, string Answer)> Post(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri("/v1/decisions", UriKind.Relative), content, TestContext.Current.CancellationToken);
        string how = response.Headers.TryGetValues("Screening-Status", out IEnumerable<string>? told) ? told.Single() : "";
        return (response.StatusCode, how, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal static HttpClient Client(int port, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    internal static async Task Ready(HttpClient client)
    {
        for (int i = 0; i < 1200; i++)
        {
            try
            {
                using HttpResponseMessage response = await client.GetAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("the endpoint is not ready after a minute");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
