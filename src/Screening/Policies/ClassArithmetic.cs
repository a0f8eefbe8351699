using System.Globalization;
using Screening.Records;

namespace Screening.Policies;

/// <summary>
/// The arithmetic of 3A090 and 4A090 (15 CFR 774, Supplement 1): figures against the thresholds of one day. Whole numbers and decimals
/// only, so that a figure that equals a threshold is equal to it.
/// </summary>
internal sealed class ClassArithmetic(ControlThresholds thresholds)
{
    private static readonly string[] s_partKeys =
    [
        "3A090.a.tpp", "3A090.a.dense_tpp", "3A090.a.dense_density", "3A090.b.tpp_from", "3A090.b.tpp_below", "3A090.b.density_from",
        "3A090.b.density_below", "3A090.b.dense_tpp", "3A090.b.dense_density_from", "not_datacentre.tpp_below",
    ];

    /// <summary>The class by figures.</summary>
    public Classification Classify(ProductFigures figures)
    {
        bool isMemory = figures.Class == ProductClass.Memory || figures.IsHbm || (figures.Class == ProductClass.Other && figures.Tpp is null && figures.MemoryBandwidthDensity is not null);
        if (isMemory) return Memory(figures);
        if (figures.Class == ProductClass.PackagingMaterial && figures.Tpp is null)
            return new Classification(ControlClass.None, null, "a packaging material is no integrated circuit and no computer", "15 CFR 774, 3A090 and 4A090", "V");
        if (figures.Class == ProductClass.Unknown) return NotAssessable("class", "whether it is a part, a computer or memory is not known");
        if (thresholds.FirstMissing(s_partKeys) is { } key) return NoThreshold(key);
        if (figures.Tpp is not { } tpp) return NotAssessable("tpp", "its TPP is not known");
        if (figures.Class != ProductClass.Server) return Part(figures, tpp, isSystem: false);
        decimal least = Math.Min(Of("3A090.a.dense_tpp").Value, Math.Min(Of("3A090.b.dense_tpp").Value, Of("3A090.b.tpp_from").Value));
        if (figures.Accelerators is null && tpp >= least)
            return NotAssessable("accelerators", $"how many accelerators share its TPP of {Whole(tpp)} is not known");
        return Part(figures, tpp / Math.Max(1, figures.Accelerators ?? 1), isSystem: true);
    }

    private Classification Memory(ProductFigures figures)
    {
        if (thresholds["3A090.c.bandwidth_density_above"] is not { } above) return NoThreshold("3A090.c.bandwidth_density_above");
        if (figures.MemoryBandwidthDensity is not { } density) return NotAssessable("memory_bandwidth_density_gb_s_mm2", "the bandwidth density of the memory is not known");
        return density > above.Value
            ? By(ControlClass.Memory3A090C, above, $"its memory has {Number(density)} GB/s/mm2, more than {Number(above.Value)}")
            : By(ControlClass.None, above, $"its memory has {Number(density)} GB/s/mm2, not more than {Number(above.Value)}");
    }

    private Classification Part(ProductFigures figures, long tpp, bool isSystem)
    {
        Classification letter = Letter(figures, tpp, isSystem);
        if (letter.Class is ControlClass.None or ControlClass.NotAssessable) return letter;
        Threshold below = Of("not_datacentre.tpp_below");
        if (tpp >= below.Value) return letter with { HasNotifiedException = figures.MarketedForDatacentre == false };
        return figures.MarketedForDatacentre switch
        {
            true => letter,
            false => By(ControlClass.None, below, $"it is not marketed for data centres, and its TPP of {Whole(tpp)} is below {Number(below.Value)}"),
            null => NotAssessable("marketed_for_datacentre", $"{letter.Reason}, and whether it is marketed for data centres is not known"),
        };
    }

    private Classification Letter(ProductFigures figures, long tpp, bool isSystem)
    {
        (ControlClass a, ControlClass b) = isSystem ? (ControlClass.System4A090A, ControlClass.System4A090B) : (ControlClass.Part3A090A, ControlClass.Part3A090B);
        string of = (isSystem ? "the TPP of one of its accelerators, " : "its TPP of ") + Whole(tpp);
        Threshold alone = Of("3A090.a.tpp"), dense = Of("3A090.a.dense_tpp"), density = Of("3A090.a.dense_density");
        if (tpp >= alone.Value) return By(a, alone, $"{of} is at least {Number(alone.Value)}");
        Threshold from = Of("3A090.b.tpp_from"), second = Of("3A090.b.dense_tpp");
        if (tpp < Math.Min(dense.Value, Math.Min(from.Value, second.Value)))
            return By(ControlClass.None, dense, $"{of} is below {Number(Math.Min(dense.Value, Math.Min(from.Value, second.Value)))}");
        if (figures.PerformanceDensity is null && figures.DieAreaMm2 is null)
            return NotAssessable("performance_density", $"{of} is below {Number(alone.Value)}, and its performance density is not known");

        // Without a division: a density that is exactly a threshold stays equal to it.
        bool AtLeast(decimal limit) => figures.PerformanceDensity is { } told ? told >= limit : tpp >= limit * figures.DieAreaMm2!.Value;
        string at = figures.PerformanceDensity is { } d ? $"{Number(d)} TPP/mm2" : $"{Number(tpp / figures.DieAreaMm2!.Value)} TPP/mm2";
        if (tpp >= dense.Value && AtLeast(density.Value)) return By(a, density, $"{of} is at least {Number(dense.Value)} with {at}, at least {Number(density.Value)}");
        Threshold low = Of("3A090.b.density_from"), high = Of("3A090.b.density_below"), lowSecond = Of("3A090.b.dense_density_from");
        bool underHigh = !AtLeast(high.Value);
        if (tpp >= from.Value && tpp < Of("3A090.b.tpp_below").Value && AtLeast(low.Value) && underHigh)
            return By(b, from, $"{of} is from {Number(from.Value)} to below {Number(Of("3A090.b.tpp_below").Value)} with {at}, from {Number(low.Value)} to below {Number(high.Value)}");
        if (tpp >= second.Value && AtLeast(lowSecond.Value) && underHigh)
            return By(b, second, $"{of} is at least {Number(second.Value)} with {at}, from {Number(lowSecond.Value)} to below {Number(high.Value)}");
        return By(ControlClass.None, from, $"{of} with {at} reaches no threshold of 3A090.a or .b");
    }

    private Threshold Of(string key) => thresholds[key]!;

    private static Classification By(ControlClass value, Threshold threshold, string reason) => new(value, null, reason, threshold.Citation, threshold.Verified);

    private static Classification NotAssessable(string missing, string reason) => new(ControlClass.NotAssessable, missing, reason, "", "");

    private static Classification NoThreshold(string key) => NotAssessable("threshold " + key, $"the tables have no threshold {key} for the day");

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(decimal value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
