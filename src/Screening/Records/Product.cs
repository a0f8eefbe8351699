namespace Screening.Records;

/// <summary>The figures of one unit of a product, as told at one moment. Amounts may be <see cref="Missing.Amount"/>.</summary>
public readonly record struct Product : ITelling
{
    /// <summary>Product symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Kind of goods.</summary>
    public required ProductClass Class { get; init; }

    /// <summary>Trade name; a text symbol.</summary>
    public int Name { get; init; } = Missing.Symbol;

    /// <summary>Total processing performance.</summary>
    public long Tpp { get; init; } = Missing.Amount;

    /// <summary>Power of the accelerators, W.</summary>
    public long AcceleratorWatts { get; init; } = Missing.Amount;

    /// <summary>Power of the whole unit, W.</summary>
    public long SystemWatts { get; init; } = Missing.Amount;

    /// <summary>
    /// Whether its control class asks for more than an anti-terrorism licence: a code other than none, EAR99 and the 99x series such
    /// as 5A991 (15 CFR 774). <c>null</c> when no class is told: not classified is not uncontrolled.
    /// </summary>
    public bool? Controlled { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Product()
    {
    }
}
