using System.Net;
using System.Text.Json;
using Screening.Cli;
using Screening.Data.Ingest;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Tests.Cli;
using Screening.Web.Serving;
using Xunit;

namespace Screening.Tests.Web;

public sealed class ChangesTests(ServedLakeFixture lake)
{
    private static readonly Func<ServeOptions, ServeOptions> s_soon = o => o with { FollowEvery = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task ALaterHoldAndReleaseReachTheSellerOnceInItsOwnWordsAndSurviveARestart()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0], another = lake.Trades.First(t => t.Seller != trade.Seller);
        string path = lake.Copy(folder), all, seller, other;
        await using (ServedLake served = await ServedLake.Start(path, with: s_soon))
        {
            (seller, other) = (served.Key(KeyRole.Seller, trade.Seller), served.Key(KeyRole.Seller, another.Seller));
            await Decide(served, seller, "A-1", trade);
            await Decide(served, seller, "A-2", trade);
            await Decide(served, other, "B-1", another);
            string before = await Decision(served, seller, "A-1");
            await Deliver(served, ["H-1,placed,A-1,,2025-07-01 09:00:00,analyst,SECRET REASON,2025-07-01 09:00:00"]);
            JsonElement held = await Changes(served, seller, "?after=0");
            JsonElement change = Assert.Single(held.GetProperty("changes").EnumerateArray());
            Assert.Equal(["changed_at", "decision", "decision_id", "number", "order_id", "version", "was"], change.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.Equal((1, "A-1", before, "hold"), (change.GetProperty("number").GetInt32(), change.GetProperty("order_id").GetString(), change.GetProperty("was").GetString(), change.GetProperty("decision").GetString()));
            Assert.DoesNotContain("SECRET", held.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(0, (await Changes(served, other, "?after=0")).GetProperty("changes").GetArrayLength());

            // A second hold tells nothing new, and the first release leaves the order held.
            await Deliver(served, ["H-2,placed,A-1,,2025-07-01 09:01:00,analyst,,2025-07-01 09:01:00", "H-1,released,A-1,,2025-07-01 09:01:00,lead,,2025-07-01 09:01:00"]);
            Assert.Equal(1, (await Changes(served, seller, "?after=0")).GetProperty("cursor").GetInt32());

            // A new version is held from the start: only a person takes back what a person holds.
            Assert.Equal("hold", await Decide(served, seller, "A-1", trade, version: 2));
            await Deliver(served, ["H-2,released,A-1,,2025-07-01 09:02:00,lead,,2025-07-01 09:02:00"]);
            JsonElement released = await Changes(served, seller, "?after=1");
            change = Assert.Single(released.GetProperty("changes").EnumerateArray());
            Assert.Equal((2, 2, "hold", "release"), (change.GetProperty("number").GetInt32(), change.GetProperty("version").GetInt32(), change.GetProperty("was").GetString(), change.GetProperty("decision").GetString()));

            // A hold on a party is one on all of its orders, here and of other sellers.
            await Deliver(served, [$"H-3,placed,,{trade.Purchaser},2025-07-01 09:03:00,analyst,,2025-07-01 09:03:00"]);
            Assert.Equal(["A-1", "A-2"], (await Changes(served, seller, "?after=2")).GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("order_id").GetString()).Order(StringComparer.Ordinal));
            all = (await Changes(served, seller, "?after=0&limit=1000")).GetRawText();
            Assert.Equal(all, (await Changes(served, seller, "?after=0&limit=1000")).GetRawText());
        }

        // A release while nobody served is told at the next start, and nothing is told twice.
        Ingest(path, folder["meanwhile.csv"], ["H-3,released,,,2025-07-01 09:30:00,lead,,2025-07-01 09:30:00"], ServedLakeFixture.Morning.AddHours(1));
        await using (ServedLake again = await ServedLake.Start(path, new FixedClock(ServedLakeFixture.Morning.AddHours(2)), s_soon))
        {
            JsonElement told = await Changes(again, seller, "?after=0&limit=1000");
            Assert.Equal(all[..all.IndexOf("],", StringComparison.Ordinal)], told.GetRawText()[..(all.IndexOf("],", StringComparison.Ordinal))]);
            Assert.Equal(Enumerable.Range(1, told.GetProperty("changes").GetArrayLength()), told.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("number").GetInt32()));
            Assert.Equal(["release", "release"], told.GetProperty("changes").EnumerateArray().Skip(4).Select(c => c.GetProperty("decision").GetString()));
        }
    }

    [Fact]
    public async Task AnAcknowledgementIsACursorThatOnlyGrowsAndOutlastsARestart()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        string path = lake.Copy(folder), seller;
        await using (ServedLake served = await ServedLake.Start(path, with: s_soon))
        {
            seller = served.Key(KeyRole.Seller, trade.Seller);
            for (int i = 1; i <= 3; i++) await Decide(served, seller, $"A-{i}", trade);
            await Deliver(served, [.. Enumerable.Range(1, 3).Select(i => $"H-{i},placed,A-{i},,2025-07-01 09:0{i}:00,analyst,,2025-07-01 09:0{i}:00")]);
            JsonElement first = await Changes(served, seller, "?limit=2");
            Assert.Equal((2, true), (first.GetProperty("cursor").GetInt32(), first.GetProperty("more").GetBoolean()));
            Assert.Equal(2, await Acknowledge(served, seller, 2));
            Assert.Equal(2, await Acknowledge(served, seller, 1));
            Assert.Equal(3, (await Changes(served, seller, "")).GetProperty("changes")[0].GetProperty("number").GetInt32());
            Assert.Equal(1, (await Changes(served, seller, "?after=0")).GetProperty("changes")[0].GetProperty("number").GetInt32());
            await Refused(served.Post("/v1/decisions/changes/ack", seller, "{\"cursor\":4}"), "cursor", "0 to 3");
            foreach (string body in new[] { "{}", "{\"cursor\":-1}", "{\"cursor\":1.5}", "{\"cursor\":\"1\"}", "{\"cursor\":1,\"seller\":\"x\"}", "[1]", "{\"cursor\":1e99}" })
                await Refused(served.Post("/v1/decisions/changes/ack", seller, body), "cursor", "a whole number from 0");
            foreach (string query in new[] { "?after=-1", "?after=x", "?limit=0", "?limit=1001", "?after=1&after=2", "?seller=S" })
                await Refused(served.Get("/v1/decisions/changes" + query, seller), query.Split('=')[0][1..], "");
            foreach (KeyRole role in new[] { KeyRole.Analyst, KeyRole.Lead, KeyRole.Administrator })
            {
                using HttpResponseMessage forbidden = await served.Get("/v1/decisions/changes?after=0", served.Key(role));
                Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
            }
        }

        await using (ServedLake again = await ServedLake.Start(path, with: s_soon))
            Assert.Equal((2, 3), ((await Changes(again, seller, "")).GetProperty("acknowledged").GetInt32(), (await Changes(again, seller, "")).GetProperty("cursor").GetInt32()));
    }

    // A delivery is taken in slices of time between decisions; here each has one row. The first hold is released before the second is placed, in one delivery.
    [Fact]
    public async Task WhatStandsInTheMiddleOfADeliveryIsNotTold()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), new FixedClock(ServedLakeFixture.Morning) { SecondsALook = 1 }, s_soon);
        string seller = served.Key(KeyRole.Seller, trade.Seller);
        await Decide(served, seller, "A-1", trade);
        await Deliver(served, ["H-1,placed,A-1,,2025-07-01 09:00:00,analyst,,2025-07-01 09:00:00"]);
        Assert.Equal(1, (await Changes(served, seller, "?after=0")).GetProperty("cursor").GetInt32());
        await Deliver(served, ["H-2,placed,A-1,,2025-07-01 09:01:00,analyst,,2025-07-01 09:01:00", "H-1,released,A-1,,2025-07-01 09:01:00,lead,,2025-07-01 09:01:00"]);
        Assert.Equal(1, (await Changes(served, seller, "?after=0")).GetProperty("cursor").GetInt32());
        await Deliver(served, ["H-2,released,A-1,,2025-07-01 09:02:00,lead,,2025-07-01 09:02:00"]);
        Assert.Equal(2, (await Changes(served, seller, "?after=0")).GetProperty("cursor").GetInt32());
    }

    internal static async Task<string> Decide(ServedLake served, string key, string id, Trade trade, int version = 1)
    {
        using HttpResponseMessage decided = await served.Post("/v1/decisions", key, ServedLake.Order(id, trade, version: version).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        return (await ServedLake.Json(decided)).GetProperty("decision").GetString()!;
    }

    /// <summary>Delivers acts on holds to the lake and waits until the endpoint knows them.</summary>
    internal static async Task Deliver(ServedLake served, string[] rows)
    {
        served.Clock.Utc = served.Clock.Utc.AddMinutes(5);
        string file = Path.Combine(served.Lake, "..", $"holds-{Guid.NewGuid():N}.csv");
        Ingest(served.Lake, file, rows, served.Clock.Utc);
        long number = Lake.Open(served.Lake).Snapshot().Number;
        for (int i = 0; i < 600 && served.Server.Live.Snapshot != number; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Null(served.Server.Live.NotFollowing);
        Assert.Equal(number, served.Server.Live.Snapshot);
    }

    private static void Ingest(string path, string file, string[] rows, DateTime at)
    {
        File.WriteAllLines(file, rows.Prepend("hold_id,action,order_id,party_id,acted_at,role,reason,known_at"));
        IngestReport report = Ingestion.Run(Lake.Open(path), Home.Contracts(), new IngestRequest { Dataset = "holds", Files = [file], DeliveredAtUtc = at }, null, TestContext.Current.CancellationToken);
        Assert.Equal(rows.Length, report.Total.Accepted);
    }

    internal static async Task Until(Func<bool> isSo)
    {
        for (int i = 0; i < 1200 && !isSo(); i++) await Task.Delay(25, TestContext.Current.CancellationToken);
        Assert.True(isSo());
    }

    internal static async Task<JsonElement> Changes(ServedLake served, string key, string query)
    {
        using HttpResponseMessage found = await served.Get("/v1/decisions/changes" + query, key);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        return await ServedLake.Json(found);
    }

    private static async Task<string> Decision(ServedLake served, string key, string id)
    {
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + Screening.Web.Live.DecisionRecord.IdOf(Screening.Web.Live.DecisionRecord.KeyOf(id, 1)), key);
        return (await ServedLake.Json(shown)).GetProperty("decision").GetString()!;
    }

    private static async Task<int> Acknowledge(ServedLake served, string key, int cursor)
    {
        using HttpResponseMessage told = await served.Post("/v1/decisions/changes/ack", key, $"{{\"cursor\":{cursor}}}");
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        return (await ServedLake.Json(told)).GetProperty("acknowledged").GetInt32();
    }

    private static async Task Refused(Task<HttpResponseMessage> call, string field, string accepted)
    {
        using HttpResponseMessage refused = await call;
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        JsonElement error = (await ServedLake.Json(refused)).GetProperty("errors")[0];
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.StartsWith(accepted, error.GetProperty("accepted").GetString(), StringComparison.Ordinal);
    }
}
