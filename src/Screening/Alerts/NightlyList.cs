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

    /// <summary>What the night could not see, in sentences.</summary>
    public required IReadOnlyList<string> Blind { get; init; }
}

/// <summary>How much of a dataset is known.</summary>
/// <param name="Dataset">Dataset.</param>
/// <param name="Rows">Rows known as of the night.</param>
public sealed record KnownRows(string Dataset, long Rows);

/// <summary>What a score was made from.</summary>
/// <param name="Data">Snapshot of the lake: number and hash.</param>
/// <param name="Lists">Hash of the restricted-party files of the snapshot; "none" when there are none.</param>
/// <param name="FeatureSet">Feature-set id.</param>
/// <param name="Policy">Policy version and the first digits of its hash.</param>
/// <param name="Model">"blend" until a model is trained.</param>
public sealed record VersionSet(string Data, string Lists, string FeatureSet, string Policy, string Model);
