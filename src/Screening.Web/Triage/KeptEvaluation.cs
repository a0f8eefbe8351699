using System.Text.Json;
using Screening.Data.Store;
using Screening.Learning.Evaluation;

namespace Screening.Web.Triage;

/// <summary>What an evaluation found of a model, as <c>screening evaluate --keep</c> left it beside the models.</summary>
internal sealed record KeptEvaluation
{
    /// <summary>Folder of kept figures, below that of the models.</summary>
    public const string Folder = "_figures";

    /// <summary>First day judged.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last day judged.</summary>
    public DateOnly To { get; init; }

    /// <summary>By what.</summary>
    public string Truth { get; init; } = "";

    /// <summary>Whether the world is simulated.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>What it was compared with; <c>null</c> for the blend.</summary>
    public string? Against { get; init; }

    /// <summary>Subjects a day.</summary>
    public int Capacity { get; init; }

    /// <summary>Orders judged.</summary>
    public int Orders { get; init; }

    /// <summary>Of them, diversion.</summary>
    public int Diversions { get; init; }

    /// <summary>Rankings, the oracle first.</summary>
    public IReadOnlyList<RankerResult> Rankers { get; init; } = [];

    /// <summary>Gain over what it was compared with; <c>null</c> where nothing was.</summary>
    public PairedGain? Gain { get; init; }

    /// <summary>Probabilities against the truth; <c>null</c> without a model.</summary>
    public Reliability? Reliability { get; init; }

    /// <summary>What moves its margins most.</summary>
    public IReadOnlyList<KeptWeight> Features { get; init; } = [];

    /// <summary>Where the figures of a model are kept.</summary>
    public static string Path(string models, string version) => System.IO.Path.Combine(models, Folder, $"evaluation-{System.IO.Path.GetFileName(version)}.json");

    /// <summary>The figures of a model; <c>null</c> where none were kept or they cannot be read.</summary>
    public static KeptEvaluation? Of(string models, string version)
    {
        string file = Path(models, version);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<KeptEvaluation>(File.ReadAllBytes(file), AlertJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
