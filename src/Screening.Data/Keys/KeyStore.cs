using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Screening.Data.Native;
using Screening.Data.Store;

namespace Screening.Data.Keys;

/// <summary>
/// The keys of a lake's endpoint, in a file of their own. A key is <c>sk_&lt;id&gt;_&lt;secret&gt;</c> with a secret of 256 random bits, of which the file has the
/// SHA-256: with so many bits a slow hash would add nothing. One connection; not thread-safe.
/// </summary>
public sealed class KeyStore : IDisposable
{
    private const string Moment = "yyyy-MM-ddTHH:mm:ss'Z'";
    private const string Columns = """
        SELECT key_id AS KeyId, role AS Role, seller_id AS SellerId, note AS Note, created_at AS CreatedAt, expires_at AS ExpiresAt, revoked_at AS RevokedAt,
            last_used_at AS LastUsedAt, replaced_by AS ReplacedBy, secret_sha256 AS SecretSha256 FROM keys
        """;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS keys (
            key_id TEXT PRIMARY KEY, secret_sha256 BLOB NOT NULL, role TEXT NOT NULL, seller_id TEXT, note TEXT NOT NULL, created_at TEXT NOT NULL,
            expires_at TEXT NOT NULL, revoked_at TEXT, last_used_at TEXT, replaced_by TEXT) STRICT
        """;

    private readonly SqliteConnection _connection;

    private KeyStore(SqliteConnection connection) => _connection = connection;

    /// <summary>The file of a lake's keys.</summary>
    public static string PathOf(string lake) => Path.Combine(lake, "_store", "keys.db");

    /// <summary>Opens a lake's keys, and begins the file where there is none.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static KeyStore Open(string lake)
    {
        ArgumentNullException.ThrowIfNull(lake);
        NativeLibraries.UseSqlite();
        string path = PathOf(lake);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
            connection.Execute(Schema);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new KeyStore(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreException($"the keys {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Makes a key.</summary>
    /// <param name="role">What it may do.</param>
    /// <param name="sellerId">Whose orders; only for sellers.</param>
    /// <param name="note">What it is for.</param>
    /// <param name="now">Now.</param>
    /// <param name="expires">From when on it is refused.</param>
    /// <returns>The key, and the only copy of its text.</returns>
    /// <exception cref="StoreException">A seller's key names no seller, or another one does, or it has expired already.</exception>
    public (ApiKey Key, string Text) Create(KeyRole role, string? sellerId, string note, DateTime now, DateTime expires)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        (ApiKey key, string text) = Insert(role, sellerId, note, now, expires, transaction);
        transaction.Commit();
        return (key, text);
    }

    private (ApiKey Key, string Text) Insert(KeyRole role, string? sellerId, string note, DateTime now, DateTime expires, SqliteTransaction transaction)
    {
        if (role == KeyRole.Seller != sellerId is { Length: > 0 }) throw new StoreException(role == KeyRole.Seller ? "a seller's key names its seller" : "only a seller's key names a seller");
        if (expires <= now) throw new StoreException(FormattableString.Invariant($"the key would expire at {expires:yyyy-MM-dd HH:mm}; accepted: later than now"));
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        _connection.Execute(
            "INSERT INTO keys (key_id, secret_sha256, role, seller_id, note, created_at, expires_at) VALUES (@id, @hash, @role, @sellerId, @note, @created, @expires)",
            new { id, hash = SHA256.HashData(secret), role = role.ToString(), sellerId, note, created = Text(now), expires = Text(expires) }, transaction);
        return (Find(id, transaction)!, $"sk_{id}_{Base64Url.EncodeToString(secret)}");
    }

    /// <summary>Every key, the newest last.</summary>
    public IReadOnlyList<ApiKey> List() => [.. All().Select(k => k.Key)];

    /// <summary>Every key with the hash of its secret.</summary>
    public IReadOnlyList<(ApiKey Key, byte[] SecretSha256)> All() => [.. _connection.Query<Row>(Columns + " ORDER BY created_at, key_id").Select(row => (Of(row), row.SecretSha256))];

    /// <summary>Refuses a key from now on.</summary>
    /// <exception cref="StoreException">There is none of that id.</exception>
    public void Revoke(string id, DateTime now)
    {
        Required(id);
        _connection.Execute("UPDATE keys SET revoked_at = coalesce(revoked_at, @now) WHERE key_id = @id", new { id, now = Text(now) });
    }

    /// <summary>Makes a key that takes another's place; both hold until the overlap is over.</summary>
    /// <exception cref="StoreException">There is none of that id, or it does not hold any more.</exception>
    public (ApiKey Key, string Text) Rotate(string id, DateTime now, TimeSpan overlap, DateTime expires)
    {
        ApiKey old = Required(id);
        if (!old.HoldsAt(now)) throw new StoreException($"key {id} does not hold any more; create a new one");
        using SqliteTransaction transaction = _connection.BeginTransaction();
        (ApiKey key, string text) = Insert(old.Role, old.SellerId, old.Note, now, expires, transaction);
        DateTime ends = old.ExpiresAtUtc < now + overlap ? old.ExpiresAtUtc : now + overlap;
        _connection.Execute("UPDATE keys SET expires_at = @ends, replaced_by = @by WHERE key_id = @id", new { id, ends = Text(ends), by = key.Id }, transaction);
        transaction.Commit();
        return (key, text);
    }

    /// <summary>Notes when keys were last used.</summary>
    public void NoteUse(IEnumerable<(string Id, DateTime At)> uses)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _connection.Execute(
            "UPDATE keys SET last_used_at = max(coalesce(last_used_at, ''), @at) WHERE key_id = @id", uses.Select(u => new { id = u.Id, at = Text(u.At) }), transaction);
        transaction.Commit();
    }

    /// <summary>The parts of a key's text; <c>null</c> when it is not shaped like one.</summary>
    public static (string Id, byte[] SecretSha256)? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 3 + 12 + 1 + 43 || !text.StartsWith("sk_", StringComparison.Ordinal) || text[15] != '_') return null;
        Span<byte> secret = stackalloc byte[33];
        // Not the method that throws at what is no base 64: anybody may send anything.
        return Base64Url.DecodeFromChars(text.AsSpan(16), secret, out _, out int bytes) == System.Buffers.OperationStatus.Done && bytes == 32 ? (text[3..15], SHA256.HashData(secret[..32])) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private ApiKey Required(string id) => Find(id) ?? throw new StoreException($"there is no key '{id}'; 'screening keys list' shows them");

    private ApiKey? Find(string id, SqliteTransaction? transaction = null) => _connection.QuerySingleOrDefault<Row>(Columns + " WHERE key_id = @id", new { id }, transaction) is { } row ? Of(row) : null;

    private static ApiKey Of(Row row) => new(
        row.KeyId, Enum.Parse<KeyRole>(row.Role), row.SellerId, row.Note, At(row.CreatedAt), At(row.ExpiresAt), row.RevokedAt is null ? null : At(row.RevokedAt),
        row.LastUsedAt is null ? null : At(row.LastUsedAt), row.ReplacedBy);

    private static string Text(DateTime utc) => utc.ToString(Moment, CultureInfo.InvariantCulture);

    private static DateTime At(string text) => DateTime.ParseExact(text, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private sealed record Row
    {
        public string KeyId { get; init; } = "";

        public string Role { get; init; } = "";

        public string? SellerId { get; init; }

        public string Note { get; init; } = "";

        public string CreatedAt { get; init; } = "";

        public string ExpiresAt { get; init; } = "";

        public string? RevokedAt { get; init; }

        public string? LastUsedAt { get; init; }

        public string? ReplacedBy { get; init; }

        public byte[] SecretSha256 { get; init; } = [];
    }
}
