namespace Screening.Data.Store;

/// <summary>What writing a run did.</summary>
/// <param name="IsNew">False when the very same run was there already and nothing was written.</param>
/// <param name="Opened">Alerts that the run opened.</param>
/// <param name="Superseded">The run of the same night that this one replaces; <c>null</c> when there was none.</param>
/// <param name="Added">Subjects listed now and not by the run that is replaced.</param>
/// <param name="Dropped">Subjects listed by the run that is replaced and not now.</param>
public sealed record WriteResult(bool IsNew, int Opened, string? Superseded, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped);
