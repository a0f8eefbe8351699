using System.Globalization;
using Screening.Data;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Windows;

/// <summary>
/// The features of <see cref="WindowFeatures"/> in DuckDB's SQL: one window specification for each key and length, which share one sort per key. The order of
/// <c>known_us</c>, a microsecond apart at one moment, says what was known before what, so a frame that ends at the current row holds exactly that; half a second less
/// than the window's length leaves out the orders on its border and no other, because moments are whole quarters of an hour.
/// </summary>
internal static class WindowSql
{
    private const long HalfSecondMicros = 500_000;

    /// <summary>
    /// The query: <c>order_id</c> and the features, from the table of <see cref="Load"/>. Of the ways tried the fastest: frames over whole microseconds instead of
    /// timestamps and intervals, and sums of doubles instead of its 128-bit integers; below 2^53 they are as exact.
    /// </summary>
    public static string Features { get; } = Query();

    /// <summary>Makes the table <c>orders</c> of a file of <see cref="WindowOrders"/>.</summary>
    public static string Load(string file) => $"""
        CREATE TABLE orders AS
        SELECT order_id, epoch_us(ordered_at) AS ordered_us, epoch_us(known_at) AS known_us, purchaser, end_user, value_cents, tpp FROM read_parquet({Sql.Literal(file)})
        """;

    private static string Query()
    {
        (List<string> columns, List<string> windows) = ([], []);
        foreach (string key in new[] { "purchaser", "end_user" })
        {
            windows.Add($"{key} AS (PARTITION BY {key} ORDER BY known_us)");
            foreach (int days in WindowFeatures.Days)
                windows.Add(Text($"{key}_{days}d AS (PARTITION BY {key} ORDER BY known_us RANGE BETWEEN {(days * Micros.PerDay) - HalfSecondMicros} PRECEDING AND CURRENT ROW)"));
            foreach (int days in new[] { 1, 7, 30 }) columns.Add(Text($"(count(*) OVER {key}_{days}d)::DOUBLE"));
            foreach (int days in new[] { 30, 90, 365 }) columns.Add(Text($"sum(value_cents::DOUBLE) OVER {key}_{days}d"));
            foreach (int days in new[] { 90, 365 }) columns.Add(Text($"sum(tpp::DOUBLE) OVER {key}_{days}d"));
            string since = $"ordered_us - lag(ordered_us) OVER {key}";
            columns.Add(Text($"CASE WHEN {since} < {WindowFeatures.PreviousDays * Micros.PerDay} THEN ({since}) / {Micros.PerDay}::DOUBLE END"));
            columns.Add(Text($"value_cents::DOUBLE * count(*) OVER {key}_90d / sum(value_cents::DOUBLE) OVER {key}_90d"));
        }

        return $"SELECT order_id, {string.Join(", ", columns.Select((c, i) => Text($"{c} AS f{i}")))} FROM orders WINDOW {string.Join(", ", windows)}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
