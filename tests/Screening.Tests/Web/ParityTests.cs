using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Screening.Cli;
using Screening.Data.DuckDb;
using Screening.Data.Keys;
using Screening.Learning.Registry;
using Screening.Tests.Cli;
using Screening.Web.Api;
using Xunit;

namespace Screening.Tests.Web;

public sealed class ParityTests(ServedLakeFixture lake)
{
    // With a model that has a share in the margin too: the shipped one, as champion of a simulated lake.
    [Theory]
    [InlineData("1.1.0", "blend")]
    [InlineData("1.2.0", "blend+2024-12-31-c00a4f4e@0.")]
    public async Task ANightAndABacktestGiveEachOrderTheVeryScoreThatTheEndpointGaveItAsItArrived(string policy, string model)
    {
        using var folder = new TemporaryFolder();
        if (model != "blend") MakeChampion(folder["models"]);
        var models = new ModelFolders(folder["models"], folder["none"]);
        var margins = new Dictionary<(string Order, int Version, string AsOf), double>();
        await using (ServedLake served = await ServedLake.Start(lake.Copy(folder), with: options => options with { Models = models }, policy: policy))
        {
            string analyst = served.Key(KeyRole.Analyst);
            for (int i = 0; i < 60; i++)
            {
                Trade trade = lake.Trades[i * 7 % lake.Trades.Count];
                // Some share a buyer and a second, some are changed, some bring a party that nobody knows.
                served.Clock.Utc = ServedLakeFixture.Morning.AddSeconds(i / 3);
                JsonObject order = ServedLake.Order($"A-{i - (i % 5 == 4 ? 1 : 0)}", i % 5 == 4 ? lake.Trades[(i - 1) * 7 % lake.Trades.Count] : trade, quantity: 1 + (i * 13 % 400), version: i % 5 == 4 ? 2 : 1);
                if (i % 6 == 0) order["parties"]!["end_user"] = new JsonObject { ["id"] = $"NEW-{i}", ["name"] = $"Halcyon Compute {i} Ltd", ["country"] = "AE", ["kind"] = "reseller" };
                Trade of = i % 5 == 4 ? lake.Trades[(i - 1) * 7 % lake.Trades.Count] : trade;
                if (i % 4 == 1) order["certificate"] = new JsonObject { ["certificate_id"] = $"C-{i / 8}", ["issued_on"] = "2025-06-01", ["signed"] = true, ["valid_to"] = "2025-06-30" };
                if (i % 4 >= 2) order["payment"] = new JsonObject { ["payment_id"] = $"PAY-{i / 2}", ["kind"] = "deposit", ["payer_country"] = "AE", ["paid_at"] = "2025-06-30T10:00:00Z", ["amount_usd"] = 1000 * i, ["method"] = "cash" };
                if (i % 10 == 7)
                {
                    // One of a batch, between what is refused.
                    using HttpResponseMessage batch = await served.Post("/v1/decisions/batch", served.Key(KeyRole.Seller, of.Seller), $"[{{}},{order.ToJsonString()},{{}}]");
                    JsonElement item = (await ServedLake.Json(batch))[1];
                    Assert.Equal(("decided", 200), (item.GetProperty("status").GetString(), item.GetProperty("status_code").GetInt32()));
                }

                double? foreseen = i % 4 == 1 || i % 6 == 0 || i % 10 == 7 ? null : await Margin(served, analyst, order, of.Seller);
                using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, (i % 5 == 4 ? lake.Trades[(i - 1) * 7 % lake.Trades.Count] : trade).Seller), order.ToJsonString());
                JsonElement answer = await ServedLake.Json(decided);
                using HttpResponseMessage shown = await served.Get("/v1/decisions/" + answer.GetProperty("decision_id").GetString(), analyst);
                JsonElement full = await ServedLake.Json(shown);
                Assert.StartsWith(model, full.GetProperty("versions").GetProperty("model").GetString(), StringComparison.Ordinal);
                if (foreseen is { } dry) Assert.Equal(dry, full.GetProperty("margin").GetDouble());
                margins.Add((full.GetProperty("order_id").GetString()!, full.GetProperty("version").GetInt32(), full.GetProperty("as_of").GetString()!), full.GetProperty("margin").GetDouble());
            }
        }

        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--policy", policy, "--models", folder["models"], "--date", "2025-07-01");
        Assert.True(code == 0, errors);
        (code, _, errors) = ScreeningProcess.Run(
            "backtest", "--lake", folder["lake"], "--policy", policy, "--models", folder["models"], "--from", "2025-07-01", "--to", "2025-07-01", "--out", folder["tellings.parquet"]);
        Assert.True(code == 0, errors);
        Assert.Equal(60, margins.Count);
        foreach (Dictionary<(string, int, string), double> later in new[] { Scores(Path.Combine(folder["lake"], "_store", "screening.db")), Backtested(folder["tellings.parquet"]) })
        {
            foreach (((string Order, int Version, string AsOf) key, double margin) in margins)
            {
                Assert.True(later.TryGetValue(key, out double again), string.Create(CultureInfo.InvariantCulture, $"there is no score of {key}"));
                Assert.Equal(BitConverter.DoubleToInt64Bits(margin), BitConverter.DoubleToInt64Bits(again));
            }
        }
    }

    [Fact]
    public async Task ARestartedEndpointForeseesWhatOneThatNeverStoppedDoes()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        string seller = lake.Trades[0].Seller;
        Trade[] trades = [.. lake.Trades.Where(t => t.Seller == seller).Take(10)];
        await using ServedLake stays = await ServedLake.Start(lake.Copy(other));
        await using (ServedLake first = await ServedLake.Start(lake.Copy(folder)))
        {
            for (int i = 0; i < 40; i++)
            {
                JsonObject order = ServedLake.Order($"A-{i}", trades[i % trades.Length], quantity: 1 + (i * 31 % 100));
                foreach (ServedLake served in new[] { stays, first })
                {
                    served.Clock.Utc = ServedLakeFixture.Morning.AddSeconds(i);
                    using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, seller), order.ToJsonString());
                    Assert.True(decided.IsSuccessStatusCode);
                }
            }
        }

        var noon = new FixedClock(ServedLakeFixture.Morning.AddHours(3));
        stays.Clock.Utc = noon.Utc;
        await using ServedLake again = await ServedLake.Start(folder["lake"], noon);
        for (int i = 0; i < trades.Length; i++)
        {
            JsonObject order = ServedLake.Order($"D-{i}", trades[i], quantity: 10);
            order["seller_id"] = seller;
            Assert.Equal(await Foreseen(stays, order), await Foreseen(again, order));
        }
    }

    private static Dictionary<(string, int, string), double> Backtested(string file)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult rows = connection.Query($"SELECT order_id, version, epoch_us(as_of), margin FROM '{file}'");
        return rows.Rows().ToDictionary(r => ((string)r[0]!, (int)(long)r[1]!, OrderWriter.Moment((long)r[2]!)), r => (double)r[3]!);
    }

    private static void MakeChampion(string models)
    {
        string shipped = Directory.GetDirectories(Home.Starter).Single(), version = Path.GetFileName(shipped);
        TemporaryFolder.Copy(shipped, Path.Combine(models, version));
        var passed = new Gate(null, new DateOnly(2025, 1, 1), new DateOnly(2025, 1, 2), "labels", 100, 12, 0.1, 0.05, 0.2, new Dictionary<string, double>(), []);
        new ChampionLog(new ModelRegistry(models)).Promote(version, "Ann", "Ben", "a test", passed, DateTime.UnixEpoch);
    }

    private static async Task<double> Margin(ServedLake served, string analyst, JsonObject order, string seller)
    {
        var own = (JsonObject)order.DeepClone();
        own["seller_id"] = seller;
        using HttpResponseMessage dry = await served.Post("/v1/decisions/dry-run", analyst, own.ToJsonString());
        return (await ServedLake.Json(dry)).GetProperty("answer").GetProperty("margin").GetDouble();
    }

    private static async Task<string> Foreseen(ServedLake served, JsonObject order)
    {
        using HttpResponseMessage dry = await served.Post("/v1/decisions/dry-run", served.Key(KeyRole.Analyst), order.ToJsonString());
        JsonElement answer = (await ServedLake.Json(dry)).GetProperty("answer");
        // Apart from the snapshot, which has the first one's orders in it.
        return string.Join("|", answer.EnumerateObject().Where(p => p.Name != "versions").Select(p => p.Value.GetRawText()));
    }

    internal static Dictionary<(string, int, string), double> Scores(string store)
    {
        using var connection = new SqliteConnection($"Data Source={store};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT order_id, order_version, as_of, margin FROM scores";
        using SqliteDataReader reader = command.ExecuteReader();
        var scores = new Dictionary<(string, int, string), double>();
        while (reader.Read()) scores[(reader.GetString(0), reader.GetInt32(1), reader.GetString(2))] = reader.GetDouble(3);
        return scores;
    }
}
