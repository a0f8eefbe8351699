using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Screening.Data.Native;

namespace Screening.Data.Store;

/// <summary>A store in a file of SQLite with a write-ahead log: who reads waits for nobody, and a writer waits for the writer before it.</summary>
internal sealed class SqliteStoreDatabase : StoreDatabase
{
    // SQLITE_BUSY: the wait that busy_timeout allows is over.
    private const int Locked = 5;

    private SqliteStoreDatabase(SqliteConnection connection, string path, string anchor)
        : base(connection, path, anchor)
    {
    }

    /// <inheritdoc/>
    protected override string Scripts => "Sqlite";

    /// <summary>Connects, and makes the file where needed.</summary>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public static SqliteStoreDatabase Connect(string path, string anchor)
    {
        NativeLibraries.UseSqlite();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
            return new SqliteStoreDatabase(connection, path, anchor);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            if (e.SqliteErrorCode == Damaged) throw;
            throw new StoreException($"the store {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override DbTransaction BeginWrite()
    {
        try
        {
            return Connection.BeginTransaction();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Locked)
        {
            throw Busy(e);
        }
    }

    /// <inheritdoc/>
    public override DbTransaction BeginRead() => ((SqliteConnection)Connection).BeginTransaction(deferred: true);

    /// <inheritdoc/>
    public override string SearchCondition(IReadOnlyList<string> words, DynamicParameters parameters)
    {
        parameters.Add("words", string.Join(" AND ", words.Select(w => $"\"{w}\"*")));
        return "c.case_id IN (SELECT d.case_id FROM search_docs d JOIN search_text t ON t.rowid = d.doc_id WHERE t.body MATCH @words)";
    }

    /// <inheritdoc/>
    public override void Settle()
    {
        // Its indexes are used as they are.
    }

    /// <inheritdoc/>
    public override void Index(IReadOnlyList<(long DocId, string Body)> docs, DbTransaction transaction) =>
        BulkInsert.Run(Connection, transaction, "INSERT INTO search_text (rowid, body)", "", docs.Select(d => new object[] { d.DocId, d.Body }));

    /// <inheritdoc/>
    public override void Unindex(long docId, DbTransaction transaction) => Connection.Execute("DELETE FROM search_text WHERE rowid = @docId", new { docId }, transaction);

    /// <inheritdoc/>
    protected override int ReadVersion(DbTransaction? transaction) => Connection.QuerySingle<int>("PRAGMA user_version", transaction: transaction);

    /// <inheritdoc/>
    protected override void WriteVersion(int version, DbTransaction transaction) =>
        Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"), transaction: transaction);

    /// <inheritdoc/>
    protected override DbTransaction BeginUpgrade() => Connection.BeginTransaction();
}
