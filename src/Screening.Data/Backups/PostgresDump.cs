using System.ComponentModel;
using System.Diagnostics;
using Npgsql;
using Screening.Data.Store;

namespace Screening.Data.Backups;

/// <summary>A dump of the store's database by the server's own programs, <c>pg_dump</c> and <c>pg_restore</c>. The password goes by the environment, never by the command line.</summary>
internal static class PostgresDump
{
    /// <summary>Writes a dump of one moment.</summary>
    /// <exception cref="BackupException">The program is missing or failed.</exception>
    public static void Write(string address, string file, CancellationToken cancellation)
    {
        NpgsqlConnectionStringBuilder server = PostgresAddress.Read(address);
        Run("pg_dump", server, ["--format=custom", "--no-owner", "--no-privileges", .. Schema(server), "--file=" + file], cancellation);
    }

    /// <summary>Fills an empty database, whole or not at all.</summary>
    /// <exception cref="BackupException">The database is not empty, the program is missing or failed.</exception>
    public static void Read(string address, string file, CancellationToken cancellation)
    {
        NpgsqlConnectionStringBuilder server = PostgresAddress.Read(address);
        using (var connection = new NpgsqlConnection(server.ConnectionString))
        {
            connection.Open();
            using NpgsqlCommand command = new("SELECT count(*) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')", connection);
            long tables = (long)command.ExecuteScalar()!;
            if (tables > 0) throw new BackupException(FormattableString.Invariant($"the database {server.Database} at {server.Host} has {tables} tables already; accepted: an empty database"));
        }

        Run("pg_restore", server, ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", file], cancellation);
    }

    private static string[] Schema(NpgsqlConnectionStringBuilder server) => server.SearchPath is { Length: > 0 } schema && !schema.Contains(',', StringComparison.Ordinal) ? ["--schema=" + schema] : [];

    private static void Run(string program, NpgsqlConnectionStringBuilder server, string[] arguments, CancellationToken cancellation)
    {
        string[] where = ["--no-password", "--host=" + server.Host, FormattableString.Invariant($"--port={server.Port}"), "--dbname=" + (server.Database ?? server.Username)];
        var start = new ProcessStartInfo(program, [.. where, .. server.Username is { Length: > 0 } user ? (string[])["--username=" + user] : [], .. arguments]) { RedirectStandardError = true, UseShellExecute = false };
        if (server.Password is { Length: > 0 } password) start.Environment["PGPASSWORD"] = password;
        start.Environment["PGSSLMODE"] = server.SslMode switch
        {
            SslMode.VerifyFull => "verify-full",
            SslMode.VerifyCA => "verify-ca",
            SslMode mode => mode.ToString().ToLowerInvariant(),
        };
        if (server.RootCertificate is { Length: > 0 } root) start.Environment["PGSSLROOTCERT"] = root;
        try
        {
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            string said = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            if (process.ExitCode != 0) throw new BackupException($"{program} failed on the store {server.Database}@{server.Host}: {said.ReplaceLineEndings(" ")}");
        }
        catch (Win32Exception e)
        {
            throw new BackupException($"{program} cannot be run: {e.Message}; it comes with PostgreSQL's client programs (Debian: postgresql-client), of the server's version or later", e);
        }
    }
}
