namespace Screening.Cli.Benchmarks.Windows;

/// <summary>An order of the invented stream as the engine holds it in memory. Rows are in the order in which the orders became known.</summary>
/// <param name="OrderedAt">When it was placed, in microseconds since 1970: a whole quarter of an hour.</param>
/// <param name="ValueCents">Value.</param>
/// <param name="Tpp">Total processing performance.</param>
/// <param name="Purchaser">Party that bought.</param>
/// <param name="EndUser">Party that uses the goods.</param>
internal readonly record struct WindowOrder(long OrderedAt, long ValueCents, long Tpp, int Purchaser, int EndUser);
