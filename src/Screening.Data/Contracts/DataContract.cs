namespace Screening.Data.Contracts;

/// <summary>What a dataset's rows must be. Contracts are versioned and never edited in place.</summary>
public sealed record DataContract
{
    /// <summary>Every dataset's moment of learning: it orders the replay.</summary>
    public const string KnownAt = "known_at";

    public required string Dataset { get; init; }

    /// <summary>The contract's version, such as <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Order among datasets whose rows became known together: the smaller first. No two datasets share one.</summary>
    public required int Rank { get; init; }

    /// <summary>What the dataset is for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The column that says when a row's event took place; null when the dataset has none.</summary>
    public string? EventTime { get; init; }

    /// <summary>In the order of the contract, which is the order in the lake.</summary>
    public required IReadOnlyList<ContractColumn> Columns { get; init; }

    /// <summary>The share of a file's rows, 0 to 1, above which the whole file is refused.</summary>
    public required double MaximumQuarantineShare { get; init; }

    /// <summary>How often a delivery is expected; null when none is.</summary>
    public TimeSpan? Frequency { get; init; }

    /// <summary>How many rows a delivery may have; null when any number.</summary>
    public RowBounds? DeliveryRows { get; init; }

    /// <summary>How rows of older versions are read under this one. A version that only lacks columns which are not required needs none.</summary>
    public IReadOnlyList<ContractMigration> Migrations { get; init; } = [];

    /// <summary>The dataset's older contracts that are kept, the oldest first.</summary>
    public IReadOnlyList<DataContract> Past { get; init; } = [];

    /// <summary>The key's columns, in key order.</summary>
    public IReadOnlyList<ContractColumn> Key => [.. Columns.Where(c => c.KeyPosition is not null).OrderBy(c => c.KeyPosition)];

    /// <summary>The columns' names, in order.</summary>
    public IEnumerable<string> ColumnNames => Columns.Select(c => c.Name);

    /// <summary>The total order of rows inside a file: known_at, event time, key.</summary>
    public IReadOnlyList<string> SortColumns => [.. new[] { KnownAt }.Concat(EventTime is null ? [] : [EventTime]).Concat(Key.Select(c => c.Name)).Distinct(StringComparer.Ordinal)];

    /// <summary>The version as numbers.</summary>
    /// <exception cref="ContractException">It is not of the form 1.0.0.</exception>
    internal ContractVersion Number => ContractVersion.TryParse(Version, out var number) ? number : throw new ContractException($"the contract of {Dataset} has version '{Version}'; accepted: three numbers such as 1.0.0");

    /// <summary>The column of this name, or null.</summary>
    public ContractColumn? Find(string column) => Columns.FirstOrDefault(c => c.Name == column);

    /// <summary>True when a delivery is overdue: the last one lies more than <see cref="Frequency"/> back, or there was none. False for a dataset of which none is expected.</summary>
    /// <param name="lastDeliveredAtUtc">When the last delivery came; null when none ever did.</param>
    /// <param name="nowUtc">The moment to judge by.</param>
    /// <exception cref="ArgumentException">A time is local.</exception>
    public bool IsStale(DateTime? lastDeliveredAtUtc, DateTime nowUtc)
    {
        if (nowUtc.Kind == DateTimeKind.Local) throw new ArgumentException($"nowUtc is '{nowUtc:O}', a local time; accepted: UTC", nameof(nowUtc));
        if (lastDeliveredAtUtc?.Kind == DateTimeKind.Local) throw new ArgumentException($"lastDeliveredAtUtc is '{lastDeliveredAtUtc:O}', a local time; accepted: UTC", nameof(lastDeliveredAtUtc));
        return Frequency is { } frequency && (lastDeliveredAtUtc is not { } last || nowUtc - last > frequency);
    }
}
