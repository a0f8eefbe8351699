namespace Screening.Data.Store;

/// <summary>Where a lake's store is: in the lake, unless <c>SCREENING_STORE</c> names another.</summary>
/// <param name="Address">File of SQLite, or address or connection string of a PostgreSQL.</param>
/// <param name="Anchor">File for the heads of the audit log.</param>
public sealed record StoreAddress(string Address, string Anchor)
{
    /// <summary>
    /// Environment variable with another place than the lake: <c>postgres://screening@db:5432/screening</c>, a connection string that says the same, or a file. The
    /// password may come from <c>PGPASSWORD</c> or <c>PGPASSFILE</c>.
    /// </summary>
    public const string Variable = "SCREENING_STORE";

    /// <summary>Whether there is a store, as far as can be told without opening it.</summary>
    public bool Exists => PostgresAddress.Is(Address) || File.Exists(Address);

    /// <summary>The store of a lake.</summary>
    /// <exception cref="StoreException">The variable names what is no store of ours.</exception>
    public static StoreAddress OfLake(string lake) => Of(lake, Environment.GetEnvironmentVariable(Variable));

    /// <summary>The store of a lake.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="told">Another place; <c>null</c> or empty for the lake's own.</param>
    /// <exception cref="StoreException">What is told is no store of ours.</exception>
    public static StoreAddress Of(string lake, string? told)
    {
        string folder = Path.Combine(lake, "_store");
        if (string.IsNullOrWhiteSpace(told)) return OfFile(Path.Combine(folder, "screening.db"));
        if (PostgresAddress.Is(told)) return new StoreAddress(told, Path.Combine(folder, "postgres.audit-heads"));
        return told.Contains("://", StringComparison.Ordinal)
            ? throw new StoreException($"{Variable} begins with '{told[..(told.IndexOf("://", StringComparison.Ordinal) + 3)]}'; accepted: postgres://USER@HOST/DATABASE, Host=NAME;Database=NAME;Username=NAME, or a file")
            : OfFile(told);
    }

    private static StoreAddress OfFile(string file) => new(file, file + ".audit-heads");
}
