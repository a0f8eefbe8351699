using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Screening.Data.Store;

/// <summary>
/// A connection to a store, and the few things in which the engines differ: how it is opened and upgraded, how writers take turns, how words are searched. Every other
/// statement is written once and runs on both. One connection; not thread-safe.
/// </summary>
internal abstract class StoreDatabase(DbConnection connection, string name, string anchor) : IDisposable
{
    // SQLITE_CORRUPT: no fault of who opens it, and told as what it is.
    private protected const int Damaged = 11;

    private const string ResourcePrefix = "Screening.Data.Store.";

    /// <summary>The connection.</summary>
    public DbConnection Connection { get; } = connection;

    /// <summary>How the store is named in messages; without secrets.</summary>
    public string Name { get; } = name;

    /// <summary>File in which the heads of the audit log are kept, beside the store.</summary>
    public string Anchor { get; } = anchor;

    /// <summary>Folder of the scripts that only this engine has.</summary>
    protected abstract string Scripts { get; }

    /// <summary>Opens a store: a file of SQLite, or for PostgreSQL an address such as <c>postgres://screening@db/screening</c> or a connection string.</summary>
    /// <param name="address">File or connection string.</param>
    /// <param name="anchor">File for the heads of the audit log; beside the file of SQLite when null, required for PostgreSQL.</param>
    /// <exception cref="StoreException">It cannot be opened, is no store, or was made by a later version.</exception>
    public static StoreDatabase Open(string address, string? anchor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        StoreDatabase database = PostgresAddress.Is(address)
            ? PostgresStoreDatabase.Connect(address, anchor ?? throw new StoreException("a store on PostgreSQL needs a file for the heads of its audit log; none is named"))
            : SqliteStoreDatabase.Connect(address, anchor ?? address + ".audit-heads");
        try
        {
            database.Migrate();
            return database;
        }
        catch (DbException e) when (e is not SqliteException { SqliteErrorCode: Damaged })
        {
            database.Dispose();
            throw new StoreException($"the store {database.Name} cannot be opened: {e.Message}", e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Begins to write. Writers take turns: the second waits for the first on either engine, and gives up after ten seconds.</summary>
    /// <exception cref="StoreException">Another has been writing for ten seconds.</exception>
    public abstract DbTransaction BeginWrite();

    /// <summary>Begins to read: everything until its end is of one moment, and nobody waits for it.</summary>
    public abstract DbTransaction BeginRead();

    /// <summary>The condition by which a case <c>c</c> has a document that holds every word, each whole or as the beginning of one; puts its parameters beside the others.</summary>
    public abstract string SearchCondition(IReadOnlyList<string> words, DynamicParameters parameters);

    /// <summary>Tells the engine that much was written, so that it plans by what there is now.</summary>
    public abstract void Settle();

    /// <summary>Puts documents into the index; none of them is in it.</summary>
    public abstract void Index(IReadOnlyList<(long DocId, string Body)> docs, DbTransaction transaction);

    /// <summary>Takes a document out of the index.</summary>
    public abstract void Unindex(long docId, DbTransaction transaction);

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    /// <summary>What is said when another writer did not end.</summary>
    protected StoreException Busy(Exception inner) => new($"somebody else has been writing to the store {Name} for ten seconds; nothing was changed, try again", inner);

    /// <summary>The schema's number; 0 for an empty store.</summary>
    protected abstract int ReadVersion(DbTransaction? transaction);

    /// <summary>Writes the schema's number.</summary>
    protected abstract void WriteVersion(int version, DbTransaction transaction);

    /// <summary>Begins to upgrade, alone.</summary>
    protected abstract DbTransaction BeginUpgrade();

    private void Migrate()
    {
        // By their numbers, whether they are for both engines or for one.
        List<string> scripts = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.EndsWith(".sql", StringComparison.Ordinal) && (n.StartsWith(ResourcePrefix + Scripts + ".", StringComparison.Ordinal) || n.StartsWith(ResourcePrefix + "Both.", StringComparison.Ordinal)))
            .OrderBy(n => n.Split('.')[^2], StringComparer.Ordinal)];

        // A store that is up to date is opened without a lock, so that it can be read while a night is written.
        if (ReadVersion(null) == scripts.Count) return;
        using DbTransaction transaction = BeginUpgrade();
        int version = ReadVersion(transaction);
        if (version > scripts.Count)
            throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"the store {Name} has schema {version}, made by a later version of Screening; this one knows {scripts.Count}. Use the later version."));
        for (int next = version; next < scripts.Count; next++)
        {
            using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream(scripts[next])!;
            using var reader = new StreamReader(script);
            Connection.Execute(reader.ReadToEnd(), transaction: transaction);
        }

        WriteVersion(scripts.Count, transaction);
        transaction.Commit();
    }
}
