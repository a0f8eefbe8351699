namespace Screening.Records;

/// <summary>Which chokepoint material or part for chip packaging a product is.</summary>
public enum PackagingMaterial : byte
{
    /// <summary>None, or not told.</summary>
    Unknown,

    /// <summary>Build-up film.</summary>
    AbfFilm,

    /// <summary>BT resin.</summary>
    BtResin,

    /// <summary>Glass cloth of low thermal expansion.</summary>
    LowCteGlassCloth,

    /// <summary>Copper foil of very low profile.</summary>
    HvlpCopperFoil,

    /// <summary>Laminate of a substrate.</summary>
    SubstrateLaminate,

    /// <summary>High-bandwidth memory.</summary>
    Hbm,

    /// <summary>Flip-chip ball-grid substrate.</summary>
    FcBgaSubstrate,

    /// <summary>Something else.</summary>
    Other,
}
