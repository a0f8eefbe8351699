using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Data.Looks;

/// <summary>How a dataset stands.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Version">Version of its contract.</param>
/// <param name="Rows">Rows in the lake.</param>
/// <param name="RowsIn">Rows that its deliveries held.</param>
/// <param name="Refused">Of them, those that were refused when they came.</param>
/// <param name="LastKnownAtUtc">The latest moment of which it tells; null while it is empty.</param>
/// <param name="LastDeliveredAtUtc">When it was delivered last; null for never.</param>
/// <param name="Every">How often the contract expects a delivery; null when it says nothing.</param>
/// <param name="IsLate">Whether a delivery is overdue; null when nothing is expected.</param>
/// <param name="Drift">What sets the last delivery apart from those before it; none when nothing does.</param>
/// <param name="NotCompared">Why the last delivery was held against none before; null when it was.</param>
public sealed record DatasetStanding(
    string Dataset, string Version, long Rows, long RowsIn, long Refused, DateTime? LastKnownAtUtc, DateTime? LastDeliveredAtUtc, TimeSpan? Every, bool? IsLate, IReadOnlyList<string> Drift, string? NotCompared);

/// <summary>How the datasets of a lake stand: rows, freshness, what was refused, and whether the last delivery is unlike those before.</summary>
public static class DeliveryLook
{
    // After every delivery's name in ordinal order.
    private const string AfterAll = "zzzz";

    /// <summary>Looks.</summary>
    public static IReadOnlyList<DatasetStanding> Of(Lake lake, LakeSnapshot snapshot, ContractStore contracts, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        ILookup<string, LakeSource> sources = snapshot.Sources.Where(s => s.Replay is null).ToLookup(s => s.Dataset, StringComparer.Ordinal);
        return [.. contracts.Contracts.Select(contract => Of(lake, snapshot, contract, [.. sources[contract.Dataset]], nowUtc))];
    }

    private static DatasetStanding Of(Lake lake, LakeSnapshot snapshot, DataContract contract, IReadOnlyList<LakeSource> sources, DateTime nowUtc)
    {
        IReadOnlyList<LakeFile> files = snapshot.Files(contract.Dataset);
        DateTime? last = sources.Count == 0 ? null : sources.Max(s => s.DeliveredAtUtc);
        (IReadOnlyList<DeliveryProfile> profiles, _) = ProfileFiles.ReadBefore(lake.FullPath, contract.Dataset, AfterAll, Ingest.Drift.MostDeliveries + 1);
        IReadOnlyList<DriftWarning> warnings = profiles.Count == 0 ? [] : Ingest.Drift.Compare(profiles[^1], [.. profiles.SkipLast(1)]);
        return new DatasetStanding(
            contract.Dataset, contract.Version, files.Sum(f => f.Rows), sources.Sum(s => s.RowsIn), sources.Sum(s => s.Quarantined), files.Count == 0 ? null : files.Max(f => f.MaxKnownAtUtc), last,
            contract.Frequency, contract.Frequency is { } every ? last is null || nowUtc - last > every : null, [.. warnings.Where(w => w.IsWarning).Select(w => w.Message)],
            profiles.Count == 0 ? "no delivery has left a profile" : warnings.FirstOrDefault(w => !w.IsWarning)?.Message);
    }
}
