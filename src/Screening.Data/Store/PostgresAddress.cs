using System.Globalization;
using Npgsql;

namespace Screening.Data.Store;

/// <summary>Where a PostgreSQL is, in either of the two spellings that people have: an address or a connection string.</summary>
internal static class PostgresAddress
{
    private const string Accepted = "postgres://USER@HOST:5432/DATABASE or Host=NAME;Port=5432;Database=NAME;Username=NAME";

    /// <summary>Whether an address means a PostgreSQL, well spelled or not.</summary>
    public static bool Is(string address) =>
        IsUrl(address) || address.Split(';').Any(p => p.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It cannot be read; the message does not repeat it, as it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string address)
    {
        try
        {
            return IsUrl(address) ? OfUrl(address) : new NpgsqlConnectionStringBuilder(address);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new StoreException($"the address of the store cannot be read: {e.Message}; accepted: {Accepted}", e);
        }
    }

    private static bool IsUrl(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder OfUrl(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Host.Length == 0) throw new FormatException("it names no host");
        string[] user = url.UserInfo.Split(':', 2);
        var read = new NpgsqlConnectionStringBuilder { Host = url.Host.Trim('[', ']') };
        if (url.Port > 0) read.Port = url.Port;
        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database) read.Database = Uri.UnescapeDataString(database);
        if (user[0].Length > 0) read.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2) read.Password = Uri.UnescapeDataString(user[1]);
        foreach (string option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = option.Split('=', 2);
            if (parts.Length != 2) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the option '{parts[0]}' has no value"));
            string value = Uri.UnescapeDataString(parts[1]);

            // libpq's word for it, which says with hyphens what Npgsql says without.
            if (parts[0].ToUpperInvariant() is "SSLMODE") value = value.Replace("-", "", StringComparison.Ordinal);
            read[Name(parts[0])] = value;
        }

        return read;
    }

    private static string Name(string option) => option.ToUpperInvariant() switch
    {
        "SSLMODE" => "SSL Mode",
        "SSLROOTCERT" => "Root Certificate",
        "SSLCERT" => "SSL Certificate",
        "SSLKEY" => "SSL Key",
        "CONNECT_TIMEOUT" => "Timeout",
        "SEARCH_PATH" => "Search Path",
        _ => Uri.UnescapeDataString(option),
    };
}
