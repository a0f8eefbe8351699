namespace Screening.Data.Lakes;

/// <summary>What a lake takes on disk, in bytes.</summary>
/// <param name="NewestBytes">Data files of the newest snapshot.</param>
/// <param name="OlderBytes">Data files that lie in the lake beside them: those of older snapshots, and what a killed writer left.</param>
/// <param name="ManifestBytes">Manifests and their lists.</param>
/// <param name="QuarantineBytes">Refused rows.</param>
/// <param name="Snapshots">Snapshots that are kept.</param>
public sealed record LakeDiskUse(long NewestBytes, long OlderBytes, long ManifestBytes, long QuarantineBytes, int Snapshots);
