using System.Text.Json;
using Screening.Cli;
using Screening.Cli.Backtests;
using Screening.Cli.Verbs;
using Screening.Data.DuckDb;
using Screening.Features;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>The verbs that show what the engine computes: explain, features, typologies, backtest.</summary>
public sealed class EngineVerbTests(SimulatedLakeFixture simulated) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AnExportHasARowForEachTellingAndTheNumbersOfTheExplainedOrder()
    {
        string file = _folder["rows.parquet"];
        (int code, _, string errors) = ScreeningProcess.Run("features", "export", "--lake", simulated.Lake, "--out", file);
        Assert.True(code == 0, errors);
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        CancellationToken stop = TestContext.Current.CancellationToken;
        Assert.Equal(Engine.DefaultCatalogue.Count + 3, connection.Scalar<long>($"SELECT count(*) FROM (DESCRIBE SELECT * FROM '{file}')", stop));
        Assert.Equal(QueryCount("SELECT count(DISTINCT (order_id, version, known_at)) FROM orders"), connection.Scalar<long>($"SELECT count(*) FROM '{file}'", stop));

        string order = connection.Scalar<string>($"SELECT order_id FROM '{file}' ORDER BY known_at DESC, order_id LIMIT 1", stop)!;
        double value = connection.Scalar<double>($"SELECT order_value_usd FROM '{file}' WHERE order_id = '{order}' ORDER BY version DESC LIMIT 1", stop);
        (code, string output, errors) = ScreeningProcess.Run("explain", order, "--lake", simulated.Lake, "--json");
        Assert.True(code == 0, errors);
        JsonElement explained = JsonDocument.Parse(output).RootElement;
        List<JsonElement> features = [.. explained.GetProperty("features").EnumerateArray()];
        Assert.Equal(Engine.DefaultCatalogue.Features.Select(f => f.Name), features.Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(value, features.Single(f => f.GetProperty("name").GetString() == "order_value_usd").GetProperty("value").GetDouble());
        Assert.All(features, f => Assert.True((f.GetProperty("value").ValueKind == JsonValueKind.Null) == (f.GetProperty("missing").ValueKind == JsonValueKind.String), f.ToString()));
        Assert.True(features.Count(f => f.GetProperty("usual_high").ValueKind == JsonValueKind.Number) > features.Count / 2);
    }

    [Fact]
    public void AnExportNeedsANameThatSaysItsFormatAndReplacesNothingUnasked()
    {
        (int code, _, string errors) = ScreeningProcess.Run("features", "export", "--lake", simulated.Lake, "--out", _folder["rows.xlsx"]);
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains(".parquet or .csv", errors, StringComparison.Ordinal);
        File.WriteAllText(_folder["mine.csv"], "mine");
        Assert.Equal(ExitCodes.Input, ScreeningProcess.Run("features", "export", "--lake", simulated.Lake, "--out", _folder["mine.csv"]).Code);
        Assert.Equal("mine", File.ReadAllText(_folder["mine.csv"]));
    }

    [Fact]
    public void ABacktestCountsOrdersAndTwoEqualPoliciesDifferInNothing()
    {
        (int code, string output, string errors) = ScreeningProcess.Run("backtest", "--lake", simulated.Lake, "--policy", "1.0.0", "--against", "1.0.0", "--json");
        Assert.True(code == 0, errors);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.Empty(report.GetProperty("only_result").EnumerateArray());
        Assert.Empty(report.GetProperty("only_against").EnumerateArray());
        Assert.Equal(QueryCount("SELECT count(DISTINCT order_id) FROM orders"), report.GetProperty("orders").GetInt64());
        int found = report.GetProperty("result").GetProperty("found").GetInt32();
        List<int> byTypology = [.. report.GetProperty("result").GetProperty("typologies").EnumerateArray().Select(t => t.GetProperty("orders").GetInt32())];
        Assert.InRange(found, byTypology.Max(), byTypology.Sum());
        Assert.True(found > 0);
    }

    [Fact]
    public void ABacktestSaysWhichOrdersOnlyOnePolicyFinds()
    {
        string text = File.ReadAllText(Path.Combine(ScreeningProcess.Home, "models", "policy", "1.0.0.yaml")).Replace("version: 1.0.0", "version: 9.0.0", StringComparison.Ordinal);
        string stricter = string.Concat(text.Split('\n').Where(line => !line.StartsWith("  T", StringComparison.Ordinal)).Select(line => line + '\n'));
        File.WriteAllText(_folder["9.0.0.yaml"], stricter);

        // Of these days no order bears a listed name: what passes a hub is held instead.
        File.WriteAllText(_folder["8.0.0.yaml"], text.Replace("version: 9.0.0", "version: 8.0.0", StringComparison.Ordinal).Replace("T05: {weight: 3, mandatory_hold: false", "T05: {weight: 3, mandatory_hold: true", StringComparison.Ordinal));
        (int code, string output, string errors) = ScreeningProcess.Run("backtest", "--lake", simulated.Lake, "--policy", _folder["8.0.0.yaml"], "--against", _folder["9.0.0.yaml"], "--json");
        Assert.True(code == 0, errors);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.NotEmpty(report.GetProperty("only_result").EnumerateArray());
        Assert.Empty(report.GetProperty("only_against").EnumerateArray());
        Assert.Equal(
            report.GetProperty("result").GetProperty("found").GetInt32() - report.GetProperty("against").GetProperty("found").GetInt32(),
            report.GetProperty("only_result").GetArrayLength());
        int Holds(string side) => report.GetProperty(side).GetProperty("mandatory_holds").GetInt32();
        Assert.True(Holds("result") > Holds("against"), "no hold is missed without T05: it tries nothing");
        Assert.Equal(Holds("result") - Holds("against"), report.GetProperty("only_result_holds").GetArrayLength());
        Assert.Empty(report.GetProperty("only_against_holds").EnumerateArray());
    }

    [Theory]
    [InlineData("typologies", "explain", "t04", "threshold_tpp = 26,900,000 TPP")]
    [InlineData("features", "explain", "linked_h100e_sum_90d", "'screening typologies explain T04'")]
    public void ADefinitionIsExplained(string verb, string action, string name, string said) =>
        Assert.Contains(said, ScreeningProcess.Run(verb, action, name).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("features", "explain", "end_user_h100e_sum_31d", "did you mean end_user_h100e_sum_")]
    [InlineData("typologies", "explain", "T99", "known: E01, ")]
    [InlineData("explain", "no-such-order", "", "no order 'no-such-order'")]
    [InlineData("backtest", "--from", "2099-01-01", "--from is 2099-01-01")]
    [InlineData("backtest", "--policy", "7.7.7", "there is no policy '7.7.7'")]
    public void WhatIsNotThereIsOneSentence(string verb, string first, string second, string said)
    {
        string[] arguments = [.. (string[])[verb, first, second], .. verb is "explain" or "backtest" ? (string[])["--lake", simulated.Lake] : []];
        (int code, _, string errors) = ScreeningProcess.Run([.. arguments.Where(a => a.Length > 0)]);
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain", "any-order")]
    [InlineData("backtest")]
    [InlineData("features", "export", "--out", "rows.csv")]
    public void ALakeThatLacksAFolderIsOneSentence(params string[] arguments)
    {
        TemporaryFolder.Copy(simulated.Lake, _folder["lake"]);
        Directory.Delete(Path.Combine(_folder["lake"], "parties"), recursive: true);
        (int code, string output, string errors) = ScreeningProcess.Run([.. arguments.Select(a => a == "rows.csv" ? _folder[a] : a), "--lake", _folder["lake"]]);
        Assert.Equal((ExitCodes.Input, ""), (code, output));
        Assert.Contains("the lake is not whole: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2031-01-01", "2031-02-01", "accepted: up to 2025-06-29, the last day")]
    [InlineData("2025-06-20", "2025-06-10", "after 2025-06-10")]
    public void AWindowOfWhichNothingIsKnownIsRefused(string from, string to, string said)
    {
        (int code, _, string errors) = ScreeningProcess.Run("backtest", "--lake", simulated.Lake, "--from", from, "--to", to);
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AComparisonSaysWhichPolicyEachColumnBelongsTo()
    {
        (int code, string output, string errors) = ScreeningProcess.Run("backtest", "--lake", simulated.Lake, "--policy", "1.0.0", "--against", "1.1.0", "--from", "2025-06-20");
        Assert.True(code == 0, errors);
        string[] lines = output.Split('\n');
        Assert.StartsWith("A = policy 1.0.0: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("B = policy 1.1.0: ", lines[2], StringComparison.Ordinal);
        Assert.Equal(
            "found A not assessed A confirmed A dismissed A precision A found B not assessed B confirmed B dismissed B precision B",
            string.Join(' ', lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(lines, l => l.StartsWith("held only by A (1.0.0): no order", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("held only by B (1.1.0): ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, "-")]
    [InlineData(1, 3, "1 of 4")]
    [InlineData(1, 4, "0.20")]
    public void APrecisionOfAHandfulOfDecisionsIsTheirCount(int confirmed, int dismissed, string expected) =>
        Assert.Equal(expected, BacktestVerb.Precision(new TypologyCount("T01", 9, 0, confirmed, dismissed)));

    [Theory]
    [InlineData("--seed", "-1", "0 to 18446744073709551615")]
    [InlineData("--seed", "abc", "0 to 18446744073709551615")]
    [InlineData("--diversion-share", "0.5", "0 to 0.2")]
    [InlineData("--diversion-share", "NaN", "0 to 0.2")]
    public void AWrongOptionOfASimulationNamesItAndWhatIsAccepted(string option, string value, string accepted)
    {
        (int code, string output, string errors) = ScreeningProcess.Run("simulate", "--out", _folder["world"], option, value);
        Assert.Equal((ExitCodes.Input, ""), (code, output));
        Assert.Contains($"{option} is '{value}'; accepted: ", errors, StringComparison.Ordinal);
        Assert.Contains(accepted, errors, StringComparison.Ordinal);
        Assert.Contains(accepted, ScreeningProcess.Run("simulate", "--help").Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private long QueryCount(string sql)
    {
        (int code, string output, string errors) = ScreeningProcess.Run("query", sql, "--lake", simulated.Lake, "--format", "csv");
        Assert.True(code == 0, errors);
        return long.Parse(output.Trim().Split('\n')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
