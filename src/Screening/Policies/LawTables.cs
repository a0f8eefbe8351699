namespace Screening.Policies;

/// <summary>The dated tables of the controls on advanced computing, without the country groups that their rules name.</summary>
/// <param name="Thresholds">All thresholds, whatever the day.</param>
/// <param name="Overrides">All products caught by an individual notice, whatever the day.</param>
/// <param name="Rules">All licence rules, whatever the day.</param>
public sealed record LawTables(IReadOnlyList<Threshold> Thresholds, IReadOnlyList<ProductOverride> Overrides, IReadOnlyList<LicenceRule> Rules)
{
    /// <summary>No tables: no product is assessable, and of no licence can be told whether it is needed.</summary>
    public static LawTables None { get; } = new([], [], []);
}
