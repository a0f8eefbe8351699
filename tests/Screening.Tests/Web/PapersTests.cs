using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Cli;
using Screening.Data.Ingest;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

public sealed class PapersTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task AStatementAndAPaymentComeIntoTheLakeWithTheirOrderAndNobodysAreOverwritten()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0], another = lake.Trades.First(t => t.Seller != trade.Seller);
        string path = lake.Copy(folder);
        await using (ServedLake served = await ServedLake.Start(path))
        {
            Assert.Empty(await NotCounted(served, trade, Order("A-1", trade, "C-1", "PAY-1")));
            Assert.Empty(await NotCounted(served, trade, Order("A-2", trade, "C-2", null)));
            Assert.Equal(["certificate", "payment"], await NotCounted(served, another, Order("B-1", another, "C-1", "PAY-1", amount: 5)));
            JsonObject unknown = Order("A-3", trade, "C-3", null);
            unknown["parties"]!["end_user"]!["id"] = "P-NOBODY-KNOWS";
            Assert.Equal(["certificate"], await NotCounted(served, trade, unknown));

            // An end user that is told with the order is known.
            JsonObject told = Order("A-4", trade, "C-4", null);
            told["parties"]!["end_user"] = new JsonObject { ["id"] = "P-TOLD", ["name"] = "Told With It Ltd", ["country"] = "AE" };
            Assert.Empty(await NotCounted(served, trade, told));
        }

        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0", "--date", "2025-07-01");
        Assert.True(code == 0, errors);
        Assert.Equal(
            [$"C-1,statement,{trade.Purchaser},A-1,2025-06-01,true,2025-12-31", $"C-2,statement,{trade.Purchaser},A-2,2025-06-01,true,2025-12-31", "C-4,statement,P-TOLD,A-4,2025-06-01,true,2025-12-31"],
            Query(path, "SELECT certificate_id, kind, party_id, order_id, issued_on, signed, valid_to FROM certificates WHERE certificate_id LIKE 'C-_' ORDER BY 1"));
        Assert.Equal(["PAY-1,A-1,deposit,AE,1234.50"], Query(path, "SELECT payment_id, order_id, kind, payer_country, amount_usd FROM payments WHERE payment_id LIKE 'PAY-%'"));
    }

    [Fact]
    public async Task AnAnalystReadsThatAConfirmedEndUserWouldLetTheOrderPassAndASellerDoesNot()
    {
        using var folder = new TemporaryFolder();
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { FollowEvery = TimeSpan.FromMilliseconds(100) });
        string analyst = served.Key(KeyRole.Analyst);
        Trade? trade = null;
        foreach (Trade one in lake.Trades)
        {
            if ((await DryRun(served, analyst, one)).GetProperty("decision").GetString() != "release") continue;
            trade = one;
            break;
        }

        // Called back, the end user of an order that would pass denies it.
        string file = folder["denied.csv"];
        await File.WriteAllLinesAsync(file, ["certificate_id,kind,party_id,issued_on,confirmed,known_at", $"CB-1,call_back,{trade!.Purchaser},2025-06-29,false,2025-07-01 08:00:00"], TestContext.Current.CancellationToken);
        IngestReport report = Ingestion.Run(Lake.Open(served.Lake), Home.Contracts(), new IngestRequest { Dataset = "certificates", Files = [file], DeliveredAtUtc = served.Clock.Utc }, null, TestContext.Current.CancellationToken);
        Assert.Equal(1, report.Total.Accepted);
        long number = Lake.Open(served.Lake).Snapshot().Number;
        await ChangesTests.Until(() => served.Server.Live.Snapshot == number);
        JsonElement answer = await DryRun(served, analyst, trade);
        Assert.Equal("hold", answer.GetProperty("decision").GetString());
        Assert.Contains("with an end user who is called back and confirms the order", answer.GetProperty("would_pass").EnumerateArray().Select(w => w.GetString()));
        JsonElement sellers = await DryRun(served, served.Key(KeyRole.Seller, trade.Seller), trade);
        Assert.Equal(["as_of", "decision", "dry_run"], sellers.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("certificate", "{\"issued_on\":\"2025-06-01\"}", "certificate.certificate_id")]
    [InlineData("certificate", "{\"certificate_id\":\"C\"}", "certificate.issued_on")]
    [InlineData("certificate", "{\"certificate_id\":\"C\",\"issued_on\":\"2025-07-02\"}", "certificate.issued_on")]
    [InlineData("certificate", "{\"certificate_id\":\"C\",\"issued_on\":\"1989-12-31\"}", "certificate.issued_on")]
    [InlineData("certificate", "{\"certificate_id\":\"C\",\"issued_on\":\"2025-06-31\"}", "certificate.issued_on")]
    [InlineData("certificate", "{\"certificate_id\":\"C\",\"issued_on\":20250601}", "certificate.issued_on")]
    [InlineData("certificate", "{\"certificate_id\":\"C\",\"issued_on\":\"2025-06-01\",\"confirmed\":true}", "certificate.confirmed")]
    [InlineData("certificate", "{\"certificate_id\":\"C\",\"issued_on\":\"2025-06-01\",\"valid_to\":\"2200-01-01\"}", "certificate.valid_to")]
    [InlineData("certificate", "[]", "certificate")]
    [InlineData("payment", "{\"payment_id\":\"P\"}", "payment.kind")]
    [InlineData("payment", "{\"amount_usd\":1}", "payment.payment_id")]
    [InlineData("payment", "{\"payment_id\":\"P\",\"kind\":\"gift\",\"payer_country\":\"AE\",\"paid_at\":\"2025-06-30T00:00:00Z\",\"amount_usd\":1}", "payment.kind")]
    [InlineData("payment", "{\"payment_id\":\"P\",\"kind\":\"payment\",\"payer_country\":\"XX\",\"paid_at\":\"2025-06-30T00:00:00Z\",\"amount_usd\":1}", "payment.payer_country")]
    [InlineData("payment", "{\"payment_id\":\"P\",\"kind\":\"payment\",\"payer_country\":\"AE\",\"paid_at\":\"2025-07-09T00:00:00Z\",\"amount_usd\":1}", "payment.paid_at")]
    [InlineData("payment", "{\"payment_id\":\"P\",\"kind\":\"payment\",\"payer_country\":\"AE\",\"paid_at\":\"2025-06-30T00:00:00Z\",\"amount_usd\":-1}", "payment.amount_usd")]
    [InlineData("payment", "{\"payment_id\":\"P\",\"kind\":\"payment\",\"payer_country\":\"AE\",\"paid_at\":\"2025-06-30T00:00:00Z\",\"amount_usd\":1.001}", "payment.amount_usd")]
    public void APaperThatIsNotAsAcceptedIsNamed(string section, string json, string field)
    {
        JsonObject order = ServedLake.Order("A-1", lake.Trades[0]);
        order[section] = JsonNode.Parse(json);
        var problems = new List<Screening.Web.Api.FieldProblem>();
        using JsonDocument? document = Screening.Web.Api.OrderReader.Parse(System.Text.Encoding.UTF8.GetBytes(order.ToJsonString()), problems);
        var reader = new Screening.Web.Api.OrderReader(new HashSet<string> { "AE", lake.Trades[0].Destination });
        long latest = Screening.Records.Micros.FromDateTime(ServedLakeFixture.Morning) + Screening.Records.Micros.PerDay;
        Assert.Null(reader.Read(document!.RootElement, "", "S-1", latest, problems));
        Assert.Equal(field, problems[0].Field);
    }

    private static JsonObject Order(string id, Trade trade, string certificate, string? payment, decimal amount = 1234.5m)
    {
        JsonObject order = ServedLake.Order(id, trade);
        order["certificate"] = new JsonObject { ["certificate_id"] = certificate, ["issued_on"] = "2025-06-01", ["signed"] = true, ["valid_to"] = "2025-12-31" };
        if (payment is not null)
            order["payment"] = new JsonObject { ["terms"] = "prepayment", ["payment_id"] = payment, ["kind"] = "deposit", ["payer_country"] = "AE", ["paid_at"] = "2025-06-30T10:00:00Z", ["amount_usd"] = amount };
        return order;
    }

    private static async Task<string[]> NotCounted(ServedLake served, Trade trade, JsonObject order)
    {
        using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, trade.Seller), order.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + (await ServedLake.Json(decided)).GetProperty("decision_id").GetString(), served.Key(KeyRole.Analyst));
        return [.. (await ServedLake.Json(shown)).GetProperty("papers_not_counted").EnumerateArray().Select(p => p.GetString()!)];
    }

    private static async Task<JsonElement> DryRun(ServedLake served, string key, Trade trade)
    {
        JsonObject order = ServedLake.Order("A-1", trade, quantity: 1);
        order["seller_id"] = trade.Seller;
        using HttpResponseMessage dry = await served.Post("/v1/decisions/dry-run", key, order.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, dry.StatusCode);
        return await ServedLake.Json(dry);
    }

    private static string[] Query(string path, string sql)
    {
        (int code, string csv, string errors) = ScreeningProcess.Run("query", sql, "--lake", path, "--format", "csv");
        Assert.True(code == 0, errors);
        return [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Trim())];
    }
}
