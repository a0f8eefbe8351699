using System.Globalization;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Windows;

/// <summary>
/// An invented stream of orders over three years: 200,000 parties of which a few buy most (the logarithm of a party's number is uniform), an end user that is the
/// purchaser in three of four orders, moments on a grid of quarters of an hour, so that many orders of one party share a moment and lie on the very borders of
/// windows. The same number of rows gives the same stream.
/// </summary>
internal static class WindowOrders
{
    private const int Parties = 200_000;
    private const int Days = 3 * 365;
    private const int SlotsPerDay = 96;
    private const long SlotMicros = Micros.PerDay / SlotsPerDay;

    /// <summary>Orders of one moment become known a microsecond apart, in the order of their rows: most orders that one moment may have.</summary>
    public const int MostAtOneMoment = 400_000;

    /// <summary>Most rows of a stream.</summary>
    public const int MostRows = 100_000_000;

    private static readonly long Start = Micros.StartOf(new DateOnly(2021, 1, 1));

    /// <summary>Writes the stream: <c>order_id</c> (the row), <c>ordered_at</c>, <c>known_at</c>, <c>purchaser</c>, <c>end_user</c>, <c>value_cents</c>, <c>tpp</c>.</summary>
    /// <param name="connection">DuckDB.</param>
    /// <param name="file">Where to; replaced.</param>
    /// <param name="rows">Orders, 1 to <see cref="MostRows"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    public static void Write(DuckDbConnection connection, string file, int rows, CancellationToken cancellation)
    {
        const int Slots = Days * SlotsPerDay;
        // Draw number k of a row: a share from its hash, the same on any number of threads.
        static string Share(int k) => string.Create(CultureInfo.InvariantCulture, $"((hash(row * 8 + {k}) >> 11)::DOUBLE / 9007199254740992.0)");
        static string Party(int k) => string.Create(CultureInfo.InvariantCulture, $"floor(exp({Share(k)} * ln({Parties})))::INTEGER");
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            COPY (
              SELECT row::INTEGER AS order_id, make_timestamp({Start} + slot * {SlotMicros}) AS ordered_at,
                make_timestamp({Start} + slot * {SlotMicros} + row - (slot * {rows} + {Slots - 1}) // {Slots}) AS known_at,
                purchaser, CASE WHEN {Share(1)} < 0.75 THEN purchaser ELSE {Party(2)} END AS end_user,
                (10000 + hash(row * 8 + 3) % 9000000)::BIGINT AS value_cents, ((1 + hash(row * 8 + 4) % 64) * 15832)::BIGINT AS tpp
              FROM (SELECT row, (row * {Slots}) // {rows} AS slot, {Party(0)} AS purchaser FROM range({rows}) rows(row)))
            TO {Sql.Literal(file)} (FORMAT parquet, COMPRESSION zstd)
            """), cancellation);
    }

    /// <summary>Reads the stream into memory, in the order of its rows.</summary>
    /// <param name="connection">DuckDB.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends it.</param>
    public static WindowOrder[] Read(DuckDbConnection connection, string file, CancellationToken cancellation)
    {
        var orders = new WindowOrder[connection.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Literal(file)})", cancellation)];
        int count = 0;
        using DuckDbResult result = connection.Query(
            $"SELECT epoch_us(ordered_at), value_cents, tpp, purchaser, end_user FROM read_parquet({Sql.Literal(file)})", cancellation);
        while (result.NextChunk() is { } chunk)
        {
            ReadOnlySpan<long> orderedAt = chunk[0].Values<long>(), value = chunk[1].Values<long>(), tpp = chunk[2].Values<long>();
            ReadOnlySpan<int> purchaser = chunk[3].Values<int>(), endUser = chunk[4].Values<int>();
            for (int i = 0; i < orderedAt.Length; i++) orders[count++] = new WindowOrder(orderedAt[i], value[i], tpp[i], purchaser[i], endUser[i]);
        }

        return orders;
    }
}
