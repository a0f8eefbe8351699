namespace Screening.Data.Retention;

/// <summary>What a rule deleted of a dataset, or would delete.</summary>
/// <param name="Dataset">Which.</param>
/// <param name="Before">What was told last before this day has expired, by the shorter of the rules that count for it.</param>
/// <param name="Rows">Rows of the dataset.</param>
/// <param name="Expired">Rows that go.</param>
/// <param name="Held">Rows that would go but for a legal hold or an open case.</param>
/// <param name="Files">Files that were written anew or dropped.</param>
public sealed record RetainedDataset(string Dataset, DateOnly Before, long Rows, long Expired, long Held, int Files);

/// <summary>What retention did, or would do.</summary>
/// <param name="Datasets">By rule.</param>
/// <param name="HeldParties">Parties that legal holds and open cases keep.</param>
/// <param name="HeldOrders">Orders that they keep.</param>
/// <param name="Snapshot">The newest snapshot: retention's own when it did something. Older ones still hold what it took away, until they are pruned.</param>
public sealed record RetentionReport(IReadOnlyList<RetainedDataset> Datasets, long HeldParties, long HeldOrders, long Snapshot);
