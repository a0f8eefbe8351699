namespace Screening.Simulation;

/// <summary>What was written.</summary>
/// <param name="Orders">Orders, however many versions and lines each has.</param>
/// <param name="DivertingOrders">Orders of diverting end users, decoys included.</param>
/// <param name="Cases">Diversion cases, one row of the truth each.</param>
/// <param name="HistoryRows">Rows known before the last day, by dataset.</param>
/// <param name="LastDayRows">Rows that became known on the last day, by dataset.</param>
public sealed record WorldSummary(long Orders, long DivertingOrders, int Cases, IReadOnlyDictionary<string, long> HistoryRows,
    IReadOnlyDictionary<string, long> LastDayRows);
