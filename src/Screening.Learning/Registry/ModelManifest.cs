using System.Collections.Immutable;
using Screening.Learning.Training;
using Screening.Learning.XGBoost;

namespace Screening.Learning.Registry;

/// <summary>The data that a model learnt.</summary>
/// <param name="Snapshot">Number of the lake's snapshot.</param>
/// <param name="SnapshotId">SHA-256 over what the snapshot holds; the same content has the same.</param>
/// <param name="AsOf">Day of training: what became known later was not used.</param>
/// <param name="IsSimulated">Whether the lake holds a simulated world.</param>
public sealed record TrainingData(long Snapshot, string SnapshotId, DateOnly AsOf, bool IsSimulated);

/// <summary>Parts of the history, by orders and known diversions.</summary>
/// <param name="Fit">Learnt while choosing.</param>
/// <param name="Validation">By what was chosen.</param>
/// <param name="Training">Learnt by the model.</param>
/// <param name="Calibration">On what margins became probabilities.</param>
public sealed record TrainingParts(PartCount Fit, PartCount Validation, PartCount Training, PartCount Calibration);

/// <summary>What a model is and what it was made from: enough to make it again, byte for byte.</summary>
public sealed record ModelManifest
{
    /// <summary>Format of the files.</summary>
    public const string CurrentFormat = "screening-model-1";

    /// <summary>Format of the files.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>Its version: the day of training and eight digits of what it was made from.</summary>
    public required string Version { get; init; }

    /// <summary>Feature set of the engine that it takes; the anomaly stands behind it.</summary>
    public required string FeatureSet { get; init; }

    /// <summary>Names of its features, in column order.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>What it learnt.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>How training was asked for.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The parameters that were chosen.</summary>
    public required BoosterOptions Chosen { get; init; }

    /// <summary>Everything that was tried.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>Sizes of the parts.</summary>
    public required TrainingParts Parts { get; init; }

    /// <summary>How margins become probabilities.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>What trained it: library and version.</summary>
    public required string Library { get; init; }

    /// <summary>Threads that trained it; another number may give other bytes.</summary>
    public required int Threads { get; init; }

    /// <summary>Trees.</summary>
    public required int Trees { get; init; }
}

/// <summary>A row with the margin that the model must give it when it is loaded.</summary>
/// <param name="Row">Its features; null is missing.</param>
/// <param name="Margin">The margin.</param>
public sealed record Canary(IReadOnlyList<double?> Row, double Margin);
