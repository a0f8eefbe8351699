using System.Security.Cryptography;
using Screening.Learning.Registry;
using Screening.Learning.Training;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Learning.Registry;

public sealed class ModelRegistryTests : IDisposable
{
    private const string Version = "2025-12-31-0123abcd";
    private static readonly Examples s_all = SomeExamples.Year(1);
    private static readonly TrainedModel s_trained = Trainer.Train(s_all, HistoryParts.Before(SomeExamples.Date, SomeExamples.Options), SomeExamples.Options, 1, null, CancellationToken.None);
    private readonly TemporaryFolder _folder = new();
    private readonly ModelRegistry _registry;

    public ModelRegistryTests() => _registry = new ModelRegistry(_folder["models"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsAddedIsLoadedAsItWas()
    {
        Assert.Empty(_registry.Versions());
        Assert.True(Add());
        Assert.False(Add());
        Assert.Equal([Version], _registry.Versions());
        RegisteredModel model = _registry.Load(Version, "fs", null);
        Assert.Equal(Trainer.Margins(s_trained.Model, s_all, 1), Trainer.Margins(model.Evaluator.Model, s_all, 1));
        Assert.Equal((s_trained.Calibration, SomeExamples.Options, false), (model.Manifest.Calibration, model.Manifest.Options, model.IsSigned));
        Assert.Equal(s_trained.Trials.Count, model.Manifest.Trials.Count);
    }

    [Fact]
    public void AVersionIsNeverWrittenTwice()
    {
        Add();
        var error = Assert.Throws<RegistryException>(() => Add(manifest => manifest with { Trees = 1 }));
        Assert.EndsWith("is there already with other files; a version is never written twice", error.Message, StringComparison.Ordinal);
        Assert.Equal(s_trained.Model.Trees.Length, _registry.Manifest(Version).Trees);
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("manifest.json")]
    [InlineData("canaries.json")]
    [InlineData("card.md")]
    public void AChangedFileIsRefusedByName(string file)
    {
        Add();
        string path = Path.Combine(_registry.Folder, Version, file);
        File.AppendAllText(path, " ");
        Assert.Contains($"{file} was changed", Refusal(), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains(file == "manifest.json" ? "there is no model" : $"{file} is missing", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void SumsThatAreMissingOrNameOtherFilesAreRefused()
    {
        Add();
        string sums = Path.Combine(_registry.Folder, Version, "SHA256SUMS");
        File.WriteAllLines(sums, File.ReadAllLines(sums).Where(line => !line.EndsWith("model.json", StringComparison.Ordinal)));
        Assert.Contains("does not name", Refusal(), StringComparison.Ordinal);
        File.Delete(sums);
        Assert.Contains("is missing", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherFeatureSetIsRefused()
    {
        Add();
        Assert.Equal($"model {Version} takes feature set fs, the engine makes another; train it again", Assert.Throws<RegistryException>(() => _registry.Load(Version, "another", null)).Message);
    }

    // Whoever can change the files can change the sums: then only the kept rows and the signature are left.
    [Fact]
    public void ASwappedModelWithMendedSumsIsGivenAwayByItsKeptRows()
    {
        Add();
        TrainedModel other = Trainer.Train(SomeExamples.Year(2), HistoryParts.Before(SomeExamples.Date, SomeExamples.Options), SomeExamples.Options, 1, null, TestContext.Current.CancellationToken);
        string folder = Path.Combine(_registry.Folder, Version);
        File.WriteAllBytes(Path.Combine(folder, "model.json"), other.Json);
        string[] sums = File.ReadAllLines(Path.Combine(folder, "SHA256SUMS"));
        sums[^1] = Convert.ToHexStringLower(SHA256.HashData(other.Json)) + "  model.json";
        File.WriteAllText(Path.Combine(folder, "SHA256SUMS"), string.Join('\n', sums) + "\n");
        Assert.Contains("gives a kept row the margin", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASignatureIsAskedForAndChecked()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Add();
        string publicKey = key.ExportSubjectPublicKeyInfoPem();
        Assert.EndsWith("is not signed, and the policy demands a signature", Assert.Throws<RegistryException>(() => _registry.Load(Version, null, publicKey)).Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_registry.Folder, Version), recursive: true);
        Add(signWith: key.ExportPkcs8PrivateKeyPem());
        Assert.True(_registry.Load(Version, null, publicKey).IsSigned);
        Assert.EndsWith("is not the signature of these files by this key", Assert.Throws<RegistryException>(() => _registry.Load(Version, null, stranger.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be checked", Assert.Throws<RegistryException>(() => _registry.Load(Version, null, "no key")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasHalfWrittenWhenAMachineStoppedIsNoVersion()
    {
        Directory.CreateDirectory(Path.Combine(_registry.Folder, ".half-" + Version));
        File.WriteAllText(Path.Combine(_registry.Folder, ".half-" + Version, "junk"), "");
        Assert.Empty(_registry.Versions());
        Assert.True(Add());
        _registry.Load(Version, "fs", null);
    }

    [Theory]
    [InlineData("../models")]
    [InlineData("")]
    [InlineData(".half-x")]
    [InlineData("nowhere")]
    public void WhatIsNoVersionIsRefusedWithThoseThatAre(string version)
    {
        Add();
        Assert.Equal($"there is no model '{version}'; versions: {Version}", Assert.Throws<RegistryException>(() => _registry.Load(version, null, null)).Message);
    }

    private string Refusal() => Assert.Throws<RegistryException>(() => _registry.Load(Version, null, null)).Message;

    // What a card warns of, and that it does not warn where there is nothing to warn of.
    [Fact]
    public void ACardSaysWhatItsProbabilityIsWorthAndWhatTaughtIt()
    {
        ModelManifest manifest = Manifest() with { Calibration = new Calibration(CalibrationKind.Platt, 0, 1, 0, 500, 9) };
        Assert.Contains("**Do not read it as a probability**: 9 known diversions", ModelCard.Of(manifest), StringComparison.Ordinal);
        Assert.DoesNotContain("Do not read it", ModelCard.Of(manifest with { Calibration = manifest.Calibration with { Diversions = 10 } }), StringComparison.Ordinal);
        Assert.DoesNotContain("Do not read it", ModelCard.Of(manifest with { Calibration = Calibration.None }), StringComparison.Ordinal);
        Assert.Contains("none. No later order was labelled both ways", ModelCard.Of(manifest with { Calibration = Calibration.None }), StringComparison.Ordinal);

        string told = ModelCard.Of(manifest with { Options = manifest.Options with { FromTruth = true } });
        Assert.Contains("Labels are the simulator's truth", told, StringComparison.Ordinal);
        Assert.Contains("it knows the schemes that the simulator tells", told, StringComparison.Ordinal);
        Assert.Contains("Orders that nobody reviewed are left out", ModelCard.Of(manifest with { Options = manifest.Options with { FromTruth = false, UnreviewedWeight = 0 } }), StringComparison.Ordinal);
        string weighed = ModelCard.Of(manifest with { Options = manifest.Options with { FromTruth = false, UnreviewedWeight = 0.25 } });
        Assert.Contains("counts as no diversion with weight 0.25", weighed, StringComparison.Ordinal);
        Assert.Contains("it knows the kinds of diversion that were confirmed", weighed, StringComparison.Ordinal);

        Assert.Contains("**Trained on a simulated world.**", ModelCard.Of(manifest), StringComparison.Ordinal);
        Assert.DoesNotContain("simulated", ModelCard.Of(manifest with { Data = manifest.Data with { IsSimulated = false } }), StringComparison.Ordinal);
    }

    private bool Add(Func<ModelManifest, ModelManifest>? change = null, string? signWith = null)
    {
        ModelManifest manifest = Manifest();
        IReadOnlyList<Canary> canaries = ModelRegistry.Canaries(s_all, Trainer.Margins(s_trained.Model, s_all, 1));
        Assert.Equal(12, canaries.Count);
        return _registry.Add(change is null ? manifest : change(manifest), s_trained.Json, canaries, ModelCard.Of(manifest), signWith);
    }

    private static ModelManifest Manifest() => new()
    {
        Version = Version,
        FeatureSet = "fs",
        Features = s_all.Names,
        Data = new TrainingData(3, "00112233445566", SomeExamples.Date, true),
        Options = SomeExamples.Options,
        Chosen = s_trained.Chosen,
        Trials = s_trained.Trials,
        Parts = new TrainingParts(s_trained.Fit, s_trained.Validation, s_trained.Training, s_trained.Calibrated),
        Calibration = s_trained.Calibration,
        Library = s_trained.Model.Origin,
        Threads = 1,
        Trees = s_trained.Model.Trees.Length,
    };
}
