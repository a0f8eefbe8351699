using System.Text.Json;
using Screening.Alerts;
using Screening.Learning.Evaluation;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>The models: champion and challengers, what each is worth, whether its probabilities mean what they say, and whether what it reads has changed.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The models behind them.</param>
internal sealed class ModelModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Models, the champion first; empty where none lies anywhere.</summary>
    public IReadOnlyList<ModelStanding> Models { get; private set; } = [];

    /// <summary>What is wrong with the registry; <c>null</c> for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether models are served from anywhere.</summary>
    public bool HasFolder { get; private set; }

    /// <summary>The latest night; <c>null</c> before there is one.</summary>
    public NightlyList? Night { get; private set; }

    /// <summary>What scores orders as they arrive; <c>null</c> where the engine is not loaded, or serves none.</summary>
    public string? Serving { get; private set; }

    public void OnGet()
    {
        ViewData["Page"] = "model";
        Night = Cases.LastNight();
        Serving = sources.Live.Decider?.Scoring.Setting.Served.Model?.Version;
        if (sources.Models is not { } folders) return;
        HasFolder = true;
        Models = ModelStanding.All(folders, out string? problem);
        Problem = problem;
    }

    /// <summary>The figures of a picture of probabilities against what was; <c>null</c> where there are none.</summary>
    public static string? Calibration(KeptEvaluation? kept) => kept?.Reliability is { Bins.Count: > 0 } reliability
        ? JsonSerializer.Serialize(reliability.Bins.Select(b => Drawn(b)), Json)
        : null;

    // The share with what chance alone does to it: a bin of few orders must not look sure (Wilson, 95 %).
    private static object Drawn(ReliabilityBin bin)
    {
        const double Z = 1.96;
        double n = bin.Orders, p = bin.Seen, middle = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n)), half = Z / (1 + (Z * Z / n)) * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return new { said = bin.Said, seen = p, low = Math.Max(0, middle - half), high = Math.Min(1, middle + half), orders = bin.Orders };
    }
}
