using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Screening.Data.Store;

/// <summary>Inserts many rows with few statements, the same on both engines.</summary>
internal static class BulkInsert
{
    // SQLite looks each parameter up by name among those of its statement: long statements cost more than many.
    private const int MostParameters = 400;

    /// <summary>Inserts rows.</summary>
    /// <param name="connection">Connection.</param>
    /// <param name="transaction">Transaction.</param>
    /// <param name="into"><c>INSERT INTO table (columns)</c>.</param>
    /// <param name="onConflict">What follows the values; empty for nothing.</param>
    /// <param name="rows">Values in the order of the columns; all of one length.</param>
    /// <returns>Rows that were written.</returns>
    public static int Run(DbConnection connection, DbTransaction transaction, string into, string onConflict, IEnumerable<object?[]> rows)
    {
        int written = 0;
        var waiting = new List<object?[]>();
        foreach (object?[] row in rows)
        {
            waiting.Add(row);
            if ((waiting.Count + 1) * row.Length <= MostParameters) continue;
            written += Write(connection, transaction, into, onConflict, waiting);
            waiting.Clear();
        }

        return waiting.Count == 0 ? written : written + Write(connection, transaction, into, onConflict, waiting);
    }

    private static int Write(DbConnection connection, DbTransaction transaction, string into, string onConflict, List<object?[]> rows)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        var text = new StringBuilder(into).Append(" VALUES ");
        int next = 0;
        foreach (object?[] row in rows)
        {
            text.Append(next == 0 ? "(" : ", (");
            for (int i = 0; i < row.Length; i++)
            {
                DbParameter parameter = command.CreateParameter();
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{next++}");
                parameter.Value = row[i] ?? DBNull.Value;
                command.Parameters.Add(parameter);
                text.Append(i == 0 ? "" : ", ").Append(parameter.ParameterName);
            }

            text.Append(')');
        }

#pragma warning disable CA2100 // table, columns and conflict clause are ours; values are parameters
        command.CommandText = text.Append(' ').Append(onConflict).ToString();
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }
}
