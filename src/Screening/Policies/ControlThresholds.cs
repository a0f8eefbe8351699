namespace Screening.Policies;

/// <summary>The thresholds of one day. A threshold that the tables do not give for the day is <c>null</c>.</summary>
public sealed class ControlThresholds
{
    /// <summary>Every key that is read, with its unit. A table that names another key is wrong.</summary>
    public static IReadOnlyDictionary<string, string> Units { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["3A090.a.tpp"] = "TPP",
        ["3A090.a.dense_tpp"] = "TPP",
        ["3A090.a.dense_density"] = "TPP/mm2",
        ["3A090.b.tpp_from"] = "TPP",
        ["3A090.b.tpp_below"] = "TPP",
        ["3A090.b.density_from"] = "TPP/mm2",
        ["3A090.b.density_below"] = "TPP/mm2",
        ["3A090.b.dense_tpp"] = "TPP",
        ["3A090.b.dense_density_from"] = "TPP/mm2",
        ["not_datacentre.tpp_below"] = "TPP",
        ["3A090.c.bandwidth_density_above"] = "GB/s/mm2",
        ["low_processing.year_tpp"] = "TPP",
        ["case_by_case.tpp_below"] = "TPP",
        ["case_by_case.bandwidth_below"] = "GB/s",
    };

    private readonly Dictionary<string, Threshold> _byKey = new(StringComparer.Ordinal);

    /// <summary>The thresholds that hold on a day.</summary>
    public ControlThresholds(IEnumerable<Threshold> thresholds, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        foreach (Threshold one in thresholds)
        {
            if (one.HoldsOn(day)) _byKey.Add(one.Key, one);
        }
    }

    /// <summary>A threshold, or <c>null</c> when none is known for the day.</summary>
    public Threshold? this[string key] => _byKey.GetValueOrDefault(key);

    /// <summary>The first of some keys that the day has no threshold for, or <c>null</c>.</summary>
    public string? FirstMissing(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (!_byKey.ContainsKey(key)) return key;
        }

        return null;
    }
}
