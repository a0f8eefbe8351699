using System.Data.Common;
using Dapper;
using Npgsql;

namespace Screening.Data.Store;

/// <summary>A store on a PostgreSQL server, for several machines. Writers take turns by the row of the audit log's head, as every act appends to it.</summary>
internal sealed class PostgresStoreDatabase : StoreDatabase
{
    // Documents up to which looking each one up costs less than trying cases by priority.
    private const int FewDocs = 10_000;

    // Any number that nobody else uses.
    private const long UpgradeLock = 7_403_118_825_061_934;

    private PostgresStoreDatabase(NpgsqlConnection connection, string name, string anchor)
        : base(connection, name, anchor)
    {
    }

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

            // Every statement here is over in less time than compiling it, or starting helpers for it, takes.
            connection.Execute("SET jit = off; SET max_parallel_workers_per_gather = 0");
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
            // In one go: each way to the server and back is time in which others wait.
            Connection.Execute("SET LOCAL lock_timeout = '10s'; SELECT seq FROM audit_head WHERE id = 1 FOR UPDATE", transaction: transaction);
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
    public override string SearchCondition(IReadOnlyList<string> words, DynamicParameters parameters)
    {
        // How many documents the beginning of a word finds the server cannot estimate, so its plan is chosen here: few are looked up; of many, cases are tried by priority
        // until the page is full. OFFSET 0 keeps the server from turning that around.
        string query = string.Join(" & ", words.Select(w => $"'{w}':*"));
        long[] few = [.. Connection.Query<long>("SELECT doc_id FROM search_text WHERE words @@ CAST(@query AS tsquery) LIMIT @most", new { query, most = FewDocs + 1 })];
        if (few.Length <= FewDocs)
        {
            parameters.Add("docs", few);
            return "c.case_id IN (SELECT d.case_id FROM search_docs d WHERE d.doc_id = ANY(@docs))";
        }

        parameters.Add("words", query);
        return "EXISTS (SELECT 1 FROM search_docs d JOIN search_text t ON t.doc_id = d.doc_id WHERE d.case_id = c.case_id AND t.words @@ CAST(@words AS tsquery) OFFSET 0)";
    }

    /// <inheritdoc/>
    public override void Settle()
    {
        // Vacuumed, so that counting needs no look at the table itself. Not in one command: that would be one transaction, in which the server does not vacuum.
        Connection.Execute("VACUUM (ANALYZE) cases");
        Connection.Execute("ANALYZE runs, alerts, listings, case_subjects, case_alerts, search_docs, search_text");
    }

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
    protected override int ReadVersion(DbTransaction? transaction)
    {
        const string Read = "SELECT coalesce(max(version), 0) FROM schema_version";
        if (transaction is not null) return Connection.QuerySingle<bool>("SELECT to_regclass('schema_version') IS NOT NULL", transaction: transaction) ? Connection.QuerySingle<int>(Read, transaction: transaction) : 0;
        try
        {
            return Connection.QuerySingle<int>(Read);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

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
