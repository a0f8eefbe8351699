namespace Screening.Alerts;

/// <summary>A night's result: the list, what it was made from and what it could not see. Holds no clock reading, so that the same inputs give the same bytes.</summary>
public sealed record NightlyList
{
    /// <summary>Id of the run, made from date, snapshot, feature set and policy.</summary>
    public required string RunId { get; init; }

    /// <summary>The night.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The moment of the look: the last of the date, UTC.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>Versions that made it.</summary>
    public required VersionSet Versions { get; init; }

    /// <summary>The list, by rank.</summary>
    public required IReadOnlyList<Alert> Alerts { get; init; }

    /// <summary>Places that the analysts' day allows.</summary>
    public required int Capacity { get; init; }

    /// <summary>Orders that were read tonight.</summary>
    public required int OrdersAssessed { get; init; }

    /// <summary>Subjects that were read tonight.</summary>
    public required int SubjectsAssessed { get; init; }

    /// <summary>Order versions that became known on the date.</summary>
    public required int NewOrders { get; init; }

    /// <summary>Orders on which the anomaly score was fitted, all known before the date.</summary>
    public required int PeersFitted { get; init; }

    /// <summary>Rows known as of the night, by dataset.</summary>
    public required IReadOnlyList<KnownRows> Known { get; init; }

    /// <summary>How old the restricted-party lists were; null for a night of an earlier version of Screening.</summary>
    public ListState? Lists { get; init; }

    /// <summary>What part a trained model had in the rank, in a sentence; <c>null</c> without one and in nights of before this was told.</summary>
    public string? ModelPart { get; init; }

    /// <summary>What the night could not see, in sentences.</summary>
    public required IReadOnlyList<string> Blind { get; init; }

    /// <summary>Which of the known typologies were run, and which of these could say nothing of any order; <c>null</c> in nights of before this was told.</summary>
    public SignCoverage? Signs { get; init; }

    /// <summary>How orders changed lately; <c>null</c> in nights of before this was told.</summary>
    public DriftNote? Drift { get; init; }
}

/// <summary>Which typologies a night ran.</summary>
/// <param name="Policy">Version of the policy.</param>
/// <param name="Known">How many typologies there are.</param>
/// <param name="NotInPolicy">Ids of those that the policy does not run.</param>
/// <param name="NotLoaded">Those that it runs and that could say nothing of any order.</param>
public sealed record SignCoverage(string Policy, int Known, IReadOnlyList<string> NotInPolicy, IReadOnlyList<BlindSign> NotLoaded);

/// <summary>A typology that could say nothing of any order.</summary>
/// <param name="Typology">Id.</param>
/// <param name="Why">What is not loaded.</param>
public sealed record BlindSign(string Typology, string Why);

/// <summary>How much of a dataset is known.</summary>
/// <param name="Dataset">Dataset.</param>
/// <param name="Rows">Rows known as of the night.</param>
public sealed record KnownRows(string Dataset, long Rows);

/// <summary>What a score was made from.</summary>
/// <param name="Data">Snapshot of the lake: number and hash.</param>
/// <param name="Lists">Hash of the restricted-party files of the snapshot; "none" when there are none.</param>
/// <param name="FeatureSet">Feature-set id.</param>
/// <param name="Policy">Policy version and the first digits of its hash.</param>
/// <param name="Model">"blend", and with a trained model its version and its share: "blend+2025-03-31-1a2b3c4d@0.5".</param>
public sealed record VersionSet(string Data, string Lists, string FeatureSet, string Policy, string Model);
