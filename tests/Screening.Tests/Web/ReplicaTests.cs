using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Data.Ingest;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Tests.Cli;
using Screening.Web.Live;
using Screening.Web.Serving;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>Several endpoints on one lake, each a replica with a journal of its own.</summary>
public sealed class ReplicaTests(ServedLakeFixture lake)
{
    // Until a test is closed by hand nothing is followed.
    private static ReplicaTiming Blind { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromHours(2));

    [Fact]
    public async Task AnOrderThatIsSplitOverTwoReplicasIsCaughtAsOneEndpointWouldAndTheNightSaysTheSame()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        using var blind = new TemporaryFolder();
        Trade trade = lake.Trades[8] with { Product = "SRV8-B200" };
        var alone = new List<string>();
        await using (ServedLake single = await ServedLake.Start(lake.Copy(one)))
        {
            string key = single.Key(KeyRole.Seller, trade.Seller), analyst = single.Key(KeyRole.Analyst);
            for (int i = 0; i < 12; i++) alone.Add(await Decided(single, key, analyst, ServedLake.Order($"A-{i}", trade)));
        }

        var clock = new FixedClock(ServedLakeFixture.Morning);
        await using (ServedLake a = await Replica(lake.Copy(two), "a", clock), b = await Replica(two["lake"], "b", clock))
        {
            string key = a.Key(KeyRole.Seller, trade.Seller), analyst = a.Key(KeyRole.Analyst);
            b.Server.Keys.Refresh();
            for (int i = 0; i < 12; i++)
            {
                (ServedLake asked, ServedLake other) = i % 2 == 0 ? (a, b) : (b, a);
                Assert.Equal(alone[i], await Decided(asked, key, analyst, ServedLake.Order($"A-{i}", trade)));
                await Knows(other, i + 1);
            }
        }

        Assert.Equal(("release", "review"), (RulingOf(alone[5]), RulingOf(alone[11])));
        Assert.Equal(Night(one["lake"]), Night(two["lake"]));

