using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Who may sign in to the pages. What is done with users is in the audit log, and so is every attempt to sign in. One connection; not thread-safe.</summary>
public sealed class UserStore : IDisposable
{
    /// <summary>Wrong passwords after which a name is locked.</summary>
    public const int MostFailures = 5;

    private const int MostName = 120;
    private const string Columns = """
        name AS Name, role AS Role, password_hash AS PasswordHash, stamp AS Stamp, failures AS Failures, locked_until AS LockedUntil, created_at AS CreatedAt,
            disabled_at AS DisabledAt, signed_in_at AS SignedInAt, seller_id AS SellerId
        """;

    private readonly StoreDatabase _database;
    private readonly bool _isBorrowed;

    private UserStore(StoreDatabase database, bool isBorrowed) => (_database, _isBorrowed) = (database, isBorrowed);

    /// <summary>For how long a name is locked.</summary>
    public static TimeSpan Lockout { get; } = TimeSpan.FromMinutes(15);

    private DbConnection Connection => _database.Connection;

    /// <summary>Opens the users of a store.</summary>
    /// <exception cref="StoreException">It cannot be opened, is no store, or was made by a later version.</exception>
    public static UserStore Open(StoreAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new UserStore(StoreDatabase.Open(address.Address, address.Anchor), isBorrowed: false);
    }

    /// <summary>The users of the store whose cases are open, over the same connection; it ends with the cases.</summary>
    public static UserStore Beside(CaseStore cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return new UserStore(cases.Database, isBorrowed: true);
    }

    /// <summary>Makes a user.</summary>
    /// <param name="name">Name, 1 to 120 characters; another spelling of a known one is refused.</param>
    /// <param name="role">As what; not the system.</param>
    /// <param name="password">12 to 200 characters, not the name.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="sellerId">The seller for whose orders papers may be handed in; only for who sells, null for nobody's.</param>
    /// <exception cref="StoreException">One of them is not as accepted, or there is such a user.</exception>
    public User Add(string name, CaseRole role, string password, CaseActor by, string? sellerId = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        string? seller = sellerId is null ? null : StoreText.Told(sellerId, "the seller's id", MostName);
        if (seller is not null && !CasePermissions.IsSales(role)) throw new StoreException($"{CaseWords.Of(role)} has no seller; accepted: seller, sales_representative");
        string told = StoreText.Told(name, "the name", MostName);
        if (role == CaseRole.System) throw new StoreException("the system does not sign in; accepted: seller, sales_representative, analyst, lead, data_scientist, auditor, administrator");
        Check(password, told);
        string hash = PasswordHash.Of(password);
        using DbTransaction transaction = _database.BeginWrite();
        int made = Connection.Execute(
            """
            INSERT INTO users (user_key, name, role, password_hash, stamp, failures, locked_until, created_at, disabled_at, signed_in_at, seller_id)
            VALUES (@key, @told, @role, @hash, @stamp, 0, NULL, @at, NULL, NULL, @seller) ON CONFLICT (user_key) DO NOTHING
            """,
            new { key = Key(told), told, role = StoreText.Word(role), hash, stamp = NewStamp(), at = StoreText.Of(by.AtUtc), seller }, transaction);
        if (made == 0) throw new StoreException($"there is a user {told} already, perhaps in another spelling or disabled; 'screening users passwd' gives a new password");
        Commit(transaction, AuditLog.Append(_database, transaction, by, "user_added", null, new { user = told, role, seller }));
        return Find(told)!;
    }

    /// <summary>All, by name.</summary>
    public IReadOnlyList<User> List() => [.. Connection.Query<Row>($"SELECT {Columns} FROM users ORDER BY user_key").Select(r => r.User)];

    /// <summary>A user by name, in any spelling; null when there is none.</summary>
    public User? Find(string name) => Read(name, null)?.User;

    /// <summary>Lets nobody sign in with a name any more and ends its sessions.</summary>
    /// <exception cref="StoreException">There is no such user.</exception>
    public void Disable(string name, CaseActor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        using DbTransaction transaction = _database.BeginWrite();
        User user = Known(name, transaction);
        Connection.Execute(
            "UPDATE users SET disabled_at = @at, stamp = @stamp WHERE user_key = @key", new { at = StoreText.Of(by.AtUtc), stamp = NewStamp(), key = Key(user.Name) }, transaction);
        Commit(transaction, AuditLog.Append(_database, transaction, by, "user_disabled", null, new { user = user.Name }));
    }

    /// <summary>Gives a new password, enables and unlocks, and ends the sessions that there are.</summary>
    /// <exception cref="StoreException">There is no such user, or the password is not as accepted.</exception>
    public void SetPassword(string name, string password, CaseActor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        Check(password, name);
        string hash = PasswordHash.Of(password);
        using DbTransaction transaction = _database.BeginWrite();
        User user = Known(name, transaction);
        Connection.Execute(
            "UPDATE users SET password_hash = @hash, stamp = @stamp, failures = 0, locked_until = NULL, disabled_at = NULL WHERE user_key = @key",
            new { hash, stamp = NewStamp(), key = Key(user.Name) }, transaction);
        Commit(transaction, AuditLog.Append(_database, transaction, by, "user_password_set", null, new { user = user.Name, wasDisabled = user.DisabledAtUtc is not null }));
    }

