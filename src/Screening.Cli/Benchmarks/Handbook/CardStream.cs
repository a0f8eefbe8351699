using System.Globalization;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>The book's stream, and how it becomes a log that the engine's groups learn from.</summary>
internal static class CardStream
{
    private const int MostParties = 10_000_000;
    private const long PerSecond = 1_000_000;

    /// <summary>Reads transactions in the order of their moments, those of one moment by number.</summary>
    /// <param name="connection">DuckDB.</param>
    /// <param name="file">Parquet with the columns <c>transaction_id, tx_datetime, customer_id, terminal_id, tx_amount, tx_fraud</c>.</param>
    /// <param name="reverseTies">Whether the greater number comes first of those at one moment.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Numbers of the transactions, and the transactions.</returns>
    /// <exception cref="UsageException">A value is missing or outside what the groups can hold.</exception>
    public static (int[] Ids, CardTransaction[] Transactions) Read(DuckDbConnection connection, string file, bool reverseTies, CancellationToken cancellation = default)
    {
        if (!File.Exists(file)) throw new UsageException($"there is no file '{file}'");
        (List<int> ids, List<CardTransaction> transactions) = ([], []);
        using DuckDbResult result = connection.Query($"""
            SELECT transaction_id::BIGINT, epoch_us(tx_datetime), customer_id::BIGINT, terminal_id::BIGINT, tx_amount::DOUBLE, tx_fraud::BIGINT
            FROM read_parquet({Sql.Literal(file)}) ORDER BY tx_datetime, transaction_id {(reverseTies ? "DESC" : "")}
            """, cancellation);
        while (result.NextChunk() is { } chunk)
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                int id = Whole(chunk[0].Int64(row), "transaction_id", int.MaxValue);
                long at = Moment(chunk[1].Int64(row), id, file);
                long cents = Cents(chunk[4].Double(row), id, file);
                int customer = Whole(chunk[2].Int64(row), "customer_id", MostParties), terminal = Whole(chunk[3].Int64(row), "terminal_id", MostParties);
                ids.Add(id);
                transactions.Add(new CardTransaction(at, customer, terminal, cents, Whole(chunk[5].Int64(row), "tx_fraud", 1) == 1));
            }
        }

        return ([.. ids], [.. transactions]);

        int Whole(long? value, string column, int most) => value is { } number && number >= 0 && number <= most
            ? (int)number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"a {column} of '{file}' is '{value}'; accepted: 0 to {most}"));
    }

    /// <summary>
    /// The log of a stream: each transaction is an order whose purchaser is the customer and whose end user is the terminal, each label a disposition of it. Row i of
    /// the log's orders is transaction i.
    /// </summary>
    /// <param name="transactions">The transactions, by their moments, which are whole seconds.</param>
    public static EventLog Log(IReadOnlyList<CardTransaction> transactions)
    {
        // Dispositions come after the orders of one moment, and the book counts a label on the very second on which it is seven days old.
        const long Delay = (CardWindows.LabelDelayDays * Micros.PerDay) - 1;
        var log = new EventLog();
        int labelled = 0;
        for (int row = 0; row < transactions.Count; row++)
        {
            CardTransaction made = transactions[row];
            for (; labelled < row && transactions[labelled].At + Delay <= made.At; labelled++)
            {
                long knownAt = transactions[labelled].At + Delay;
                log.Append(new Disposition(Missing.Symbol, labelled, knownAt, knownAt, transactions[labelled].IsFraud ? Decision.Confirmed : Decision.Dismissed));
            }

            var order = new OrderVersion
            {
                Order = row,
                Version = 1,
                Status = OrderStatus.Shipped,
                KnownAt = made.At,
                OrderedAt = made.At,
                Seller = Missing.Symbol,
                Purchaser = made.Customer,
                EndUser = made.Terminal,
            };
            log.Append(order, [new OrderLine(1, Missing.Symbol, 1000, made.AmountCents)]);
        }

        return log;
    }

    private static long Moment(long? at, int id, string file)
    {
        if (at is { } moment && moment % PerSecond == 0) return moment;
        throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"tx_datetime of transaction {id} of '{file}' is '{at}' microseconds since 1970; accepted: whole seconds"));
    }

    private static long Cents(double? amount, int id, string file)
    {
        double cents = Math.Round(amount.GetValueOrDefault(double.NaN) * 100);
        if (cents is >= 0 and <= 1e12 && Math.Abs(cents - (amount!.Value * 100)) < 1e-6) return (long)cents;
        throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"tx_amount of transaction {id} of '{file}' is '{amount}'; accepted: whole cents from 0 to 10000000000"));
    }
}
