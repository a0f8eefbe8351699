using Screening.Cli;
using Screening.Cli.Evaluations;
using Screening.Cli.Nightly;
using Screening.Data.Ingest;
using Screening.Data.Replay;
using Screening.Learning.Evaluation;
using Screening.Learning.Registry;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

/// <summary><c>--memory</c> where models are made and judged and where goods are reconciled: the answer is the same to the byte, and what cannot do is refused with what can.</summary>
public sealed class LearningMemoryTests(SimulatedLakeFixture simulated)
{
    private const string Limit = "2GB";
    private static readonly string[] s_how = ["free", "bound"];

    [Fact]
    public void ModelsJudgementsAndBalancesAreTheSameBytesWithAndWithoutALimit()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"], config = folder["train.yaml"];
        ScreeningProcess.Succeed("simulate", "--out", lake, "--orders", "4000", "--seed", "5", "--diversion-share", "0.05");
        File.WriteAllText(config, "days: 240\nlabel_delay_days: 10\nvalidation_days: 40\ncalibration_days: 30\ntrials: 2\nrounds: 40\nmost_orders: 1500\n");
        string policy = folder["open-gate.yaml"], shipped = File.ReadAllText(Path.Combine(SomeDelivery.Root, "models", "policy", "1.0.0.yaml"));
        File.WriteAllText(policy, shipped.Replace("version: 1.0.0", "version: open-gate", StringComparison.Ordinal) + "learning: {model_weight: 0, decisions_for_full_weight: 100, most_recall_lost: 1, least_gain: -1, require_signature: false, leak_share: 100}\n");
        foreach (string how in s_how)
        {
            string[] memory = how == "free" ? [] : ["--memory", Limit], of = ["--lake", lake, "--models", folder[how]];
            ScreeningProcess.Succeed(["train", .. of, "--as-of", "2025-03-31", "--config", config, .. memory]);
            string version = Version(folder[how]);
            Write(how, "evaluation", ScreeningProcess.Succeed(["evaluate", .. of, "--model", version, "--capacity", "3", "--draws", "50", "--report", folder[how + ".html"], "--json", .. memory]));
            Write(how, "arms", ScreeningProcess.Succeed(["evaluate", "--alert-only", "--lake", lake, "--capacity", "3", "--seeds", "1", "--delay-days", "10", "--draws", "50", "--json", .. memory]));
            Write(how, "promotion", ScreeningProcess.Succeed(["models", "promote", version, .. of, "--policy", policy, "--capacity", "3", "--by", "Ann", "--approved-by", "Ben", "--reason", "the first", .. memory]));
            Write(how, "balance", ScreeningProcess.Succeed(["inspections", "balance", "--lake", lake, "--out", folder[how + ".csv"], "--json", .. memory]) + ScreeningProcess.Succeed(["inspections", "balance", "--lake", lake, .. memory]));
        }

        string[] model = [.. Directory.EnumerateFiles(Path.Combine(folder["free"], Version(folder["free"]))).Select(file => Path.GetRelativePath(folder["free"], file))];
        Assert.True(model.Length >= 4, $"{model.Length} files of a model");
        foreach (string file in model) TemporaryFolder.AssertSame(Path.Combine(folder["free"], file), Path.Combine(folder["bound"], file));
        foreach (string file in new[] { ".html", ".csv", ".evaluation", ".arms", ".promotion", ".balance" }) TemporaryFolder.AssertSame(folder["free" + file], folder["bound" + file]);
        Assert.Contains("trained again, it has the same bytes", ScreeningProcess.Succeed("models", "verify", Version(folder["free"]), "--models", folder["free"], "--again", lake, "--memory", Limit), StringComparison.Ordinal);

