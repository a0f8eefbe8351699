using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

public sealed class EndpointTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task TheSameOrderAgainIsAnsweredWithTheSameBytesAndAnotherUnderItsNumberIsNot()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        string first;
        await using (ServedLake served = await ServedLake.Start(lake.Copy(folder)))
        {
            string key = served.Key(KeyRole.Seller, trade.Seller);
            using HttpResponseMessage decided = await served.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString());
            first = await decided.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(decided.StatusCode == HttpStatusCode.OK, first);
            Assert.Equal("decided", decided.Headers.GetValues("Screening-Status").Single());
            await IsDuplicate(served, key, ServedLake.Order("A-1", trade).ToJsonString(), first);
            await IsDuplicate(served, key, ServedLake.Order("A-1", trade).ToJsonString(new JsonSerializerOptions { WriteIndented = true }), first);

            using HttpResponseMessage other = await served.Post("/v1/decisions", key, ServedLake.Order("A-1", trade, quantity: 3).ToJsonString());
            Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
            using HttpResponseMessage next = await served.Post("/v1/decisions", key, ServedLake.Order("A-1", trade, quantity: 3, version: 2).ToJsonString());
            JsonElement superseding = await ServedLake.Json(next);
            Assert.Equal(("superseding", 1), (superseding.GetProperty("status").GetString(), superseding.GetProperty("supersedes_version").GetInt32()));
            await IsDuplicate(served, key, ServedLake.Order("A-1", trade).ToJsonString(), first);
            using HttpResponseMessage third = await served.Post("/v1/decisions", key, ServedLake.Order("A-2", trade, version: 5).ToJsonString());
            Assert.Equal(HttpStatusCode.OK, third.StatusCode);
            using HttpResponseMessage late = await served.Post("/v1/decisions", key, ServedLake.Order("A-2", trade, version: 4).ToJsonString());
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        }

        await using ServedLake again = await ServedLake.Start(folder["lake"]);
        await IsDuplicate(again, again.Key(KeyRole.Seller, trade.Seller), ServedLake.Order("A-1", trade).ToJsonString(), first);
    }

    [Fact]
    public async Task ASellerSeesItsOwnDecisionsAndNobodyElses()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0], another = lake.Trades.First(t => t.Seller != trade.Seller);
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string own = served.Key(KeyRole.Seller, trade.Seller), others = served.Key(KeyRole.Seller, another.Seller);
        string body = ServedLake.Order("A-1", trade).ToJsonString();
        using HttpResponseMessage decided = await served.Post("/v1/decisions", own, body);
        string id = (await ServedLake.Json(decided)).GetProperty("decision_id").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await Status(served.Get("/v1/decisions/" + id, own)));
        using HttpResponseMessage hidden = await served.Get("/v1/decisions/" + id, others), none = await served.Get("/v1/decisions/D-" + new string('0', 32), others);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden.StatusCode, none.StatusCode));
        Assert.Equal((await ServedLake.Json(none)).GetProperty("detail").GetString(), (await ServedLake.Json(hidden)).GetProperty("detail").GetString());

        // Neither the same content nor another tells that the number is taken for a reason.
        Assert.Equal(HttpStatusCode.Conflict, await Status(served.Post("/v1/decisions", others, body)));
        Assert.Equal(HttpStatusCode.Conflict, await Status(served.Post("/v1/decisions", others, ServedLake.Order("A-1", trade, version: 9).ToJsonString())));
        JsonObject forged = ServedLake.Order("A-3", trade);
        forged["seller_id"] = trade.Seller;
        Assert.Equal(HttpStatusCode.BadRequest, await Status(served.Post("/v1/decisions", others, forged.ToJsonString())));
    }

    [Fact]
    public async Task KeysOpenWhatTheirRolesMayAndOnlyWhileTheyHold()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string seller = served.Key(KeyRole.Seller, trade.Seller), brief = served.Key(KeyRole.Seller, trade.Seller, days: 1);
        string body = ServedLake.Order("A-1", trade).ToJsonString();
        using HttpResponseMessage decided = await served.Post("/v1/decisions", seller, body);
        string id = (await ServedLake.Json(decided)).GetProperty("decision_id").GetString()!;
        foreach (KeyRole role in Enum.GetValues<KeyRole>().Where(r => r != KeyRole.Seller))
        {
            string key = served.Key(role);
            bool sees = role is KeyRole.Analyst or KeyRole.Lead or KeyRole.Auditor;
            Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, await Status(served.Get("/v1/decisions/" + id, key)));
            Assert.Equal(HttpStatusCode.Forbidden, await Status(served.Post("/v1/decisions", key, body)));
        }

        string wrong = seller[..^2] + (seller[^2] == 'A' ? "B" : "A") + seller[^1];
        foreach (string refused in new[] { wrong, "", "sk_", "nonsense", new string('x', 5000) })
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(served.Post("/v1/decisions", refused.Length == 0 ? "-" : refused, body)));
        served.Clock.Utc = served.Clock.Utc.AddDays(1);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(served.Post("/v1/decisions", brief, body)));
        using (KeyStore store = KeyStore.Open(served.Lake)) store.Revoke(KeyStore.Parse(seller)!.Value.Id, served.Clock.Utc);
        served.Server.Keys.Refresh();
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(served.Post("/v1/decisions", seller, body)));

        await served.DisposeAsync();
        string log = string.Concat(Directory.GetFiles(Path.Combine(served.Lake, "_logs"), "*serve*").Select(File.ReadAllText));
        Assert.Contains(id, log, StringComparison.Ordinal);
        Assert.Contains(KeyStore.Parse(seller)!.Value.Id, log, StringComparison.Ordinal);
        Assert.DoesNotContain(seller[16..], log, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong[16..], log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABatchAnswersEachOrderByItselfAsOneByOneWould()
    {
        using var one = new TemporaryFolder();
        using var many = new TemporaryFolder();
        string seller = lake.Trades[0].Seller;
        Trade[] trades = [.. lake.Trades.Where(t => t.Seller == seller).Take(6)];
        List<JsonObject> orders = [.. Enumerable.Range(0, 40).Select(i => ServedLake.Order($"B-{i}", trades[i % trades.Length], quantity: 1 + (i % 7)))];
        orders[5]["lines"] = new JsonArray();
        await using ServedLake single = await ServedLake.Start(lake.Copy(one)), batch = await ServedLake.Start(lake.Copy(many));
        string key = single.Key(KeyRole.Seller, seller), batchKey = batch.Key(KeyRole.Seller, seller);
        using HttpResponseMessage answered = await batch.Post("/v1/decisions/batch", batchKey, "[" + string.Join(",", orders.Select(o => o.ToJsonString())) + "]");
        JsonElement[] items = [.. (await ServedLake.Json(answered)).EnumerateArray()];
        Assert.Equal(orders.Count, items.Length);
        for (int i = 0; i < orders.Count; i++)
        {
            using HttpResponseMessage alone = await single.Post("/v1/decisions", key, orders[i].ToJsonString());
            Assert.Equal((int)alone.StatusCode, items[i].GetProperty("status_code").GetInt32());
            if (i == 5) continue;
            Assert.Equal(await alone.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), items[i].GetProperty("answer").GetRawText());
        }

        Assert.Equal("[5].lines", items[5].GetProperty("problem").GetProperty("errors")[0].GetProperty("field").GetString());
        using HttpResponseMessage lines = await batch.Post("/v1/decisions/batch", batchKey, string.Join("\n", orders.Select(o => o.ToJsonString())) + "\n", "application/x-ndjson");
        string[] told = (await lines.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(orders.Count, told.Length);
        Assert.Equal(orders.Count - 1, told.Count(t => t.Contains("\"status\":\"duplicate\"", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(batch.Post("/v1/decisions/batch", batchKey, "[]")));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(batch.Post("/v1/decisions/batch", batchKey, "[" + string.Join(",", Enumerable.Repeat("{}", 1001)) + "]")));
    }

    [Fact]
    public async Task ADryRunLeavesNothingBehindAndTellsASellerTheRulingAlone()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string seller = served.Key(KeyRole.Seller, trade.Seller), analyst = served.Key(KeyRole.Analyst);
        JsonObject order = ServedLake.Order("A-1", trade, quantity: 100_000);
        JsonObject full = (JsonObject)order.DeepClone();
        full["seller_id"] = trade.Seller;
        using HttpResponseMessage dry = await served.Post("/v1/decisions/dry-run", seller, order.ToJsonString());
        JsonElement told = await ServedLake.Json(dry);
        Assert.Equal(["as_of", "decision", "dry_run"], told.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        using HttpResponseMessage analysts = await served.Post("/v1/decisions/dry-run", analyst, full.ToJsonString());
        double margin = (await ServedLake.Json(analysts)).GetProperty("answer").GetProperty("margin").GetDouble();
        Assert.Equal(0, served.Server.Live.Book.Count);

        // Parity: what was foreseen is what is decided.
        using HttpResponseMessage decided = await served.Post("/v1/decisions", seller, order.ToJsonString());
        string id = (await ServedLake.Json(decided)).GetProperty("decision_id").GetString()!;
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + id, analyst);
        Assert.Equal(margin, (await ServedLake.Json(shown)).GetProperty("margin").GetDouble());
        Assert.Equal(told.GetProperty("decision").GetString(), (await ServedLake.Json(shown)).GetProperty("decision").GetString());
    }

    [Fact]
    public async Task WhatOtherSellersOrdersTeachShowsInNoAnswerToASeller()
    {
        using var quiet = new TemporaryFolder();
        using var loud = new TemporaryFolder();
        Trade trade = lake.Trades[0], another = lake.Trades.First(t => t.Seller != trade.Seller);
        await using ServedLake before = await ServedLake.Start(lake.Copy(quiet)), after = await ServedLake.Start(lake.Copy(loud));
        string others = after.Key(KeyRole.Seller, another.Seller);
        foreach (int i in Enumerable.Range(0, 20))
        {
            using HttpResponseMessage taught = await after.Post("/v1/decisions", others, ServedLake.Order($"O-{i}", another with { Purchaser = trade.Purchaser }, quantity: 5000).ToJsonString());
            Assert.Equal(HttpStatusCode.OK, taught.StatusCode);
        }

        JsonElement a = await Answer(before, trade), b = await Answer(after, trade);
        Assert.True(await Margin(before, a) < await Margin(after, b));
        string[] words = [Screening.Web.Live.Answers.UnderWay, "the end user is needed", "the ultimate consignee is needed", "an end-use statement is needed", "the place of use is needed", "the terms of payment are needed"];
        foreach (JsonElement answer in new[] { a, b })
        {
            Assert.All(answer.GetProperty("reasons").EnumerateArray(), r => Assert.Contains(r.GetProperty("text").GetString(), words));
            Assert.DoesNotContain("risk", answer.EnumerateObject().Select(p => p.Name));
            Assert.DoesNotContain("margin", answer.EnumerateObject().Select(p => p.Name));
        }

        Assert.Equal(a.GetProperty("missing_data").GetRawText(), b.GetProperty("missing_data").GetRawText());

        // Nor in a batch, a dry run, or what is told of other sellers' changes.
        foreach (ServedLake served in new[] { before, after })
        {
            string key = served.Key(KeyRole.Seller, trade.Seller);
            using HttpResponseMessage batch = await served.Post("/v1/decisions/batch", key, $"[{ServedLake.Order("A-2", trade, quantity: 50).ToJsonString()}]");
            JsonElement answer = (await ServedLake.Json(batch))[0].GetProperty("answer");
            Assert.Equal(a.EnumerateObject().Select(p => p.Name), answer.EnumerateObject().Select(p => p.Name));
            Assert.All(answer.GetProperty("reasons").EnumerateArray(), r => Assert.Contains(r.GetProperty("text").GetString(), words));
            using HttpResponseMessage dry = await served.Post("/v1/decisions/dry-run", key, ServedLake.Order("A-3", trade, quantity: 50).ToJsonString());
            Assert.Equal(["dry_run", "decision", "as_of"], (await ServedLake.Json(dry)).EnumerateObject().Select(p => p.Name));
            Assert.Equal(0, (await ChangesTests.Changes(served, key, "?after=0")).GetProperty("changes").GetArrayLength());
        }
    }

    [Fact]
    public async Task APartyToldWithTheOrderIsHeldAgainstTheListsAtOnce()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        (int code, string csv, string errors) = ScreeningProcess.Run("query", "SELECT name FROM restricted_parties WHERE name SIMILAR TO '[A-Za-z ]{12,}' ORDER BY name LIMIT 1", "--lake", lake.Lake, "--format", "csv");
        Assert.True(code == 0, errors);
        string listed = csv.Split('\n')[1].Trim().Trim('"');
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        JsonObject order = ServedLake.Order("A-1", trade, endUser: "P-FRESH");
        order["parties"]!["end_user"]!["name"] = listed;
        using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, trade.Seller), order.ToJsonString());
        JsonElement answer = await ServedLake.Json(decided);
        Assert.Equal("hold", answer.GetProperty("decision").GetString());
        Assert.DoesNotContain(listed, answer.GetRawText(), StringComparison.OrdinalIgnoreCase);
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + answer.GetProperty("decision_id").GetString(), served.Key(KeyRole.Analyst));
        JsonElement match = (await ServedLake.Json(shown)).GetProperty("list_matches")[0];
        Assert.Equal(("P-FRESH", "end user", true), (match.GetProperty("party_id").GetString(), match.GetProperty("role").GetString(), match.GetProperty("is_hold").GetBoolean()));

        // Told once, it is known: telling it otherwise does not take it off the list.
        order["order_id"] = "A-2";
        order["parties"]!["end_user"]!["name"] = "Somebody Else Ltd";
        using HttpResponseMessage again = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, trade.Seller), order.ToJsonString());
        JsonElement second = await ServedLake.Json(again);
        Assert.Equal("hold", second.GetProperty("decision").GetString());
        using HttpResponseMessage full = await served.Get("/v1/decisions/" + second.GetProperty("decision_id").GetString(), served.Key(KeyRole.Auditor));
        Assert.Equal("P-FRESH", (await ServedLake.Json(full)).GetProperty("party_data_not_counted")[0].GetString());
    }

    [Fact]
    public async Task OrdersThatCrossAThresholdTogetherAreCaughtWithinTheSameInstant()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string key = served.Key(KeyRole.Seller, trade.Seller);
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => served.Post("/v1/decisions", key, ServedLake.Order($"A-{i}", trade with { Purchaser = "P-FRONT", Product = "SRV8-B200", Destination = "AE" }, quantity: 20).ToJsonString())));
        var moments = new List<(string AsOf, double Margin)>();
        foreach (HttpResponseMessage answered in answers)
        {
            JsonElement answer = await ServedLake.Json(answered);
            moments.Add((answer.GetProperty("as_of").GetString()!, await Margin(served, answer)));
            answered.Dispose();
        }

        moments.Sort();
        Assert.Equal(12, moments.Select(m => m.AsOf).Distinct().Count());
        Assert.All(moments, m => Assert.StartsWith("2025-07-01T09:00:00.0000", m.AsOf, StringComparison.Ordinal));
        Assert.True(moments[^1].Margin > moments[0].Margin + 1, string.Join(", ", moments));
    }

    [Fact]
    public async Task WhatCannotBeWrittenIsAHoldAndIsDecidedWhenTheDiskTakesItAgain()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { JournalFileBytes = 100 });
        string key = served.Key(KeyRole.Seller, trade.Seller);
        Assert.Equal(HttpStatusCode.OK, await Status(served.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString())));
        string full = Path.Combine(served.Lake, "_journal", "00000001.journal");
        Directory.CreateDirectory(full);
        using HttpResponseMessage held = await served.Post("/v1/decisions", key, ServedLake.Order("A-2", trade).ToJsonString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, held.StatusCode);
        Assert.Equal("hold", (await ServedLake.Json(held)).GetProperty("decision").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(served.Get("/ready", key)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(served.Post("/v1/decisions", key, ServedLake.Order("A-3", trade).ToJsonString())));
        Directory.Delete(full);
        HttpStatusCode status = HttpStatusCode.ServiceUnavailable;
        for (int i = 0; i < 200 && status != HttpStatusCode.OK; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            status = await Status(served.Get("/ready", key));
        }

        Assert.Equal(HttpStatusCode.OK, status);
        using HttpResponseMessage again = await served.Post("/v1/decisions", key, ServedLake.Order("A-2", trade).ToJsonString());
        Assert.Equal((HttpStatusCode.OK, "duplicate"), (again.StatusCode, again.Headers.GetValues("Screening-Status").Single()));
        using HttpResponseMessage third = await served.Post("/v1/decisions", key, ServedLake.Order("A-3", trade).ToJsonString());
        Assert.Equal((HttpStatusCode.OK, "decided"), (third.StatusCode, third.Headers.GetValues("Screening-Status").Single()));
    }

    private static async Task<JsonElement> Answer(ServedLake served, Trade trade)
    {
        using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, trade.Seller), ServedLake.Order("A-1", trade, quantity: 50).ToJsonString());
        return await ServedLake.Json(decided);
    }

    private static async Task<double> Margin(ServedLake served, JsonElement answer)
    {
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + answer.GetProperty("decision_id").GetString(), served.Key(KeyRole.Analyst));
        return (await ServedLake.Json(shown)).GetProperty("margin").GetDouble();
    }

    private static async Task IsDuplicate(ServedLake served, string key, string body, string bytes)
    {
        using HttpResponseMessage again = await served.Post("/v1/decisions", key, body);
        Assert.Equal("duplicate", again.Headers.GetValues("Screening-Status").Single());
        Assert.Equal(bytes, await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        return response.StatusCode;
    }
}
