namespace Screening.Data.Store;

/// <summary>Where a lake's store is: in the lake, unless <c>SCREENING_STORE</c> names a PostgreSQL.</summary>
/// <param name="Address">File of SQLite, or connection string of PostgreSQL.</param>
/// <param name="Anchor">File for the heads of the audit log.</param>
public sealed record StoreAddress(string Address, string Anchor)
{
    /// <summary>Environment variable with the connection string of a PostgreSQL; the password may come from <c>PGPASSWORD</c> or <c>PGPASSFILE</c>.</summary>
    public const string Variable = "SCREENING_STORE";

    /// <summary>Whether there is a store, as far as can be told without opening it.</summary>
    public bool Exists => IsPostgres(Address) || File.Exists(Address);

    /// <summary>The store of a lake.</summary>
    public static StoreAddress OfLake(string lake)
    {
        string folder = Path.Combine(lake, "_store"), file = Path.Combine(folder, "screening.db");
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? new StoreAddress(server, Path.Combine(folder, "postgres.audit-heads")) : new StoreAddress(file, file + ".audit-heads");
    }

    /// <summary>Whether an address is a connection string of PostgreSQL.</summary>
    internal static bool IsPostgres(string address) => address.Split(';').Any(p => p.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase));
}
