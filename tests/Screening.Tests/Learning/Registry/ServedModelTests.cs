using Screening.Features;
using Screening.Learning.Registry;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Cli;
using Screening.Tests.Data.Ingest;
using Screening.Tests.Typologies;
using Xunit;

namespace Screening.Tests.Learning.Registry;

public sealed class ServedModelTests : IDisposable
{
    private const string Version = "2025-12-31-0123abcd";
    private static readonly Lazy<TrainedModel> s_trained = new(Train);
    private static readonly Gate s_passed = new(null, SomeExamples.Date, SomeExamples.Date, "labels", 100, 12, 0.1, 0.05, 0.2, new Dictionary<string, double>(), []);
    private static readonly Policy s_policy = SomeRow.ShippedPolicy with { Learning = new LearningPolicy(0.5, 100, 0.1, -0.02, false) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutAnyModelNothingIsSaid() => Assert.Equal(ServedModel.None, Of(2026));

    // Decisions give a model its share: none, half of what is enough, more than enough.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0.25)]
    [InlineData(300, 0.5)]
    public void AChampionsShareGrowsWithWhatWasDecided(int decisions, double weight)
    {
        Promote(isSimulated: false);
        ServedModel model = Of(2026, decisions);
        Assert.Equal((weight, Version, false), (model.Model!.Weight, model.Model.Version, model.Model.IsSimulated));
        Assert.Equal(FormattableString.Invariant($"blend+{Version}@{weight}"), model.Version);
        Assert.Contains(weight == 0 ? "has no share in it" : weight == 0.25 ? "has 25% of the margin" : "has 50% of the margin", Assert.Single(model.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatLearntFromASimulatedWorldHasNoSayInARealOne()
    {
        Promote(isSimulated: true);
        Assert.Equal((0, true), (Of(2026, 300).Model!.Weight, Of(2026, 300).Model!.IsSimulated));
        Assert.Equal(0.5, Of(2026, 300, isSimulated: true).Model!.Weight);
        Assert.Contains("trained on simulated worlds", Of(2026, 300).Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AChampionNeverScoresADayWhoseLabelsItKnows()
    {
        Promote(isSimulated: false);
        ServedModel model = Of(2025, 300);
        Assert.Equal((null, "blend"), (model.Model, model.Version));
        Assert.Contains("knows labels of 2025-12-31 and cannot score a night before", Assert.Single(model.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void AStarterStandsInUntilThereIsAChampion()
    {
        Add(Starter, isSimulated: true);
        Assert.StartsWith("Starter model", Of(2025, 300).Notes[0], StringComparison.Ordinal);
        Assert.Equal((0, 0), (Of(2025, 300).Model!.Weight, Of(2025, 300, isSimulated: true).Model!.Weight));
        Promote(isSimulated: false);
        Assert.StartsWith("Model ", Of(2026, 300).Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatCannotBeLoadedIsSaidAndTheBlendRanksAlone()
    {
        Promote(isSimulated: false);
        string file = Path.Combine(Models, Version, "model.json");
        File.AppendAllText(file, " ");
        ServedModel model = Of(2026, 300);
        Assert.Equal((null, "blend"), (model.Model, model.Version));
        Assert.Matches("cannot be loaded, the blend ranked alone: .*model.json was changed", Assert.Single(model.Notes));
        File.WriteAllText(Path.Combine(Models, "champions.jsonl"), "{\n{}\n");
        Assert.Contains("who is champion is not known", Assert.Single(Of(2026, 300).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void APolicyThatDemandsSignaturesTakesNoModelWithoutItsKey()
    {
        Promote(isSimulated: false);
        Policy demanding = s_policy with { Learning = s_policy.Learning with { RequireSignature = true } };
        Assert.Matches("the policy demands signed models, and .*public-key.pem is missing", Assert.Single(ServedModel.Of(new ModelFolders(Models, Starter), demanding, new EventLog(), new DateOnly(2026, 1, 31), false).Notes));
    }

    // A feature that comes or goes makes the shipped starter useless: docs/learning.md says how it is made again.
    [Fact]
    public void TheShippedStarterServesThisEngine()
    {
        string shipped = Path.Combine(SomeDelivery.Root, "models", "starter");
        var model = ServedModel.Of(new ModelFolders(Models, shipped), s_policy, Decided(300), new DateOnly(2026, 1, 31), isSimulated: false);
        Assert.True(model.Model is { Weight: 0, IsSimulated: true }, string.Join(" ", model.Notes));
        Assert.Contains("trained on simulated worlds, is shown beside the rank", Assert.Single(model.Notes), StringComparison.Ordinal);
    }

    private string Models => _folder["models"];

    private string Starter => _folder["starter"];

    private ServedModel Of(int year, int decisions = 0, bool isSimulated = false) => ServedModel.Of(new ModelFolders(Models, Starter), s_policy, Decided(decisions), new DateOnly(year, 1, 31), isSimulated);

    private void Promote(bool isSimulated)
    {
        ModelRegistry registry = Add(Models, isSimulated);
        new ChampionLog(registry).Promote(Version, "Ann", "Ben", "a test", s_passed, DateTime.UnixEpoch);
    }

    private static ModelRegistry Add(string folder, bool isSimulated)
    {
        TrainedModel trained = s_trained.Value;
        var registry = new ModelRegistry(folder);
        registry.Add(
            new ModelManifest
            {
                Version = Version,
                FeatureSet = Engine.DefaultCatalogue.Id,
                Features = [.. trained.Model.Features],
                Data = new TrainingData(3, "00112233445566", SomeExamples.Date, isSimulated),
                Options = SomeExamples.Options,
                Chosen = trained.Chosen,
                Trials = trained.Trials,
                Parts = new TrainingParts(trained.Fit, trained.Validation, trained.Training, trained.Calibrated),
                Calibration = trained.Calibration,
                Library = "a test",
                Threads = 1,
                Trees = trained.Model.Trees.Length,
            }, trained.Json, [], "a card", null);
        return registry;
    }

    // As wide as the engine's features, of which the first two speak.
    private static TrainedModel Train()
    {
        Examples year = SomeExamples.Year(1);
        int columns = Engine.DefaultCatalogue.Count + 1;
        Examples wide = SomeExamples.Of(year.Items, item => [.. year[item.Order], .. new double[columns - 2]]);
        return Trainer.Train(wide, HistoryParts.Before(SomeExamples.Date, SomeExamples.Options), SomeExamples.Options, 1, null, CancellationToken.None);
    }

    private static EventLog Decided(int decisions)
    {
        var log = new EventLog();
        for (int i = 0; i < decisions; i++) log.Append(new Disposition(0, log.Symbols.Orders.Intern(FormattableString.Invariant($"SO-{i}")), 1, 1, i % 2 == 0 ? Decision.Dismissed : Decision.Confirmed) { Id = i });
        return log;
    }
}
