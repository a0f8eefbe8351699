using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

public sealed class BadOrderTests(ServedLakeFixture lake)
{
    private static readonly string[] s_json = ["application/json"];

    private static int FuzzCases => Environment.GetEnvironmentVariable("SCREENING_TEST_FUZZ") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 3000;

    /// <summary>A path, what is put there (JSON; empty to take it away) and the field that is to be named.</summary>
    public static TheoryData<string, string, string> Wrong() => new()
    {
        { "order_id", "", "order_id" }, { "order_id", "\"\"", "order_id" }, { "order_id", "7", "order_id" }, { "order_id", "\" A\"", "order_id" }, { "order_id", "\"A\\nB\"", "order_id" },
        { "order_id", "\"\\ud800\"", "order_id" }, { "order_id", "\"" + new string('x', 121) + "\"", "order_id" }, { "order_id", "null", "order_id" }, { "order_id", "[\"A\"]", "order_id" },
        { "version", "0", "version" }, { "version", "-1", "version" }, { "version", "1.5", "version" }, { "version", "1000001", "version" }, { "version", "\"1\"", "version" }, { "version", "1e400", "version" },
        { "status", "\"sold\"", "status" }, { "status", "\"Placed\"", "status" }, { "status", "1", "status" }, { "status", "", "status" },
        { "effective_at", "\"1989-12-31T23:59:59Z\"", "effective_at" }, { "effective_at", "\"2025-07-03T09:00:00Z\"", "effective_at" }, { "effective_at", "\"2025-13-01T00:00:00Z\"", "effective_at" },
        { "effective_at", "\"yesterday\"", "effective_at" }, { "effective_at", "\"2025-07-01\"", "effective_at" }, { "effective_at", "\"9999-12-31T23:59:59Z\"", "effective_at" },
        { "effective_at", "\"2025-07-01T08:00:00.1234567Z\"", "effective_at" }, { "effective_at", "1751360400", "effective_at" }, { "effective_at", "", "effective_at" },
        { "seller_id", "\"P-OTHER\"", "seller_id" }, { "parties", "", "parties" }, { "parties", "[]", "parties" }, { "parties.purchaser", "", "parties.purchaser" },
        { "parties.purchaser.id", "", "parties.purchaser.id" }, { "parties.agent", "{}", "parties.agent" }, { "parties.end_user", "\"P-1\"", "parties.end_user" },
        { "parties.end_user.country", "\"AE\"", "parties.end_user.name" }, { "parties.end_user.kind", "\"shop\"", "parties.end_user.kind" },
        { "route", "", "route" }, { "route.destination_country", "\"XX\"", "route.destination_country" }, { "route.destination_country", "\"de\"", "route.destination_country" },
        { "route.destination_country", "\"Germany\"", "route.destination_country" }, { "route.mode", "\"boat\"", "route.mode" }, { "end_use", "\"research\"", "end_use" },
        { "end_use.stated", "\"" + new string('x', 2001) + "\"", "end_use.stated" }, { "payment.terms", "\"later\"", "payment.terms" }, { "routed_export", "\"yes\"", "routed_export" },
        { "lines", "", "lines" }, { "lines", "[]", "lines" }, { "lines", "{}", "lines" }, { "lines", "[7]", "lines[0]" }, { "lines.0.line_no", "0", "lines[0].line_no" },
        { "lines.0.product_id", "", "lines[0].product_id" }, { "lines.0.quantity", "0", "lines[0].quantity" }, { "lines.0.quantity", "-3", "lines[0].quantity" },
        { "lines.0.quantity", "0.0001", "lines[0].quantity" }, { "lines.0.quantity", "1000000001", "lines[0].quantity" }, { "lines.0.quantity", "1e30", "lines[0].quantity" },
        { "lines.0.quantity", "\"NaN\"", "lines[0].quantity" }, { "lines.0.value_usd", "-0.01", "lines[0].value_usd" }, { "lines.0.value_usd", "1.001", "lines[0].value_usd" },
        { "lines.0.value_usd", "100000000001", "lines[0].value_usd" }, { "lines.0.value_usd", "true", "lines[0].value_usd" }, { "lines.0.hs_code", "\"84.7\"", "lines[0].hs_code" },
        { "lines.0.hs_code", "\"8471\\n\"", "lines[0].hs_code" }, { "lines.0.colour", "\"red\"", "lines[0].colour" }, { "unknown", "1", "unknown" },
    };

