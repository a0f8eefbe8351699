using System.Text.Json;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>A data scientist's day, as they would have it: train, judge, promote, prove, roll back.</summary>
public sealed class LearningVerbTests
{
    [Fact]
    public void AModelIsTrainedJudgedPromotedProvenAndRolledBack()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"], models = folder["models"], config = folder["train.yaml"];
        Run("simulate", "--out", lake, "--orders", "12000", "--seed", "5", "--diversion-share", "0.03");
        File.WriteAllText(config, "days: 240\nlabel_delay_days: 10\nvalidation_days: 40\ncalibration_days: 30\ntrials: 2\nrounds: 60\n");
        JsonElement manifest = JsonDocument.Parse(Run("train", "--lake", lake, "--as-of", "2025-03-31", "--config", config, "--models", models, "--json")).RootElement;
        string version = manifest.GetProperty("version").GetString()!;
        Assert.StartsWith("2025-03-31-", version, StringComparison.Ordinal);
        Assert.Contains("was there already, with the same files", Run("train", "--lake", lake, "--as-of", "2025-03-31", "--config", config, "--models", models), StringComparison.Ordinal);

        Assert.Contains("no champion: the blend ranks alone", Run("models", "list", "--models", models), StringComparison.Ordinal);
        Assert.Contains("Trained on a simulated world", Run("models", "show", version, "--models", models), StringComparison.Ordinal);
        Assert.Contains("trained again, it has the same bytes", Run("models", "verify", version, "--models", models, "--again", lake), StringComparison.Ordinal);

        string page = folder["evaluation.html"];
        JsonElement report = JsonDocument.Parse(Run("evaluate", "--lake", lake, "--models", models, "--model", version, "--capacity", "3", "--draws", "50", "--report", page, "--json")).RootElement;
        Dictionary<string, double> precision = report.GetProperty("rankers").EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!, r => r.GetProperty("average_precision").GetProperty("value").GetDouble());
        Assert.True(precision["model"] > 3 * precision["random"], $"model {precision["model"]}, random {precision["random"]}");
        Assert.Equal(1, precision["oracle by value"]);
        Assert.Contains("A simulated world.", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("<polyline", File.ReadAllText(page), StringComparison.Ordinal);

        // What the gate asks stands in the policy; this one asks for next to nothing, so that the way through it can be walked.
        string policy = folder["open-gate.yaml"], shipped = File.ReadAllText(Path.Combine(SomeDelivery.Root, "models", "policy", "1.0.0.yaml"));
        File.WriteAllText(policy, shipped.Replace("version: 1.0.0", "version: open-gate", StringComparison.Ordinal) + "learning: {model_weight: 0, decisions_for_full_weight: 100, most_recall_lost: 1, least_gain: -1, require_signature: false, leak_share: 100}\n");
        string[] promote = ["models", "promote", version, "--lake", lake, "--models", models, "--policy", policy, "--capacity", "3", "--reason", "the first"];
        (int code, _, string errors) = ScreeningProcess.Run([.. promote, "--by", "Ann", "--approved-by", "ann"]);
        Assert.Equal((2, "screening: Ann cannot approve their own change; a second person must"), (code, errors.TrimEnd().Split('\n')[^1]));

        // A list that is longer than anybody works through hides what a ranking cannot do.
        (code, _, errors) = ScreeningProcess.Run([.. promote.Select(word => word == "3" ? "21" : word), "--by", "Ann", "--approved-by", "Ben"]);
        Assert.Equal((2, "screening: --capacity is 21; accepted: 1 to 20, what policy open-gate lists a day"), (code, errors.TrimEnd().Split('\n')[^1]));
        Assert.Contains($"model {version} is champion", Run([.. promote, "--by", "Ann", "--approved-by", "Ben"]), StringComparison.Ordinal);
        Assert.Contains($"* {version}", Run("models", "list", "--models", models), StringComparison.Ordinal);
        Assert.Contains("the blend ranks alone", Run("models", "rollback", "--by", "Ben", "--approved-by", "Ann", "--reason", "a drill", "--models", models), StringComparison.Ordinal);

        Assert.Contains("\"capacity\":3,\"policy\":\"open-gate\"", File.ReadAllText(Path.Combine(models, "champions.jsonl")), StringComparison.Ordinal);
        string half = Path.Combine(models, "2025-01-01-00000000");
        Directory.CreateDirectory(half);
        File.WriteAllText(Path.Combine(half, "manifest.json"), "{\n  \"format\": \"scree");
        Assert.Matches($"  {version} (?s:.*)\n! .*manifest.json is damaged in line 2", Run("models", "list", "--models", models));

        // Judged by days whose labels it knows, a model would be flattered.
        (code, _, errors) = ScreeningProcess.Run("evaluate", "--lake", lake, "--models", models, "--model", version, "--from", "2025-03-31");
        Assert.Equal(2, code);
        Assert.Contains("it can be judged from 2025-04-01 on", errors, StringComparison.Ordinal);
    }

    private static string Run(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
