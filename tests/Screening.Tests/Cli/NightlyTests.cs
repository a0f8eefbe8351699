using System.Security.Cryptography;
using System.Text.Json;
using Screening.Alerts;
using Screening.Cli;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class NightlyTests(SimulatedLakeFixture simulated)
{
    private const string Night = "2025-06-30";
    private static readonly string[] Reproducible = ["alerts.csv", "alerts.parquet", "report.html"];

    [Fact]
    public void ANightWritesListReportManifestLogAndStore()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (int code, string output, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"]);
        Assert.True(code == 0, errors);
        string reports = Path.Combine(folder["lake"], "_reports", Night);
        Assert.Contains("report: " + Path.Combine(reports, "report.html"), output, StringComparison.Ordinal);
        foreach (string name in Reproducible.Append("manifest.json")) Assert.True(new FileInfo(Path.Combine(reports, name)).Length > 100, name);

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(reports, "manifest.json")));
        foreach (JsonElement file in manifest.RootElement.GetProperty("outputs").EnumerateArray())
        {
            string path = Path.Combine(reports, file.GetProperty("file").GetString()!);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), file.GetProperty("sha256").GetString());
        }

        string log = Assert.Single(Directory.GetFiles(Path.Combine(folder["lake"], "_logs")));
        Assert.All(File.ReadLines(log), line => JsonDocument.Parse(line).Dispose());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder["lake"], "_incoming"), "*.csv", SearchOption.AllDirectories));

        (_, string list, _) = ScreeningProcess.Run("alerts", "list", "--lake", folder["lake"], "--json");
        using JsonDocument alerts = JsonDocument.Parse(list);
        Assert.Equal(20, alerts.RootElement.GetArrayLength());
        Assert.Equal(Enumerable.Range(1, 20), alerts.RootElement.EnumerateArray().Select(a => a.GetProperty("alert").GetProperty("rank").GetInt32()));
        string id = alerts.RootElement[0].GetProperty("alert").GetProperty("id").GetString()!;
        (int shown, string show, _) = ScreeningProcess.Run("alerts", "show", id[..8], "--lake", folder["lake"]);
        Assert.Equal(0, shown);
        Assert.StartsWith(id, show, StringComparison.Ordinal);
        (_, string exported, _) = ScreeningProcess.Run("alerts", "export", "--lake", folder["lake"]);
        Assert.Equal(File.ReadAllText(Path.Combine(reports, "alerts.csv")), exported);
    }

    [Fact]
    public void AModelThatCannotBeLoadedStopsNoNightAndIsToldWhereItIsSeen()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        Directory.CreateDirectory(folder["models"]);
        File.WriteAllText(Path.Combine(folder["models"], "champions.jsonl"), "{\n{}\n");
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--models", folder["models"], "--out", folder["out"]);
        Assert.Equal(0, code);
        Assert.Contains("Model: model of the registry cannot be loaded, the blend ranked alone: ", errors, StringComparison.Ordinal);
        Assert.Contains("the blend ranked alone", File.ReadAllText(Path.Combine(folder["out"], "report.html")), StringComparison.Ordinal);
        (_, _, string quiet) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--out", folder["other"]);
        Assert.DoesNotContain("Model", quiet, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameNightAgainAddsNothingAndAnyNumberOfThreadsGivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["a"]);
        TemporaryFolder.Copy(simulated.Lake, folder["b"]);
        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["a"], "--threads", "1").Code);
        Dictionary<string, byte[]> first = Reproducible.ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(folder["a"], "_reports", Night, name)));
        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["b"], "--threads", "3", "--out", folder["second"]).Code);
        (int code, string again, _) = ScreeningProcess.Run("nightly", "--lake", folder["a"]);
        Assert.Equal(0, code);
        Assert.Contains("nothing added", again, StringComparison.Ordinal);
        foreach (string name in Reproducible)
        {
            Assert.True(first[name].AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder["second"], name))), $"{name} differs between 1 and 3 threads");
            Assert.True(first[name].AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder["a"], "_reports", Night, name))), $"{name} differs when run again");
        }
    }

    // A trial with another policy is looked at and forgotten: the night that analysts work from stays what it was.
    [Fact]
    public void ATrialLeavesTheStoreAsItWas()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (int code, string output, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--out", folder["trial"], "--policy", "1.0.0");
        Assert.True(code == 0, errors);
        Assert.Contains("a trial: the store was left as it is", output, StringComparison.Ordinal);
        Assert.Contains("Policy 1.0.0 runs 9 of 43 known typologies", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder["lake"], "_store", "screening.db")));
        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["lake"]).Code);
        (_, string before, _) = ScreeningProcess.Run("alerts", "list", "--lake", folder["lake"]);
        (code, _, errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--out", folder["trial"], "--policy", "1.0.0");
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains("is not empty; --force replaces its files", errors, StringComparison.Ordinal);
        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--out", folder["trial"], "--policy", "1.0.0", "--force", "--capacity", "3").Code);
        Assert.Equal(before, ScreeningProcess.Run("alerts", "list", "--lake", folder["lake"]).Output);
        File.WriteAllText(folder["file"], "mine");
        (code, _, errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--out", folder["file"], "--force");
        Assert.Equal((ExitCodes.Input, "mine"), (code, File.ReadAllText(folder["file"])));
        Assert.Contains("is a file; name a folder", errors, StringComparison.Ordinal);
        (code, _, errors) = ScreeningProcess.Run("alerts", "export", "--lake", folder["lake"], "--out", folder["file"]);
        Assert.Equal((ExitCodes.Input, "mine"), (code, File.ReadAllText(folder["file"])));
        Assert.Contains("exists already; --force replaces it", errors, StringComparison.Ordinal);
        Assert.Equal(0, ScreeningProcess.Run("alerts", "export", "--lake", folder["lake"], "--out", folder["file"], "--force").Code);
        Assert.StartsWith("alert_id,", File.ReadAllText(folder["file"]), StringComparison.Ordinal);
        ShowAndExplain(folder["lake"]);
    }

    // An alert's page says whose order it is, and its id is as good as its order's number to have it explained.
    private static void ShowAndExplain(string lake)
    {
        (_, string list, _) = ScreeningProcess.Run("alerts", "list", "--lake", lake, "--json");
        using JsonDocument alerts = JsonDocument.Parse(list);
        Alert alert = alerts.RootElement[0].GetProperty("alert").Deserialize<Alert>(AlertJson.Options)!;
        string show = ScreeningProcess.Run("alerts", "show", alert.Id, "--lake", lake).Output;
        Assert.Contains($"all of order {alert.OrderId} version {alert.OrderVersion} as of the night", show, StringComparison.Ordinal);
        foreach (AlertParty party in alert.Orders[0].Parties) Assert.Matches($"{party.Role}[a-z, ]*: {System.Text.RegularExpressions.Regex.Escape(party.Name)}", show);
        (int code, string output, string errors) = ScreeningProcess.Run("explain", alert.Id, "--lake", lake, "--as-of", Night);
        Assert.True(code == 0, errors);
        Assert.Contains($"{alert.Id} is an alert: explaining its order {alert.OrderId}", errors, StringComparison.Ordinal);
        Assert.StartsWith($"order {alert.OrderId}, version", output, StringComparison.Ordinal);
        Assert.Contains("most unusual: how many peers are at least as far out", output, StringComparison.Ordinal);
        Assert.Matches($"purchaser[a-z, ]*: {System.Text.RegularExpressions.Regex.Escape(alert.Orders[0].Purchaser)}", output);
    }

    [Fact]
    public void AnotherCapacityReplacesTheRunAndSaysWhatChanged()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.AfterANight, folder["lake"]);
        (int code, string output, _) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--capacity", "12");
        Assert.Equal(0, code);
        Assert.Contains("replaces run R-20250630-", output, StringComparison.Ordinal);
        (_, string list, _) = ScreeningProcess.Run("alerts", "list", "--lake", folder["lake"], "--json");
        using JsonDocument alerts = JsonDocument.Parse(list);
        Assert.Equal(12, alerts.RootElement.GetArrayLength());
    }

    [Fact]
    public void AnEarlierNightKnowsNothingOfLaterDays()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["before"]);
        TemporaryFolder.Copy(simulated.AfterANight, folder["after"]);
        Directory.Delete(Path.Combine(folder["before"], "_incoming"), recursive: true);
        (int code, string before, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["before"], "--date", "2025-06-20", "--json");
        Assert.True(code == 0, errors);
        (_, string after, _) = ScreeningProcess.Run("nightly", "--lake", folder["after"], "--date", "2025-06-20", "--json");
        Assert.Equal(Essence(before), Essence(after));

        static List<string> Essence(string json)
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.GetProperty("list").GetProperty("alerts").EnumerateArray()
                .Select(a => $"{a.GetProperty("rank")} {a.GetProperty("subject")} {a.GetProperty("margin")} {a.GetProperty("sentence")}")];
        }
    }

    [Fact]
    public void AKillAtAnyMomentLeavesARunThatCanBeRepeatedToTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["whole"]);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["whole"]).Code);
        double seconds = watch.Elapsed.TotalSeconds;

        const int Seed = 20250630;
        var random = new Random(Seed);
        TemporaryFolder.Copy(simulated.Lake, folder["killed"]);
        int killed = 0;
        for (int attempt = 0; attempt < 8; attempt++)
        {
            using ScreeningProcess process = ScreeningProcess.Start("nightly", "--lake", folder["killed"]);
            if (process.KillAfter(TimeSpan.FromSeconds(seconds * random.NextDouble()))) killed++;
        }

        Assert.True(killed > 0, $"no run lived long enough to be killed (seed {Seed})");
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["killed"]);
        Assert.True(code == 0, $"seed {Seed}: {errors}");
        foreach (string name in new[] { "alerts.csv", "report.html" })
            Assert.Equal(Strip(File.ReadAllText(Path.Combine(folder["whole"], "_reports", Night, name))), Strip(File.ReadAllText(Path.Combine(folder["killed"], "_reports", Night, name))));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder["killed"], "_reports", Night), "*.making"));

        // The number of a snapshot counts commits, and a kill between a commit and the move of its file adds an empty one.
        static string Strip(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\b\d+-[0-9a-f]{12}\b|R-\d{8}-[0-9a-f]{8}", "version", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10));
    }

    // The same night again after the sources have taken back a listed party's entry and an order. That an order whose legs are gone is open again: ScoredSetTests.
    [Fact]
    public void WhatTheSourcesTookBackIsGoneFromTheList()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--capacity", "2000").Code);
        List<Alert> before = Alerts(folder["lake"]);
        string entry = before.First(a => a.ListMatches.Count > 0).ListMatches[0].Entry;
        string alone = before.First(a => a.ListMatches.Count == 0 && a.Orders.Count == 1).OrderId;
        Assert.Contains(before, a => a.ListMatches.Any(m => m.Entry == entry) && a.Reasons.Any(r => r.Code == "T21"));
        Assert.NotEqual(0, Delete(folder["lake"], "restricted_parties", $"entry_id = '{entry}'"));
        Assert.NotEqual(0, Delete(folder["lake"], "orders", $"order_id = '{alone}'"));

        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--capacity", "2000");
        Assert.True(code == 0, errors);
        List<Alert> after = Alerts(folder["lake"]);
        Assert.NotEmpty(after);
        Assert.DoesNotContain(after, a => a.ListMatches.Any(m => m.Entry == entry));
        Assert.DoesNotContain(after, a => a.Orders.Any(o => o.OrderId == alone) || a.Evidence.OrderHistory.Any(h => h.OrderId == alone));
    }

    private static List<Alert> Alerts(string lake)
    {
        (_, string list, _) = ScreeningProcess.Run("alerts", "list", "--lake", lake, "--json");
        using JsonDocument alerts = JsonDocument.Parse(list);
        return [.. alerts.RootElement.EnumerateArray().Select(a => a.GetProperty("alert").Deserialize<Alert>(AlertJson.Options)!)];
    }

    private static string Relation(string lake, string dataset) => Lake.Open(lake).Snapshot().Relation(SomeDelivery.Contracts[dataset]);

    /// <summary>Puts a file of deletions of all rows that fulfil a condition among those that wait; returns their number.</summary>
    private static int Delete(string lake, string dataset, string condition)
    {
        DataContract contract = SomeDelivery.Contracts[dataset];
        string key = string.Join(" || ',' || ", contract.Key.Select(c => $"\"{c.Name}\""));
        IReadOnlyList<string> keys = SomeDelivery.Read($"SELECT DISTINCT {key} FROM {Relation(lake, dataset)} WHERE {condition}");
        string[] columns = [.. contract.Key.Select(c => c.Name), .. contract.ColumnNames.Where(n => n != "known_at" && contract.Key.All(c => c.Name != n)), "known_at", "_deleted"];
        string empty = new(',', columns.Length - contract.Key.Count - 1);
        Directory.CreateDirectory(Path.Combine(lake, "_incoming", dataset));
        File.WriteAllLines(Path.Combine(lake, "_incoming", dataset, "gone.csv"), keys.Select(k => $"{k}{empty}{Night} 23:59:59.5,true").Prepend(string.Join(',', columns)));
        return keys.Count;
    }

    [Fact]
    public void AnEmptyLakeAndAMissingOneAreOneSentenceEach()
    {
        using var folder = new TemporaryFolder();
        (int code, string output, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["nowhere"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(folder["nowhere"], errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);

        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (code, _, errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--date", "1999-01-01", "--out", folder["out"]);
        Assert.Equal(2, code);
        Assert.Contains("no order was known by 1999-01-01", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--capacity", "0", "1 to 100000")]
    [InlineData("--date", "30.06.2025", "yyyy-MM-dd")]
    [InlineData("--date", "2999-01-01", "2200-12-31")]
    [InlineData("--date", "2199-01-01", "up to today")]
    [InlineData("--policy", "9.9.9", "1.0.0")]
    [InlineData("--policy", "nowhere/1.0.0.yaml", "nowhere/1.0.0.yaml")]
    [InlineData("--capacity", "abc", "1 to 100000")]
    [InlineData("--threads", "-3", "1 to 1024")]
    [InlineData("--memory", "lots", "2GB")]
    public void AWrongOptionNamesTheValueAndWhatIsAccepted(string option, string value, string accepted)
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (int code, string output, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], option, value);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(accepted, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongNativeLibraryIsOneSentenceThatSaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        using ScreeningProcess process = ScreeningProcess.Start(
            new Dictionary<string, string> { ["SCREENING_LIBDUCKDB"] = Path.Combine(ScreeningProcess.Home, "README.md") }, "nightly", "--lake", folder["lake"]);
        (int code, _, string errors) = process.Wait();
        Assert.Equal(1, code);
        Assert.Contains("./native/fetch", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedLakeAndADamagedStoreAreNamed()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.AfterANight, folder["lake"]);
        string store = Path.Combine(folder["lake"], "_store", "screening.db");
        byte[] whole = File.ReadAllBytes(store), broken = (byte[])whole.Clone();
        for (int i = 4096; i < broken.Length; i++) broken[i] ^= 0x5a;
        File.WriteAllBytes(store, broken);
        (int code, _, string errors) = ScreeningProcess.Run("alerts", "list", "--lake", folder["lake"]);
        Assert.Equal(1, code);
        Assert.Contains("the store is damaged", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        File.WriteAllBytes(store, whole);

        string file = Directory.EnumerateFiles(Path.Combine(folder["lake"], "orders"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.Delete(file);
        (code, _, errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"]);
        Assert.Equal(2, code);
        Assert.Contains("not whole", errors, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void OneNightAtATimeRunsOnALake()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        using (new FileStream(Path.Combine(folder["lake"], "_nightly.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"]);
            Assert.Equal(2, code);
            Assert.Contains("another nightly run", errors, StringComparison.Ordinal);
        }

        Assert.Equal(0, ScreeningProcess.Run("nightly", "--lake", folder["lake"]).Code);
    }

    [Fact]
    public void AStoppedSimulationLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        using ScreeningProcess process = ScreeningProcess.Start("simulate", "--out", folder["lake"], "--orders", "2000000");
        SpinWait.SpinUntil(() => Directory.Exists(folder["lake.world"]), TimeSpan.FromSeconds(20));
        process.Interrupt();
        (int code, _, string errors) = process.Wait();
        Assert.Equal((130, true), (code, errors.Contains("stopped", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