    [Fact]
    public async Task AWrongFieldIsNamedWithWhatIsAcceptedAndNothingIsStored()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string key = served.Key(KeyRole.Seller, trade.Seller);
        int events = await served.Server.Live.Do(decider => decider.Scoring.Events);
        foreach (ITheoryDataRow row in Wrong())
        {
            object?[] data = row.GetData();
            (string path, string json, string field) = ((string)data[0]!, (string)data[1]!, (string)data[2]!);
            using HttpResponseMessage response = await served.Post("/v1/decisions", key, With(ServedLake.Order("A-1", trade), path, json));
            JsonElement problem = await ServedLake.Json(response);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path} = {json}: {response.StatusCode}");
            Assert.Equal(("application/problem+json", "hold"), (response.Content.Headers.ContentType!.MediaType, problem.GetProperty("decision").GetString()));
            JsonElement error = problem.GetProperty("errors")[0];
            Assert.True(error.GetProperty("field").GetString() == field, $"{path} = {json}: {error}");
            Assert.NotEmpty(error.GetProperty("accepted").GetString()!);
        }

        Assert.Equal((0, events), (served.Server.Live.Book.Count, await served.Server.Live.Do(decider => decider.Scoring.Events)));
        using HttpResponseMessage right = await served.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task WhatIsNoOrderAtAllIsRefusedWithTheStatusThatSaysWhy()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string key = served.Key(KeyRole.Seller, trade.Seller), good = ServedLake.Order("A-1", trade).ToJsonString();
        foreach (string body in new[] { "", "{", "null", "[]", "\"x\"", "NaN", "{\"version\":NaN}", "{} {}", "\ufeff{}", new string('[', 200), good[..^1], good.Insert(1, "\"order_id\":\"A-2\","), good.Insert(1, "\"\\ud800\":1,"), good.Replace("\"id\"", "\"\\udfff\":1,\"id\"", StringComparison.Ordinal), good.Insert(1, "\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}},") + "}" })
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, await Status(served.Post("/v1/decisions", key, body))));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(served.Send(HttpMethod.Post, "/v1/decisions", key, [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], s_json[0])));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Status(served.Post("/v1/decisions", key, good, "text/plain")));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Status(served.Send(HttpMethod.Post, "/v1/decisions", key, Encoding.UTF8.GetBytes(good), null)));
        // The server answers and hangs up without reading the rest, which a client that is still writing would meet as a broken pipe: this one asks first.
        served.Client.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Status(served.Post("/v1/decisions", key, new string(' ', (1 << 20) + 1))));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Status(served.Post("/v1/decisions/batch", key, new string(' ', (10 << 20) + 1))));
        served.Client.DefaultRequestHeaders.ExpectContinue = false;
        Assert.Equal(HttpStatusCode.NotFound, await Status(served.Get("/v1/nothing", key)));
        Assert.Equal(HttpStatusCode.NotFound, await Status(served.Get("/v1/decisions/%0d%0aSet-Cookie:x", key)));
        Assert.Equal(HttpStatusCode.NotFound, await Status(served.Send(HttpMethod.Put, "/v1/decisions", key, Encoding.UTF8.GetBytes(good), s_json[0])));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.TryAddWithoutValidation("X-Request-Id", "a\tb<script>");
        using HttpResponseMessage health = await served.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Matches("^[0-9a-f]{32}$", health.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal(("nosniff", "no-store"), (health.Headers.GetValues("X-Content-Type-Options").Single(), health.Headers.CacheControl!.ToString()));
        Assert.False(health.Headers.Contains("Server"));
        Assert.Equal(0, served.Server.Live.Book.Count);
    }

    [Fact]
    public async Task AnOrderOfThingsNobodyKnowsIsAssessedWithWhatIsKnownAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0] with { Purchaser = "P-NEVER-MET", Product = "NEVER-MADE" };
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, trade.Seller), ServedLake.Order("A-1", trade, quantity: 100_000_000).ToJsonString());
        JsonElement answer = await ServedLake.Json(decided);
        Assert.Equal("NEVER-MADE", answer.GetProperty("unknown_products")[0].GetString());
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + answer.GetProperty("decision_id").GetString(), served.Key(KeyRole.Analyst));
        JsonElement full = await ServedLake.Json(shown);
        Assert.Equal("P-NEVER-MET", full.GetProperty("unknown_parties")[0].GetString());
        Assert.NotEqual(0, full.GetProperty("not_assessed").GetArrayLength());
    }

    [Fact]
    public async Task NoBodyHoweverMangledIsAnInternalErrorAndWhatIsAcceptedIsAcceptedByTheLake()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(TestSeed.Value);
        var seen = new Dictionary<HttpStatusCode, int>();
        int accepted;
        await using (ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { OrdersPerSecond = 1e9, OrdersAtOnce = 1e9, DryRunsPerSecond = 1e9 }))
        {
            string[] keys = [.. lake.Trades.Select(t => t.Seller).Distinct().Select(s => served.Key(KeyRole.Seller, s))];
            for (int i = 0; i < FuzzCases; i++)
            {
                Trade trade = lake.Trades[random.Next(lake.Trades.Count)];
                byte[] body = Mangle(random, ServedLake.Order($"F-{random.Next(400)}", trade, random.Next(1, 500), random.Next(1, 4), random.Next(5) == 0 ? $"N-{random.Next(9)}" : null));
                string path = random.Next(4) switch { 0 => "/v1/decisions/dry-run", 1 => "/v1/decisions/batch", _ => "/v1/decisions" };
                using HttpResponseMessage response = await served.Send(HttpMethod.Post, path, keys[random.Next(keys.Length)], body, s_json[0]);
                seen[response.StatusCode] = seen.GetValueOrDefault(response.StatusCode) + 1;
                if ((int)response.StatusCode < 500) continue;
                await served.DisposeAsync();
                string[] errors = [.. Directory.GetFiles(Path.Combine(served.Lake, "_logs"), "*serve*").SelectMany(File.ReadLines).Where(l => l.Contains("Exception", StringComparison.Ordinal))];
                Assert.Fail($"seed {TestSeed.Value}, case {i}: {response.StatusCode} for {Encoding.UTF8.GetString(body)}; {errors.FirstOrDefault()}");
            }

            accepted = served.Server.Live.Book.Count;
        }

        Assert.True(seen.GetValueOrDefault(HttpStatusCode.OK) > FuzzCases / 20 && seen.GetValueOrDefault(HttpStatusCode.BadRequest) > FuzzCases / 20, string.Join(", ", seen));
        (int code, _, string said) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--policy", "1.1.0", "--date", "2025-07-01");
        Assert.True(code == 0, said);
        (_, string counted, _) = ScreeningProcess.Run("query", "SELECT count(DISTINCT (order_id, version)) FROM orders WHERE known_at >= '2025-07-01'", "--lake", folder["lake"], "--format", "csv");
        Assert.Equal(accepted.ToString(CultureInfo.InvariantCulture), counted.Split('\n')[1].Trim());
        Assert.False(Directory.Exists(Path.Combine(folder["lake"], "_quarantine", "orders")) && Directory.GetFiles(Path.Combine(folder["lake"], "_quarantine", "orders")).Length > 0, "the lake refused an order that was decided");
    }

    private static byte[] Mangle(Random random, JsonObject order)
    {
        string[] values = ["null", "0", "-1", "1e308", "\"\"", "\"x\"", "[]", "{}", "true", "\"\\u0000\"", "\"NULL\"", "\"=1+1\"", "\"Ünï çødé 株式会社\"", "\"'; DROP TABLE orders; --\"", "99999999999999999999", "\"2024-02-29T00:00:00Z\"", "0.5", "\"A,\\\"B\\\"\""];
        string[] paths = ["order_id", "version", "status", "effective_at", "parties.purchaser.id", "parties.purchaser.name", "parties.end_user.name", "parties.payer", "route.destination_country", "route.ship_to_country", "end_use", "end_use.stated",
            "end_use.location", "payment.terms", "sales_representative", "lines", "lines.0.quantity", "lines.0.value_usd", "lines.0.product_id", "lines.0.eccn", "lines.0.licence_number", "routed_export", "surprise"];
        string json = order.ToJsonString();
        for (int change = random.Next(3); change > 0; change--) json = With((JsonObject)JsonNode.Parse(json)!, paths[random.Next(paths.Length)], values[random.Next(values.Length)]);
        byte[] body = Encoding.UTF8.GetBytes(json);
        if (random.Next(4) != 0) return random.Next(3) == 0 ? [.. "["u8, .. body, .. "]"u8] : body;
        for (int flips = random.Next(1, 4); flips > 0; flips--) body[random.Next(body.Length)] = (byte)random.Next(256);
        return random.Next(2) == 0 ? body : body[..random.Next(body.Length)];
    }

    // Values that JsonNode would not hold, such as half a surrogate pair, are put in as text.
    private static string With(JsonObject order, string path, string json)
    {
        string[] steps = path.Split('.');
        JsonNode at = order;
        foreach (string step in steps[..^1])
        {
            JsonNode? next = at is JsonArray list ? list.Count > int.Parse(step, CultureInfo.InvariantCulture) ? list[int.Parse(step, CultureInfo.InvariantCulture)] : null : at is JsonObject o ? o[step] : null;
            if (next is not (JsonObject or JsonArray))
            {
                if (at is not JsonObject parent) return order.ToJsonString();
                parent[step] = next = new JsonObject();
            }

            at = next;
        }

        if (at is not JsonObject target) return order.ToJsonString();
        target.Remove(steps[^1]);
        if (json.Length == 0) return order.ToJsonString();
        target[steps[^1]] = "@here@";
        return order.ToJsonString().Replace("\"@here@\"", json, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        return response.StatusCode;
    }
}
