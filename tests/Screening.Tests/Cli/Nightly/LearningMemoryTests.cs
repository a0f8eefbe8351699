using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

/// <summary><c>--memory</c> where models are made and judged and where goods are reconciled: the answer is the same to the byte, and what cannot do is refused with what can.</summary>
public sealed class LearningMemoryTests
{
    private const string Limit = "2GB";
    private static readonly string[] s_how = ["free", "bound"];

    [Fact]
    public void ModelsJudgementsAndBalancesAreTheSameBytesWithAndWithoutALimit()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"], config = folder["train.yaml"];
        Run("simulate", "--out", lake, "--orders", "4000", "--seed", "5", "--diversion-share", "0.05");
        File.WriteAllText(config, "days: 240\nlabel_delay_days: 10\nvalidation_days: 40\ncalibration_days: 30\ntrials: 2\nrounds: 40\nmost_orders: 1500\n");
        string policy = folder["open-gate.yaml"], shipped = File.ReadAllText(Path.Combine(SomeDelivery.Root, "models", "policy", "1.0.0.yaml"));
        File.WriteAllText(policy, shipped.Replace("version: 1.0.0", "version: open-gate", StringComparison.Ordinal) + "learning: {model_weight: 0, decisions_for_full_weight: 100, most_recall_lost: 1, least_gain: -1, require_signature: false, leak_share: 100}\n");
        foreach (string how in s_how)
        {
            string[] memory = how == "free" ? [] : ["--memory", Limit], of = ["--lake", lake, "--models", folder[how]];
            Run(["train", .. of, "--as-of", "2025-03-31", "--config", config, .. memory]);
            string version = Version(folder[how]);
            Write(how, "evaluation", Run(["evaluate", .. of, "--model", version, "--capacity", "3", "--draws", "50", "--report", folder[how + ".html"], "--json", .. memory]));
            Write(how, "arms", Run(["evaluate", "--alert-only", "--lake", lake, "--capacity", "3", "--seeds", "1", "--delay-days", "10", "--draws", "50", "--json", .. memory]));
            Write(how, "promotion", Run(["models", "promote", version, .. of, "--policy", policy, "--capacity", "3", "--by", "Ann", "--approved-by", "Ben", "--reason", "the first", .. memory]));
            Write(how, "balance", Run(["inspections", "balance", "--lake", lake, "--out", folder[how + ".csv"], "--json", .. memory]) + Run(["inspections", "balance", "--lake", lake, .. memory]));
        }

        string[] model = [.. Directory.EnumerateFiles(Path.Combine(folder["free"], Version(folder["free"]))).Select(file => Path.GetRelativePath(folder["free"], file))];
        Assert.True(model.Length >= 4, $"{model.Length} files of a model");
        foreach (string file in model) AssertSame(Path.Combine(folder["free"], file), Path.Combine(folder["bound"], file));
        foreach (string file in new[] { ".html", ".csv", ".evaluation", ".arms", ".promotion", ".balance" }) AssertSame(folder["free" + file], folder["bound" + file]);
        Assert.Contains("trained again, it has the same bytes", Run("models", "verify", Version(folder["free"]), "--models", folder["free"], "--again", lake, "--memory", Limit), StringComparison.Ordinal);

        void Write(string how, string what, string text) => File.WriteAllText(folder[$"{how}.{what}"], text);
    }

    private static string Version(string models) => Path.GetFileName(Directory.EnumerateDirectories(models).Single());

    private static string Run(params string[] arguments)
    {
        (int code, string text, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return text;
    }

    private static void AssertSame(string expected, string actual)
    {
        Assert.NotEmpty(File.ReadAllBytes(expected));
        Assert.True(File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(actual)), $"{actual} differs from {expected}");
    }
}
