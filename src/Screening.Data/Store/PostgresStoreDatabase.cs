using System.Data.Common;
using Dapper;
using Npgsql;

namespace Screening.Data.Store;

/// <summary>A store on a PostgreSQL server, for several machines. Writers take turns by the row of the audit log's head, as every act appends to it.</summary>
internal sealed class PostgresStoreDatabase : StoreDatabase
{
    // Any number that nobody else uses.
    private const long UpgradeLock = 7_403_118_825_061_934;

    private PostgresStoreDatabase(NpgsqlConnection connection, string name, string anchor)
        : base(connection, name, anchor)
    {
    }

    /// <inheritdoc/>
    public override (string Join, string Condition) Search => ("JOIN search_text t ON t.doc_id = d.doc_id", "t.words @@ CAST(@words AS tsquery)");

    /// <inheritdoc/>
    protected override string Scripts => "Postgres";

    /// <summary>Connects.</summary>
    /// <exception cref="StoreException">The server cannot be reached, or the address cannot be read.</exception>
    public static PostgresStoreDatabase Connect(string address, string anchor)
    {
        NpgsqlConnectionStringBuilder wanted = PostgresAddress.Read(address);
        wanted.ApplicationName = "screening";
        string name = $"{wanted.Database ?? wanted.Username}@{wanted.Host}:{wanted.Port}";
        var connection = new NpgsqlConnection(wanted.ConnectionString);
        try
        {
            connection.Open();
            return new PostgresStoreDatabase(connection, name, anchor);
        }
        catch (Exception e) when (e is DbException or TimeoutException or System.Net.Sockets.SocketException)
        {
            connection.Dispose();
            throw new StoreException($"the store {name} cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override DbTransaction BeginWrite()
    {
        DbTransaction transaction = Connection.BeginTransaction();
        try
        {
            Connection.Execute("SET LOCAL lock_timeout = '10s'", transaction: transaction);
            Connection.QuerySingle<long>("SELECT seq FROM audit_head WHERE id = 1 FOR UPDATE", transaction: transaction);
            return transaction;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            transaction.Dispose();
            throw Busy(e);
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override DbTransaction BeginRead() => Connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);

    /// <inheritdoc/>
    public override string SearchQuery(IReadOnlyList<string> words) => string.Join(" & ", words.Select(w => $"'{w}':*"));

    /// <inheritdoc/>
    public override void Index(IReadOnlyList<(long DocId, string Body)> docs, DbTransaction transaction)
    {
        foreach ((long, string)[] chunk in docs.Chunk(500))
        {
            Connection.Execute(
                "INSERT INTO search_text (doc_id, words) SELECT u.doc_id, array_to_tsvector(string_to_array(u.body, ' ')) FROM unnest(@ids, @bodies) AS u (doc_id, body)",
                new { ids = chunk.Select(c => c.Item1).ToArray(), bodies = chunk.Select(c => c.Item2).ToArray() }, transaction);
        }
    }

    /// <inheritdoc/>
    public override void Unindex(long docId, DbTransaction transaction) => Connection.Execute("DELETE FROM search_text WHERE doc_id = @docId", new { docId }, transaction);

    /// <inheritdoc/>
    protected override int ReadVersion(DbTransaction? transaction) =>
        Connection.QuerySingle<bool>("SELECT to_regclass('schema_version') IS NOT NULL", transaction: transaction)
            ? Connection.QuerySingle<int>("SELECT coalesce(max(version), 0) FROM schema_version", transaction: transaction)
            : 0;

    /// <inheritdoc/>
    protected override void WriteVersion(int version, DbTransaction transaction) =>
        Connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY); INSERT INTO schema_version VALUES (@version)", new { version }, transaction);

    /// <inheritdoc/>
    protected override DbTransaction BeginUpgrade()
    {
        DbTransaction transaction = Connection.BeginTransaction();
        Connection.Execute("SELECT pg_advisory_xact_lock(@UpgradeLock)", new { UpgradeLock }, transaction);
        return transaction;
    }
}
