using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Notebooks;

/// <summary>What the verbs write for the notebooks, of a small world with a small model.</summary>
public sealed class NotebookData : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NotebookData()
    {
        string lake = _folder["lake"], models = _folder["models"], config = _folder["train.yaml"];
        Folder = _folder["data"];
        Directory.CreateDirectory(Folder);
        Run("simulate", "--out", lake, "--orders", "3000", "--days", "240", "--seed", "5", "--diversion-share", "0.05");
        File.WriteAllText(config, "days: 180\nlabel_delay_days: 10\nvalidation_days: 30\ncalibration_days: 30\ntrials: 1\nrounds: 30\n");
        Run("train", "--lake", lake, "--as-of", "2025-04-30", "--config", config, "--models", models);
        string version = Path.GetFileName(Directory.GetDirectories(models).Single());
        Run("features", "export", "--lake", lake, "--labels", "--out", Path.Combine(Folder, "features.csv"));
        File.WriteAllText(Path.Combine(Folder, "evaluation.json"), Run("evaluate", "--lake", lake, "--models", models, "--model", version, "--capacity", "3", "--draws", "50", "--json"));
        File.WriteAllText(Path.Combine(Folder, "drift.json"), Run("drift", "--lake", lake, "--json"));
    }

    public string Folder { get; }

    public void Dispose() => _folder.Dispose();

    private static string Run(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