        void Write(string how, string what, string text) => File.WriteAllText(folder[$"{how}.{what}"], text);
    }

    [Fact]
    public void ALimitBelowWhatTheLakeNeedsIsRefusedWithTheLeastThatWorks()
    {
        using var folder = new TemporaryFolder();
        string lake = simulated.Lake, version = Path.GetFileName(Directory.EnumerateDirectories(Home.Starter).Single());
        foreach (string[] verb in new string[][]
        {
            ["train", "--lake", lake, "--models", folder["models"]], ["evaluate", "--lake", lake], ["evaluate", "--alert-only", "--lake", lake], ["inspections", "balance", "--lake", lake],
            ["models", "verify", version, "--models", Home.Starter, "--again", lake],
            ["models", "promote", version, "--models", Home.Starter, "--lake", lake, "--by", "Ann", "--approved-by", "Ben", "--reason", "a drill"],
        })
        {
            (int code, _, string errors) = ScreeningProcess.Run([.. verb, "--memory", "1GB"]);
            Assert.Equal(2, code);
            Assert.Matches(@"--memory is '1GB'; accepted for the [0-9,]+ rows of this lake, by estimate: 1\.[0-9]GB or more", errors);
        }
    }

    // How many orders there are to learn is known once the lake is loaded: what they take beside it is refused then, before anything is read.
    [Fact]
    public void WhatTheOrdersTakeBesideTheLogIsRefusedWithTheLeastThatWorks()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var memory = new LogMemory("1KB", LogMemory.Program + 1000, 0, 0);
        using var folder = new TemporaryFolder();
        LoadedLog loaded = ConsoleProgress.Run(progress => LoadedLog.Of(simulated.Lake, null, 2, progress, cancellation)) with { Memory = memory };
        Policy policy = Home.Policy(null);
        var options = new EvaluationOptions(loaded.Date.AddDays(-20), policy, policy.Capacity.Alerts, FromLabels: false, 20, 1, 2);
        var few = new TrainingOptions { Days = 90, LabelDelayDays = 1, ValidationDays = 7, CalibrationDays = 7 };
        var data = new TrainingData(loaded.Snapshot.Number, loaded.Snapshot.Id, loaded.Date, loaded.IsSimulated);
        (string Work, Action Do)[] all =
        [
            (@"learning from [0-9,]+ orders \(fewer by most_orders of --config\)", () => TrainingRun.Make(new ModelRegistry(folder["models"]), loaded.ToLearn(2, cancellation), data, few, null, 2, null, null, cancellation)),
            ("judging [0-9,]+ orders by [0-9,]+ before them", () => ConsoleProgress.Run(progress => new Evaluation(loaded, options).Run(null, null, progress, cancellation))),
            ("replaying what [0-9,]+ orders teach", () => ConsoleProgress.Run(progress => new AlertOnlyEvaluation(loaded, options, new AlertOnlyOptions { Capacity = 3, Exploration = 1 }, 1).Run(progress, cancellation))),
        ];
        foreach ((string work, Action act) in all)
            Assert.Matches($"^--memory is '1KB'; accepted for {work}, by estimate: [0-9.]+GB or more$", Assert.Throws<IngestException>(act).Message);
    }

    // 300,000 orders of 268 features took 1.4 GB beside the log and what was measured of judging 220,000 orders after 80,000 a third of a GB; estimates below refuse too little.
    [Fact]
    public void EstimatesLieAboveWhatWasMeasured()
    {
        Assert.InRange(Trainer.BytesOf(300_000, 287_743, 268, new TrainingOptions { Trials = 4 }, 2), 1_250_000_000, 2_000_000_000);
        Assert.InRange(Evaluation.BytesOf(300_000, 220_000, 2), 350_000_000, 1_000_000_000);
        long narrow = Trainer.BytesOf(1000, 1000, 268, new TrainingOptions { Trials = 1 }, 2), wide = Trainer.BytesOf(1000, 1000, 268, new TrainingOptions { Trials = 1000 }, 2);
        Assert.True(wide > 2 * narrow, $"{wide} bytes for trees of every depth, {narrow} for those of the default");
    }

    private static string Version(string models) => Path.GetFileName(Directory.EnumerateDirectories(models).Single());
}
