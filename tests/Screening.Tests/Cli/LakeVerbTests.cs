using System.Text.Json;
using Screening.Cli;
using Screening.Data.Ingest;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary><c>screening lake</c>: looking at snapshots, upkeep, and what a damaged history says.</summary>
public sealed class LakeVerbTests(SimulatedLakeFixture simulated) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void CompactAndPruneKeepEveryRowAndTheId()
    {
        string lake = Copy();
        SmallDeliveries(lake);
        string rows = Orders(lake), id = Json("snapshot").GetProperty("id").GetString()!;
        long number = Json("snapshot").GetProperty("snapshot").GetInt64();
        (int code, string output, string errors) = Lake("compact", "--dry-run");
        Assert.True(code == 0, errors);
        Assert.Contains("would be rewritten", output, StringComparison.Ordinal);
        Assert.Equal(number, Json("snapshot").GetProperty("snapshot").GetInt64());

        (code, output, errors) = Lake("compact", "--threads", "2", "--memory", "500MB");
        Assert.True(code == 0, errors);
        Assert.Contains("files are now", output, StringComparison.Ordinal);
        JsonElement after = Json("snapshot");
        Assert.Equal((id, "compaction", rows), (after.GetProperty("id").GetString(), after.GetProperty("made_by").GetString(), Orders(lake)));
        Assert.Equal(rows, Orders(lake, "--snapshot", $"{number}"));
        Assert.All(after.GetProperty("datasets").EnumerateArray(), d => Assert.InRange(d.GetProperty("files").GetArrayLength(), 1, 12));
        Assert.True(Json("status").GetProperty("disk").GetProperty("older_bytes").GetInt64() > 0);

        (code, output, errors) = Lake("prune", "--keep", "1", "--dry-run");
        Assert.True(code == 0, errors);
        Assert.Contains("would forget", output, StringComparison.Ordinal);
        (code, output, errors) = Lake("prune", "--keep", "1");
        Assert.True(code == 0, errors);
        Assert.Contains("forgot", output, StringComparison.Ordinal);
        Assert.Equal(0, Json("status").GetProperty("disk").GetProperty("older_bytes").GetInt64());
        Assert.Equal(rows, Orders(lake));
        Assert.Contains("was pruned from the lake", ScreeningProcess.Run("query", "SELECT 1", "--lake", lake, "--snapshot", $"{number}").Errors, StringComparison.Ordinal);
        Assert.Equal(0, Lake("verify").Code);
    }

    [Fact]
    public void AReferenceToAPartyThatComesTomorrowIsShownUntilItComes()
    {
        string lake = Copy();
        Assert.DoesNotContain("seller_id", Lake("references").Output, StringComparison.Ordinal);
        Deliver("orders", SomeDelivery.OrdersHeader, SomeDelivery.Order(1, ("seller_id", "S-TOMORROW")));

        Assert.Contains("orders.seller_id names 1 parties.party_id not in the lake, in 1 rows, first known 2024-05-01, such as 'S-TOMORROW'", Lake("references").Output, StringComparison.Ordinal);
        Deliver("parties", "party_id,name,kind,known_at", "S-TOMORROW,Invented Seller,distributor,2024-05-02");
        Assert.DoesNotContain("orders.seller_id", Lake("references").Output, StringComparison.Ordinal);

        void Deliver(string dataset, params string[] lines)
        {
            string file = _folder[dataset + ".csv"];
            File.WriteAllLines(file, lines);
            (int code, _, string errors) = ScreeningProcess.Run("ingest", dataset, file, "--lake", lake);
            Assert.True(code == 0, errors);
        }
    }

    /// <summary>Small files that no ingestion has merged yet.</summary>
    private void SmallDeliveries(string lake)
    {
        for (int i = 0; i < 8; i++)
        {
            string file = _folder[FormattableString.Invariant($"{i}.csv")];
            File.WriteAllText(file, FormattableString.Invariant($"place_id,name,country,kind,latitude,longitude,known_at\nX{i},Invented,DE,port,1,2,2030-01-0{i + 1}\n"));
            Ingestion.Run(Screening.Data.Lakes.Lake.Open(lake), SomeDelivery.Contracts, new IngestRequest { Dataset = "places", Files = [file], DeliveredAtUtc = new DateTime(2030, 2, 1, 0, 0, 0, DateTimeKind.Utc), Compacts = false });
        }
    }

    [Fact]
    public void OneDatasetCanBeCompactedAlone()
    {
        Copy();
        (_, string output, _) = Lake("compact", "--dataset", "orders");
        Assert.StartsWith("orders ", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        (int code, _, string errors) = Lake("compact", "--dataset", "invoices");
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains("there is no dataset 'invoices'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ASnapshotIsFoundByNumberAndByDate()
    {
        Copy();
        JsonElement newest = Json("snapshot");
        Assert.Equal(newest.ToString(), Json("snapshot", newest.GetProperty("snapshot").ToString()).ToString());
        Assert.Equal(newest.ToString(), Json("snapshot", newest.GetProperty("delivered_at_utc").GetString()![..10]).ToString());
        (int code, string text, _) = Lake("snapshot", "1");
        Assert.Equal(0, code);
        Assert.Contains("snapshot 1, delivered", text, StringComparison.Ordinal);
        Assert.Contains("added ", text, StringComparison.Ordinal);
        foreach (string verb in (string[])["status", "verify", "history"])
        {
            Assert.Equal(0, Lake(verb, "--snapshot", "2").Code);
            Assert.Contains("nothing was delivered", Lake(verb, "--snapshot", "1999-01-01").Errors, StringComparison.Ordinal);
            Assert.Contains("--snapshot is 'yesterday'; accepted: a number such as 12", Lake(verb, "--snapshot", "yesterday").Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void StatusSaysHowOldTheLastDeliveryIs()
    {
        Copy();
        DateTime last = Json("snapshot").GetProperty("delivered_at_utc").GetDateTime();
        JsonElement[] fresh = [.. Json("status", "--as-of", $"{last:yyyy-MM-ddTHH:mm:ss}").GetProperty("datasets").EnumerateArray()];
        JsonElement[] stale = [.. Json("status", "--as-of", $"{last.AddDays(900):yyyy-MM-dd}").GetProperty("datasets").EnumerateArray()];
        Assert.Contains(fresh, d => d.GetProperty("is_late").ValueKind == JsonValueKind.False);
        Assert.Contains(stale, d => d.GetProperty("is_late").ValueKind == JsonValueKind.True && d.GetProperty("deliveries").GetString()!.Contains(": late by 8", StringComparison.Ordinal));
        Assert.All(stale.Where(d => d.GetProperty("expected_every_hours").ValueKind == JsonValueKind.Null), d => Assert.Equal(JsonValueKind.Null, d.GetProperty("is_late").ValueKind));
        Assert.Contains("--as-of is '12'", Lake("status", "--as-of", "12").Errors, StringComparison.Ordinal);
        (_, string text, _) = Lake("status");
        Assert.Contains("last delivery", text, StringComparison.Ordinal);
        Assert.Contains("on disk: ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prune")]
    [InlineData("prune", "--keep", "1", "--keep-days", "3")]
    [InlineData("prune", "--keep", "0")]
    public void APruneMustBeToldWhatToKeep(params string[] arguments)
    {
        Copy();
        int before = Manifests().Length;
        Assert.Equal(ExitCodes.Input, Lake(arguments).Code);
        Assert.Equal(before, Manifests().Length);
    }

    [Fact]
    public void AMissingManifestIsOneSentence()
    {
        Copy();
        string[] manifests = Manifests();
        File.Delete(manifests[2]);
        (int code, string output, string errors) = Lake("verify");
        Assert.Equal((ExitCodes.Input, "manifest 3 is missing"), (code, output.Trim()));
        Assert.Contains("the lake's history is not whole: manifest 3 is missing", errors, StringComparison.Ordinal);
        File.Delete(manifests[^1]);
        (code, _, errors) = Lake("status");
        Assert.Equal(ExitCodes.Input, code);
        Assert.StartsWith($"screening: manifest {manifests.Length} of the lake", errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Orders(string lake, params string[] options) =>
        ScreeningProcess.Run(["query", "SELECT count(*) AS n, sum(hash(o)) AS h FROM orders o", "--format", "csv", "--lake", lake, .. options]).Output;

    private string Copy()
    {
        TemporaryFolder.Copy(simulated.Lake, _folder["lake"]);
        return _folder["lake"];
    }

    private string[] Manifests() => [.. Directory.GetFiles(Path.Combine(_folder["lake"], "_manifests"), "*.json").Order(StringComparer.Ordinal)];

    private (int Code, string Output, string Errors) Lake(params string[] arguments) => ScreeningProcess.Run(["lake", .. arguments, "--lake", _folder["lake"]]);

    private JsonElement Json(params string[] arguments)
    {
        (int code, string output, string errors) = Lake([.. arguments, "--json"]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
