using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>The figures of one unit of a product, as told at one moment. Amounts may be <see cref="Missing.Amount"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Product : ITelling<Product, int>
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

    /// <summary>Control class as told; a text symbol.</summary>
    public int ControlClass { get; init; } = Missing.Symbol;

    /// <summary>TPP per mm2 of logic die; NaN when not told.</summary>
    public double PerformanceDensity { get; init; } = double.NaN;

    /// <summary>Memory bandwidth, GB/s; NaN when not told.</summary>
    public double MemoryBandwidthGbS { get; init; } = double.NaN;

    /// <summary>Memory bandwidth per area of the memory package, GB/s/mm2 (15 CFR 774, 3A090.c); NaN when not told.</summary>
    public double MemoryBandwidthDensity { get; init; } = double.NaN;

    /// <summary>High-bandwidth memory, GB; zero means none, NaN not known.</summary>
    public double MemoryGb { get; init; } = double.NaN;

    /// <summary>Transistors of the packaged part, 1e9; NaN when not told.</summary>
    public double TransistorsBn { get; init; } = double.NaN;

    /// <summary>Area of the logic die, all dies of a package together, mm2; NaN when not told.</summary>
    public double DieAreaMm2 { get; init; } = double.NaN;

    /// <summary>Accelerators in one unit, or <see cref="Missing.Amount"/>.</summary>
    public long Accelerators { get; init; } = Missing.Amount;

    /// <summary>Whether it should tell compute and power: an accelerator, or a server that is not told to hold none.</summary>
    public bool HasAccelerators => Class == ProductClass.Accelerator || (Class == ProductClass.Server && Accelerators != 0);

    /// <summary>Gross weight of one unit, or <see cref="Missing.Amount"/>.</summary>
    public long UnitWeightGrams { get; init; } = Missing.Amount;

    /// <summary>List price of one unit in US cents, or <see cref="Missing.Amount"/>.</summary>
    public long ListPriceCents { get; init; } = Missing.Amount;

    /// <summary>Harmonised System code; a text symbol.</summary>
    public int HsCode { get; init; } = Missing.Symbol;

    /// <summary>Designed or marketed for data centres; <c>null</c> when not told.</summary>
    public bool? MarketedForDatacentre { get; init; }

    /// <summary>What one unit of quantity is.</summary>
    public UnitOfMeasure UnitOfMeasure { get; init; }

    /// <summary>Which material or part for chip packaging it is.</summary>
    public PackagingMaterial Material { get; init; }

    /// <summary>Layers of a package substrate, from 1; 0 when not told.</summary>
    public int SubstrateLayers { get; init; }

    /// <summary>Finest line and space of a package substrate, um; NaN when not told.</summary>
    public double LineSpaceUm { get; init; } = double.NaN;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    /// <summary>Total processing performance of one accelerator: that of the unit over the accelerators in it, of which a product of class accelerator has one unless told otherwise; NaN when either is not known or there are none.</summary>
    public double TppOfOneAccelerator
    {
        get
        {
            long accelerators = Accelerators == Missing.Amount && Class == ProductClass.Accelerator ? 1 : Accelerators;
            return Tpp == Missing.Amount || accelerators <= 0 ? double.NaN : Tpp / (double)accelerators;
        }
    }

    /// <summary>
    /// How much a chokepoint material or part for chip packaging it is (DOMAIN T33): 2 for build-up film, glass cloth of low thermal
    /// expansion, high-bandwidth memory and flip-chip substrates of 16 layers or more or lines below 8 um; 1 for BT resin, copper foil of
    /// very low profile, substrate laminate and other flip-chip substrates; 0 for anything else; <c>null</c> when a material, memory or
    /// product of unknown class does not tell.
    /// </summary>
    public int? MaterialTier => Material switch
    {
        PackagingMaterial.AbfFilm or PackagingMaterial.LowCteGlassCloth or PackagingMaterial.Hbm => 2,
        PackagingMaterial.FcBgaSubstrate => SubstrateLayers >= 16 || LineSpaceUm < 8 ? 2 : 1,
        PackagingMaterial.BtResin or PackagingMaterial.HvlpCopperFoil or PackagingMaterial.SubstrateLaminate => 1,
        PackagingMaterial.Other => 0,
        _ => Class is ProductClass.Accelerator or ProductClass.Server or ProductClass.Other ? 0 : null,
    };

    int ITelling<Product, int>.Key => Id;

    Product ITelling<Product, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Product()
    {
    }
}