    /// <summary>
    /// Signs in. After <see cref="MostFailures"/> wrong passwords a name is locked for <see cref="Lockout"/>, whatever password comes. An unknown name takes as long as a
    /// known one, and is not written down: it may be a password in the wrong field.
    /// </summary>
    /// <returns>The user; null when name and password do not fit, or the name is locked or disabled.</returns>
    public User? SignIn(string name, string password, DateTime atUtc)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        Row? row = name.Length <= MostName ? Read(name, null) : null;
        bool fits = PasswordHash.IsOf(password.Length <= PasswordHash.Most ? password : "", row?.PasswordHash ?? PasswordHash.Nobody);
        using DbTransaction transaction = _database.BeginWrite();

        // Looked at again under the lock: many guesses at once must not count as one.
        if (row is null || Read(name, transaction) is not { } now)
        {
            Commit(transaction, AuditLog.Append(_database, transaction, new CaseActor("nobody", CaseRole.System, atUtc), "sign_in_failed", null, new { why = "no such user" }));
            return null;
        }

        User user = now.User;
        bool isLocked = user.LockedUntilUtc is { } until && until > atUtc, isRight = fits && now.PasswordHash == row.PasswordHash && user.DisabledAtUtc is null && !isLocked;
        int failures = isRight ? 0 : isLocked ? user.Failures : user.LockedUntilUtc is not null ? 1 : user.Failures + 1;
        string? locked = isRight ? null : isLocked ? now.LockedUntil : failures >= MostFailures ? StoreText.Of(atUtc + Lockout) : null;
        Connection.Execute(
            "UPDATE users SET failures = @failures, locked_until = @locked, signed_in_at = CASE WHEN @isRight = 1 THEN @at ELSE signed_in_at END WHERE user_key = @key",
            new { failures, locked, isRight = isRight ? 1 : 0, at = StoreText.Of(atUtc), key = Key(user.Name) }, transaction);
        string why = user.DisabledAtUtc is not null ? "disabled" : isLocked ? "locked" : locked is not null ? "wrong password, and locked" : "wrong password";
        Commit(transaction, AuditLog.Append(
            _database, transaction, new CaseActor(user.Name, user.Role, atUtc), isRight ? "signed_in" : "sign_in_failed", null, isRight ? new { } : new { why }));
        return isRight ? user : null;
    }

    /// <summary>Ends all sessions of a user.</summary>
    public void SignOut(string name, DateTime atUtc)
    {
        using DbTransaction transaction = _database.BeginWrite();
        User user = Known(name, transaction);
        Connection.Execute("UPDATE users SET stamp = @stamp WHERE user_key = @key", new { stamp = NewStamp(), key = Key(user.Name) }, transaction);
        Commit(transaction, AuditLog.Append(_database, transaction, new CaseActor(user.Name, user.Role, atUtc), "signed_out", null, new { }));
    }

    /// <summary>The keys that seal sessions and forms, in the order in which they were added.</summary>
    public IReadOnlyList<string> PageKeys() => Connection.Query<string>("SELECT content FROM page_keys ORDER BY added_at, key_name").AsList();

    /// <summary>Adds such a key; one of the same name stays.</summary>
    public void AddPageKey(string keyName, string content, DateTime atUtc)
    {
        using DbTransaction transaction = _database.BeginWrite();
        Connection.Execute(
            "INSERT INTO page_keys (key_name, content, added_at) VALUES (@keyName, @content, @at) ON CONFLICT (key_name) DO NOTHING", new { keyName, content, at = StoreText.Of(atUtc) }, transaction);
        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isBorrowed) _database.Dispose();
    }

    private static void Check(string password, string name)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length is < PasswordHash.Least or > PasswordHash.Most)
            throw new StoreException(FormattableString.Invariant($"the password has {password.Length} characters; accepted: {PasswordHash.Least} to {PasswordHash.Most}"));
        if (password.Any(char.IsControl)) throw new StoreException("the password holds control characters");
        if (Key(password) == Key(name) || password.Distinct().Count() < 5) throw new StoreException("the password is the name, or of fewer than 5 different characters");
    }

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    // As the rules fold names: two spellings must not make four eyes.
    private static string Key(string name) => StoreText.Folded(name);

    private User Known(string name, DbTransaction transaction) => Read(name, transaction)?.User ?? throw new StoreException($"there is no user {name}; 'screening users list' shows those there are");

    private Row? Read(string name, DbTransaction? transaction) => Connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM users WHERE user_key = @key", new { key = Key(name) }, transaction);

    private void Commit(DbTransaction transaction, AuditStamp stamp)
    {
        transaction.Commit();
        AuditAnchor.Append(_database.Anchor, stamp);
    }

    private sealed record Row
    {
        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string PasswordHash { get; init; } = "";

        public string Stamp { get; init; } = "";

        public int Failures { get; init; }

        public string? LockedUntil { get; init; }

        public string CreatedAt { get; init; } = "";

        public string? DisabledAt { get; init; }

        public string? SignedInAt { get; init; }

        public string? SellerId { get; init; }

        public User User => new(
            Name, StoreText.Value<CaseRole>(Role), Stamp, Failures, Moment(LockedUntil), StoreText.Moment(CreatedAt), Moment(DisabledAt), Moment(SignedInAt))
        { SellerId = SellerId };

        private static DateTime? Moment(string? text) => text is null ? null : StoreText.Moment(text);
    }
}
