namespace Screening.Data.Contracts;

/// <summary>One column of a dataset and every rule its values keep. Bounds are kept as the contract writes them; a missing value breaks no rule but <see cref="Required"/>.</summary>
public sealed record ContractColumn
{
    public required string Name { get; init; }

    public required ColumnType Type { get; init; }

    /// <summary>What an analyst reads about it; empty when the contract says nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>True when every row must have a value.</summary>
    public bool Required { get; init; }

    /// <summary>Place in the key, from 1; null when it is not of the key.</summary>
    public int? KeyPosition { get; init; }

    /// <summary>The smallest accepted value, itself accepted.</summary>
    public string? Minimum { get; init; }

    /// <summary>The largest accepted value, itself accepted.</summary>
    public string? Maximum { get; init; }

    /// <summary>Values must be greater than this.</summary>
    public string? ExclusiveMinimum { get; init; }

    /// <summary>Values must be smaller than this.</summary>
    public string? ExclusiveMaximum { get; init; }

    /// <summary>A regular expression (RE2) that the whole text matches.</summary>
    public string? Pattern { get; init; }

    /// <summary>Fewest characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>Most characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The only accepted values; empty when any is.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Unit of the number, such as <c>kg</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>The reference table's column that holds every accepted value.</summary>
    public ColumnAddress? ReferenceTable { get; init; }

    /// <summary>The dataset's column that this one names. Not enforced at ingestion: a party may arrive tomorrow.</summary>
    public ColumnAddress? References { get; init; }

    /// <summary>A day or moment lies at most this many days after the delivery.</summary>
    public int? MaximumDaysAfterDelivery { get; init; }

    /// <summary>Of a delivery's accepted rows the share, 0 to 1, that may lack a value; null when all may.</summary>
    public double? MaximumMissingShare { get; init; }

    /// <summary>Of a delivery's accepted rows the share, 0 to 1, that may name a row which is not in the lake; null when all may. Only beside <see cref="References"/>.</summary>
    public double? MaximumUnresolvedShare { get; init; }

    /// <summary>The contract's version that brought the column; null when it was there from the first. A file that is shaped like the contract may leave out any column that is not required.</summary>
    public string? Since { get; init; }
}

/// <summary>A column of a dataset or of a reference table.</summary>
public readonly record struct ColumnAddress(string Table, string Column)
{
    public override string ToString() => $"{Table}.{Column}";
}
