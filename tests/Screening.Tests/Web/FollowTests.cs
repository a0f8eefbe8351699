using System.Net;
using System.Text.Json;
using Screening.Cli;
using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Tests.Cli;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class FollowTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task WhatTheLakeIsDeliveredIsKnownWithoutARestartAndTheJournalsOwnOrdersCountOnce()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { FollowEvery = TimeSpan.FromMilliseconds(100) });
        string seller = served.Key(KeyRole.Seller, trade.Seller), analyst = served.Key(KeyRole.Analyst);
        Assert.Equal(HttpStatusCode.NotFound, await Status(served.Get("/v1/parties/P-TOLD-LATER", analyst)));
        for (int i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await Status(served.Post("/v1/decisions", seller, ServedLake.Order($"A-{i}", trade).ToJsonString())));
        int before = await served.Server.Live.Do(decider => decider.Scoring.Events);
        long snapshot = served.Server.Live.Snapshot;

        ContractStore contracts = Home.Contracts();
        var target = Lake.Open(served.Lake);
        IReadOnlyList<IngestReport> journal = JournalDelivery.Take(target, contracts, served.Clock.Utc, 2, null, TestContext.Current.CancellationToken);
        Assert.Equal(3, Assert.Single(journal).Total.Accepted);
        string mark = Path.Combine(served.Lake, "_journal", "taken-in");
        Assert.Equal("3", await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken));
        Assert.Empty(JournalDelivery.Take(target, contracts, served.Clock.Utc, 2, null, TestContext.Current.CancellationToken));

        // As if seven more had been read and then been cut off.
        await File.WriteAllTextAsync(mark, "10", TestContext.Current.CancellationToken);
        journal = JournalDelivery.Take(target, contracts, served.Clock.Utc, 2, null, TestContext.Current.CancellationToken);
        Assert.Equal(0, Assert.Single(journal).Total.Accepted);
        Assert.Equal("3", await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken));
        string file = folder["late.jsonl"];
        await File.WriteAllTextAsync(file, "{\"party_id\":\"P-TOLD-LATER\",\"name\":\"Told Later Ltd\",\"kind\":\"reseller\",\"country\":\"AE\",\"known_at\":\"2025-06-30 10:00:00\"}\n", TestContext.Current.CancellationToken);
        Ingestion.Run(target, contracts, new IngestRequest { Dataset = "parties", Files = [file], DeliveredAtUtc = served.Clock.Utc }, null, TestContext.Current.CancellationToken);
        for (int i = 0; i < 300 && served.Server.Live.Snapshot != target.Snapshot().Number; i++) await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.Null(served.Server.Live.NotFollowing);
        Assert.True(served.Server.Live.Snapshot > snapshot);
        Assert.Equal(before + 1, await served.Server.Live.Do(decider => decider.Scoring.Events));
        using HttpResponseMessage party = await served.Get("/v1/parties/P-TOLD-LATER", analyst);
        Assert.Equal("Told Later Ltd", (await ServedLake.Json(party)).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, await Status(served.Get("/v1/parties/P-TOLD-LATER", seller)));
        using HttpResponseMessage decided = await served.Post("/v1/decisions", seller, ServedLake.Order("A-9", trade, endUser: "P-TOLD-LATER").ToJsonString());
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + (await ServedLake.Json(decided)).GetProperty("decision_id").GetString(), analyst);
        JsonElement full = await ServedLake.Json(shown);
        Assert.Equal(0, full.GetProperty("unknown_parties").GetArrayLength());
        Assert.StartsWith(served.Server.Live.Snapshot + "-", full.GetProperty("versions").GetProperty("data").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage status = await served.Get("/v1/status", analyst);
        JsonElement told = await ServedLake.Json(status);
        Assert.Equal((true, 4), (told.GetProperty("ready").GetBoolean(), told.GetProperty("decisions").GetInt32()));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(served.Get("/v1/status", seller)));
    }

    [Fact]
    public async Task TheDescriptionNamesEveryCallAndItsExampleIsAnOrder()
    {
        using var folder = new TemporaryFolder();
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        using HttpResponseMessage response = await served.Get("/openapi/v1.json", "-");
        JsonElement document = await ServedLake.Json(response), paths = document.GetProperty("paths");
        string source = await File.ReadAllTextAsync(Path.Combine(ScreeningProcess.Home, "src", "Screening.Web", "Serving", "ScoringServer.cs"), TestContext.Current.CancellationToken);
        string[] mapped = [.. System.Text.RegularExpressions.Regex.Matches(source, "Map(?:Get|Post)\\(\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m => m.Groups[1].Value).Where(p => p != "/openapi/v1.json").Order(StringComparer.Ordinal)];
        Assert.Equal(mapped, paths.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        JsonElement example = paths.GetProperty("/v1/decisions").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, lake.Trades[0].Seller), example.GetRawText());
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);

        // What may be sent is what is described, field by field.
        using HttpResponseMessage refused = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, lake.Trades[0].Seller), "{\"surprise\":1}");
        string known = (await ServedLake.Json(refused)).GetProperty("errors")[0].GetProperty("accepted").GetString()!;
        JsonElement order = document.GetProperty("components").GetProperty("schemas").GetProperty("Order").GetProperty("properties");
        Assert.Equal(known.Split(": ")[1].Split(", ").Order(StringComparer.Ordinal), order.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        return response.StatusCode;
    }
}
