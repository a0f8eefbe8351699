using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;

namespace Screening.Data.Store;

/// <summary>Rows for the lake, written with the act that makes them.</summary>
internal static class CaseOutbox
{
    /// <summary>Adds a row.</summary>
    public static void Add(StoreDatabase database, DbTransaction transaction, string dataset, IReadOnlyDictionary<string, object?> row)
    {
        long seq = database.Connection.QuerySingle<long>("SELECT coalesce(max(seq), 0) + 1 FROM outbox", transaction: transaction);
        string content = JsonSerializer.Serialize(row.Where(c => c.Value is not null).ToDictionary(c => c.Key, c => c.Value), AlertJson.Options);
        database.Connection.Execute("INSERT INTO outbox (seq, dataset, content, delivered_at) VALUES (@seq, @dataset, @content, NULL)", new { seq, dataset, content }, transaction);
    }

    /// <summary>A moment as the lake reads it.</summary>
    public static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
