using Screening.Records;

namespace Screening.Policies;

/// <summary>The figures of one unit that decide its control class. <c>null</c> is not known, which is neither zero nor uncontrolled.</summary>
public sealed record ProductFigures
{
    /// <summary>Trade name, in which individual notices are looked up; <c>null</c> finds none.</summary>
    public string? Name { get; init; }

    /// <summary>Kind of goods: a server is a computer (4A090), memory is judged by its bandwidth density, anything else as a part (3A090).</summary>
    public ProductClass Class { get; init; }

    /// <summary>
    /// Total processing performance of one unit, TPP, from 0; a system counts all its accelerators. A fraction is cut off, which
    /// changes no comparison with a whole threshold.
    /// </summary>
    public long? Tpp { get; init; }

    /// <summary>Accelerators in one unit of a system, from 0; thresholds are those of one of them.</summary>
    public long? Accelerators { get; init; }

    /// <summary>Performance density of one part as told, TPP/mm2.</summary>
    public decimal? PerformanceDensity { get; init; }

    /// <summary>Area of the logic die of one part, mm2, above 0; read only when no density is told. In law only dies of 16 nm and finer count.</summary>
    public decimal? DieAreaMm2 { get; init; }

    /// <summary>Memory bandwidth of one unit, GB/s.</summary>
    public decimal? MemoryBandwidthGbS { get; init; }

    /// <summary>Memory bandwidth per area of the memory package, GB/s/mm2.</summary>
    public decimal? MemoryBandwidthDensity { get; init; }

    /// <summary>Whether it is high-bandwidth memory though its kind is another, such as a packaging material.</summary>
    public bool IsHbm { get; init; }

    /// <summary>Whether it is designed or marketed for data centres.</summary>
    public bool? MarketedForDatacentre { get; init; }

    /// <summary>The figures of a telling of a product.</summary>
    /// <param name="product">The telling.</param>
    /// <param name="texts">Where its name stands.</param>
    public static ProductFigures Of(in Product product, SymbolTable texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        static decimal? Told(double figure) => double.IsNaN(figure) ? null : (decimal)figure;
        return new ProductFigures
        {
            Name = texts.Text(product.Name),
            Class = product.Class,
            Tpp = product.Tpp == Missing.Amount ? null : product.Tpp,
            Accelerators = product.Accelerators == Missing.Amount ? null : product.Accelerators,
            PerformanceDensity = Told(product.PerformanceDensity),
            DieAreaMm2 = Told(product.DieAreaMm2),
            MemoryBandwidthGbS = Told(product.MemoryBandwidthGbS),
            MemoryBandwidthDensity = Told(product.MemoryBandwidthDensity),
            IsHbm = product.Material == PackagingMaterial.Hbm,
            MarketedForDatacentre = product.MarketedForDatacentre,
        };
    }
}
