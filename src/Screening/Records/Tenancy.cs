using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>A tenant that uses a provider's machines from afar.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Tenancy : ITelling<Tenancy, int>
{
    /// <summary>Number of the tenancy; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Party that lets the machines.</summary>
    public required int Provider { get; init; }

    /// <summary>Party that uses them; <see cref="Missing.Symbol"/> means not declared: not assessed, not cleared.</summary>
    public int Tenant { get; init; } = Missing.Symbol;

    /// <summary>Site of the machines.</summary>
    public int Site { get; init; } = Missing.Symbol;

    /// <summary>Share of the provider's machines that it uses, 0 to 1; NaN when not told.</summary>
    public double Share { get; init; } = double.NaN;

    /// <summary>Power that it uses, or <see cref="Missing.Amount"/>.</summary>
    public long PowerWatts { get; init; } = Missing.Amount;

    /// <summary>Start of the first day of the tenancy.</summary>
    public required long FromAt { get; init; }

    /// <summary>Start of its last day; <see cref="Missing.Moment"/> when no end is known.</summary>
    public long ToAt { get; init; } = Missing.Moment;

    /// <summary>Who says so.</summary>
    public EvidenceGrade Grade { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<Tenancy, int>.Key => Id;

    Tenancy ITelling<Tenancy, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Tenancy()
    {
    }
}
