using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>How much is in the queue.</summary>
/// <param name="ByState">Cases by state; states without any are not among them.</param>
/// <param name="Mine">Open cases that somebody has.</param>
/// <param name="Overdue">Open cases that wait for evidence which had to come before the day.</param>
public sealed record QueueCounts(IReadOnlyDictionary<CaseState, int> ByState, int Mine, int Overdue);