        // Two that do not follow each other would each have let its half pass.
        await using (ServedLake a = await Replica(lake.Copy(blind), "a", clock, o => o with { Replicas = Blind }), b = await Replica(blind["lake"], "b", clock, o => o with { Replicas = Blind }))
        {
            string key = a.Key(KeyRole.Seller, trade.Seller), analyst = a.Key(KeyRole.Analyst);
            b.Server.Keys.Refresh();
            for (int i = 0; i < 12; i++) Assert.Equal("release", RulingOf(await Decided(i % 2 == 0 ? a : b, key, analyst, ServedLake.Order($"A-{i}", trade))));
        }
    }

    // Buyers that only one of them was told of, papers about them at the other, versions of one order at both.
    [Fact]
    public async Task TwoReplicasTogetherSayWhatOneEndpointWouldOfPartiesPapersAndVersionsToo()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        Trade[] trades = [.. lake.Trades.Where(t => t.Seller == lake.Trades[0].Seller)];
        JsonObject Order(int i)
        {
            bool isSecond = i % 5 == 4;
            JsonObject order = ServedLake.Order($"A-{(isSecond ? i - 1 : i)}", trades[(isSecond ? i - 1 : i) * 7 % trades.Length], quantity: 1 + (i * 13 % 40), version: isSecond ? 2 : 1);
            // Told inline at the second, named alone at the first, whose journal is taken in before.
            if (i % 6 is 1 or 2) order["parties"]!["end_user"] = i % 6 == 2 ? new JsonObject { ["id"] = $"NEW-{i - 1}" } : new JsonObject { ["id"] = $"NEW-{i}", ["name"] = $"Halcyon Compute {i} Ltd", ["country"] = "AE", ["kind"] = "reseller" };
            if (i % 6 == 2) order["certificate"] = new JsonObject { ["certificate_id"] = $"C-{i}", ["issued_on"] = "2025-06-01", ["signed"] = true };
            if (i % 4 >= 2) order["payment"] = new JsonObject { ["payment_id"] = $"PAY-{i / 2}", ["kind"] = "deposit", ["payer_country"] = "AE", ["paid_at"] = "2025-06-30T10:00:00Z", ["amount_usd"] = 1000 * i, ["method"] = "cash" };
            return order;
        }

        var alone = new List<string>();
        var clock = new FixedClock(ServedLakeFixture.Morning);
        await using (ServedLake single = await ServedLake.Start(lake.Copy(one), clock))
        {
            string key = single.Key(KeyRole.Seller, trades[0].Seller), analyst = single.Key(KeyRole.Analyst);
            for (int i = 0; i < 40; i++)
            {
                clock.Utc = ServedLakeFixture.Morning.AddMilliseconds(i / 3);
                alone.Add(await Decided(single, key, analyst, Order(i)));
            }
        }

        clock.Utc = ServedLakeFixture.Morning;
        await using (ServedLake a = await Replica(lake.Copy(two), "a", clock), b = await Replica(two["lake"], "b", clock))
        {
            string key = a.Key(KeyRole.Seller, trades[0].Seller), analyst = a.Key(KeyRole.Analyst);
            b.Server.Keys.Refresh();
            for (int i = 0; i < 40; i++)
            {
                clock.Utc = ServedLakeFixture.Morning.AddMilliseconds(i / 3);
                (ServedLake asked, ServedLake other) = i % 2 == 0 ? (a, b) : (b, a);
                Assert.Equal(alone[i], await Decided(asked, key, analyst, Order(i)));
                await Knows(other, i + 1);
            }
        }

        Assert.Contains(alone, answer => answer.Contains("\"papers_not_counted\":[\"payment\"]", StringComparison.Ordinal));
        Assert.Contains("NEW-37", Night(one["lake"]), StringComparison.Ordinal);
        Assert.Equal(Night(one["lake"]), Night(two["lake"]));
    }

    [Fact]
    public async Task WhatDidNotCountOfAPartyWhereItsOrderWasDecidedCountsNowhere()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        await using ServedLake a = await Replica(lake.Copy(folder), "a", clock, o => o with { FollowEvery = TimeSpan.FromMilliseconds(100) }), b = await Replica(folder["lake"], "b", clock, o => o with { FollowEvery = TimeSpan.FromHours(1) });
        string key = a.Key(KeyRole.Seller, trade.Seller), analyst = a.Key(KeyRole.Analyst), file = folder["late.jsonl"];
        b.Server.Keys.Refresh();
        await File.WriteAllTextAsync(file, "{\"party_id\":\"P-LATE\",\"name\":\"Told Later Ltd\",\"kind\":\"reseller\",\"country\":\"AE\",\"known_at\":\"2025-06-30 10:00:00\"}\n", TestContext.Current.CancellationToken);
        Ingestion.Run(Lake.Open(folder["lake"]), Screening.Cli.Home.Contracts(), new IngestRequest { Dataset = "parties", Files = [file], DeliveredAtUtc = clock.Utc }, null, TestContext.Current.CancellationToken);
        long snapshot = Lake.Open(folder["lake"]).Snapshot().Number;
        await ChangesTests.Until(() => a.Server.Live.Snapshot == snapshot);

        // The first knows the party from the firm, the second does not yet: a seller's own words about it do not get in by the back.
        foreach ((string id, bool counts) in new[] { ("P-LATE", false), ("P-NEW", true) })
        {
            JsonObject order = ServedLake.Order("A-" + id, trade);
            order["parties"]!["end_user"] = new JsonObject { ["id"] = id, ["name"] = "Halcyon Compute Ltd", ["country"] = "AE", ["kind"] = "enterprise" };
            await Body(a.Post("/v1/decisions", key, order.ToJsonString()), "decided");
            await ChangesTests.Until(() => b.Server.Live.Book.Find(DecisionRecord.KeyOf("A-" + id, 1)) is not null);
            using HttpResponseMessage party = await b.Get("/v1/parties/" + id, analyst);
            Assert.Equal(counts, (await ServedLake.Json(party)).GetProperty("is_known").GetBoolean());
        }
    }

    [Fact]
    public async Task WhatOneReplicaDecidedAnotherRepeatsByteForByteAndRefusesLikeIt()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0], another = lake.Trades.First(t => t.Seller != trade.Seller);
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder), first;
        await using (ServedLake unnamed = await Replica(path, null, clock)) first = await Body(unnamed.Post("/v1/decisions", unnamed.Key(KeyRole.Seller, trade.Seller), ServedLake.Order("A-0", trade).ToJsonString()), "decided");
        await using ServedLake a = await Replica(path, "a", clock), b = await Replica(path, "b", clock);
        string key = a.Key(KeyRole.Seller, trade.Seller), others = a.Key(KeyRole.Seller, another.Seller), analyst = a.Key(KeyRole.Analyst);
        b.Server.Keys.Refresh();
        string second = await Body(a.Post("/v1/decisions", key, ServedLake.Order("A-1", trade, version: 2).ToJsonString()), "decided");
        await Knows(b, 2);
        Assert.Equal(first, await Body(b.Post("/v1/decisions", key, ServedLake.Order("A-0", trade).ToJsonString()), "duplicate"));
        Assert.Equal(second, await Body(b.Post("/v1/decisions", key, ServedLake.Order("A-1", trade, version: 2).ToJsonString()), "duplicate"));
        string id = JsonDocument.Parse(second).RootElement.GetProperty("decision_id").GetString()!;
        foreach ((string caller, HttpStatusCode status) in new[] { (key, HttpStatusCode.OK), (analyst, HttpStatusCode.OK), (others, HttpStatusCode.NotFound) })
        {
            using HttpResponseMessage here = await a.Get("/v1/decisions/" + id, caller), there = await b.Get("/v1/decisions/" + id, caller);
            Assert.Equal((status, status), (here.StatusCode, there.StatusCode));
            if (status == HttpStatusCode.OK) Assert.Equal(await here.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await there.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        foreach ((string caller, int version, double quantity, string title) in new[]
        {
            (key, 2, 3.0, "told otherwise before"), (key, 1, 2.0, "a later version is in force"), (others, 2, 2.0, "not your order"), (others, 3, 2.0, "not your order"),
        })
        {
            using HttpResponseMessage refused = await b.Post("/v1/decisions", caller, ServedLake.Order("A-1", trade, quantity, version).ToJsonString());
            Assert.Equal((HttpStatusCode.Conflict, title), (refused.StatusCode, (await ServedLake.Json(refused)).GetProperty("title").GetString()));
        }

        using HttpResponseMessage next = await b.Post("/v1/decisions", key, ServedLake.Order("A-1", trade, version: 3).ToJsonString()), version3 = await b.Get("/v1/version", "-");
        Assert.Equal(2, (await ServedLake.Json(next)).GetProperty("supersedes_version").GetInt32());
        JsonElement told = await ServedLake.Json(version3);
        Assert.Equal(("b", "[\"the endpoint without a name\",\"replica a\"]"), (told.GetProperty("replica").GetString(), told.GetProperty("follows").GetRawText()));
        using HttpResponseMessage status2 = await b.Get("/v1/status", analyst);
        JsonElement state = await ServedLake.Json(status2);
        Assert.Equal((1, 2, 2), (state.GetProperty("decisions").GetInt32(), state.GetProperty("decisions_of_others").GetInt32(), state.GetProperty("follows").GetArrayLength()));

        // A night takes them in while they serve, and nobody learns its own order or another's a second time.
        await Knows(a, 3);
        int before = await a.Server.Live.Do(decider => decider.Scoring.Events);
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0", "--date", "2025-07-01");
        Assert.True(code == 0, errors);
        long snapshot = Lake.Open(path).Snapshot().Number;
        for (int i = 0; i < 600 && a.Server.Live.Snapshot != snapshot; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal((snapshot, before), (a.Server.Live.Snapshot, await a.Server.Live.Do(decider => decider.Scoring.Events)));
    }

    [Fact]
    public async Task AnOrderToldToTwoReplicasAtOnceKeepsBothAnswersAndIsOneOrder()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder), ofA, ofB, otherwiseA, otherwiseB, key;
        string same = ServedLake.Order("A-0", trade).ToJsonString(), less = ServedLake.Order("A-1", trade, quantity: 1).ToJsonString(), more = ServedLake.Order("A-1", trade, quantity: 7).ToJsonString();
        await using (ServedLake a = await Replica(path, "a", clock, o => o with { Replicas = Blind }), b = await Replica(path, "b", clock, o => o with { Replicas = Blind }))
        {
            key = a.Key(KeyRole.Seller, trade.Seller);
            b.Server.Keys.Refresh();
            ofA = await Body(a.Post("/v1/decisions", key, same), "decided");
            otherwiseA = await Body(a.Post("/v1/decisions", key, less), "decided");
            clock.Utc = clock.Utc.AddMilliseconds(700);
            ofB = await Body(b.Post("/v1/decisions", key, same), "decided");
            otherwiseB = await Body(b.Post("/v1/decisions", key, more), "decided");
        }

        Assert.NotEqual(ofA, ofB);
        await using (ServedLake a = await Replica(path, "a", clock), b = await Replica(path, "b", clock), c = await Replica(path, "c", clock))
        {
            // Who was asked stays with its word; who was not repeats the first.
            Assert.Equal(ofA, await Body(a.Post("/v1/decisions", key, same), "duplicate"));
            Assert.Equal(ofB, await Body(b.Post("/v1/decisions", key, same), "duplicate"));
            Assert.Equal(ofA, await Body(c.Post("/v1/decisions", key, same), "duplicate"));
            Assert.Equal(otherwiseA, await Body(a.Post("/v1/decisions", key, less), "duplicate"));
            Assert.Equal(otherwiseB, await Body(b.Post("/v1/decisions", key, more), "duplicate"));
            foreach ((ServedLake served, string body) in new[] { (a, more), (b, less), (c, more) })
            {
                using HttpResponseMessage refused = await served.Post("/v1/decisions", key, body);
                Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            }

            foreach (ServedLake served in new[] { a, b, c }) Assert.Equal(7000, await served.Server.Live.Do(decider => StandingOrder.Of(decider.Scoring.Log, "A-1")!.Lines[0].QuantityThousandths));
        }

        string[] rows = Night(path).Split('\n');
        Assert.Single(rows, row => row.StartsWith("A-0,", StringComparison.Ordinal));
        Assert.Equal(2, rows.Count(row => row.StartsWith("A-1,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OrdersThatRaceToTwoReplicasAreAnsweredAndEachKeepsItsAnswer()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder);
        await using ServedLake a = await Replica(path, "a", clock), b = await Replica(path, "b", clock);
        string key = a.Key(KeyRole.Seller, trade.Seller);
        b.Server.Keys.Refresh();
        int before = await a.Server.Live.Do(decider => decider.Scoring.Log.Orders.Count);
        var answers = new Dictionary<(ServedLake, int), string>();
        for (int i = 0; i < 40; i++)
        {
            string body = ServedLake.Order($"A-{i}", trade).ToJsonString();
            Task<HttpResponseMessage> atA = a.Post("/v1/decisions", key, body), atB = b.Post("/v1/decisions", key, body);
            answers[(a, i)] = await Body(atA, null);
            answers[(b, i)] = await Body(atB, null);
        }

        foreach (((ServedLake served, int i), string answer) in answers) Assert.Equal(answer, await Body(served.Post("/v1/decisions", key, ServedLake.Order($"A-{i}", trade).ToJsonString()), "duplicate"));
        string last = await Body(b.Post("/v1/decisions", key, ServedLake.Order("A-LAST", trade).ToJsonString()), "decided");
        for (int i = 0; i < 600 && a.Server.Live.Book.Find(DecisionRecord.KeyOf("A-LAST", 1)) is null; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(last, await Body(a.Post("/v1/decisions", key, ServedLake.Order("A-LAST", trade).ToJsonString()), "duplicate"));
        Assert.Equal(before + 41, await a.Server.Live.Do(decider => decider.Scoring.Log.Orders.Count));
        await ChangesTests.Until(() => (a.Server.Live.NotReady ?? b.Server.Live.NotReady) is null);
    }

    internal static string RulingOf(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("decision").GetString()!;
    }

    private static string Night(string path)
    {
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0", "--date", "2025-07-01");
        Assert.True(code == 0, errors);
        string rows = "";
        foreach (string sql in new[]
        {
            "order_id, version, line_no, quantity, known_at FROM orders WHERE order_id LIKE 'A-%'", "party_id, name, known_at FROM parties WHERE party_id LIKE 'NEW-%'",
            "certificate_id, party_id, order_id, known_at FROM certificates WHERE order_id LIKE 'A-%'", "payment_id, order_id, known_at FROM payments WHERE order_id LIKE 'A-%'",
        })
        {
            (code, string found, errors) = ScreeningProcess.Run("query", $"SELECT {sql} ORDER BY ALL", "--lake", path, "--format", "csv");
            Assert.True(code == 0, errors);
            rows += found;
        }

        return rows + string.Join('\n', ParityTests.Scores(Path.Combine(path, "_store", "screening.db")).OrderBy(s => s.Key).Select(s => $"{s.Key} {BitConverter.DoubleToInt64Bits(s.Value)}"));
    }

    internal static Task<ServedLake> Replica(string path, string? name, FixedClock clock, Func<ServeOptions, ServeOptions>? with = null) =>
        ServedLake.Start(path, clock, options => (with?.Invoke(options) ?? options) with { Replica = name });

    internal static async Task Knows(ServedLake served, int decisions)
    {
        for (int i = 0; i < 600 && served.Server.Live.Book.Count + served.Server.Live.Book.Others.Count < decisions; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(decisions, served.Server.Live.Book.Count + served.Server.Live.Book.Others.Count);
    }

    // The decision as an analyst reads it.
    private static async Task<string> Decided(ServedLake served, string key, string analyst, JsonObject order)
    {
        using HttpResponseMessage decided = await served.Post("/v1/decisions", key, order.ToJsonString());
        JsonElement answer = await ServedLake.Json(decided);
        Assert.True(decided.IsSuccessStatusCode, answer.GetRawText());
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + answer.GetProperty("decision_id").GetString(), analyst);
        return await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    internal static async Task<string> Body(Task<HttpResponseMessage> call, string? status)
    {
        using HttpResponseMessage response = await call;
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        if (status is not null) Assert.Equal(status, response.Headers.GetValues("Screening-Status").Single());
        return body;
    }
}
