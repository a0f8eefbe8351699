using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Screening.Tests.Data.Store;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Screening.Tests.Data.Store;

/// <summary>
/// A PostgreSQL of the tests' own: a cluster in a folder of its own, under Debian's user for it when the tests run as root, on a free port of the loopback. It starts when
/// the first test asks for a store, and ends with the tests, even when they are killed. A machine without PostgreSQL fails the tests and says what is missing.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    // Time for everything that starts the server; a machine under load needs some of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // The server goes when the tests go: the watcher looks for their process. No statement may keep a test waiting for ever: the server ends it and says which.
    private const string Watch = """
        "$1/postgres" -D "$2" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$2" -c fsync=off -c max_connections=60 -c statement_timeout=40s & child=$!
        trap 'kill -INT $child' TERM INT
        while kill -0 $child 2>/dev/null && [ -d "/proc/$4" ]; do sleep 0.2; done
        kill -INT $child 2>/dev/null; wait $child
        """;

    private readonly Lock _gate = new();
    private string? _folder;
    private Process? _server;
    private string? _connection;
    private int _stores;

    /// <summary>A connection string of an empty store: a schema of its own.</summary>
    public string NewStore()
    {
        lock (_gate)
        {
            _connection ??= Start();
            string schema = string.Create(CultureInfo.InvariantCulture, $"s{++_stores}");
            using var connection = new NpgsqlConnection(_connection);
            connection.Open();
            using var command = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
            command.ExecuteNonQuery();
            return $"{_connection};Search Path={schema}";
        }
    }

    public void Dispose()
    {
        if (_server is { HasExited: false })
        {
            Process.Start("kill", ["-TERM", _server.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            if (!_server.WaitForExit(20_000)) _server.Kill(entireProcessTree: true);
        }

        _server?.Dispose();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    private string Start()
    {
        string programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() ?? ""
            : "";
        if (programs.Length == 0) throw new InvalidOperationException("PostgreSQL is missing, and the store's contract is to be tested on it; './test' installs it, or ask an administrator to run: apt-get install postgresql-15");
        _folder = Directory.CreateTempSubdirectory("screening-postgres-").FullName;
        string data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(data);
        string[] asUser = [];
        if (Environment.UserName == "root")
        {
            Run("chown", ["postgres", _folder, data]);
            asUser = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
        }

        string[] init = [.. asUser, Path.Combine(programs, "initdb"), "-D", data, "-U", "screening", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
        Run(init[0], init[1..]);
        int port = FreePort();
        string[] serve = [.. asUser, "bash", "-c", Watch, "watch", programs, data, port.ToString(CultureInfo.InvariantCulture), Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(serve[0], serve[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        _server = Process.Start(start)!;
        var said = new System.Text.StringBuilder();
        _server.ErrorDataReceived += (_, e) => said.AppendLine(e.Data);
        _server.OutputDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
        string connection = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database=postgres;Username=screening;Timeout=30;Command Timeout=45");
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; Thread.Sleep(100))
        {
            if (_server.HasExited) throw new InvalidOperationException($"PostgreSQL ended as it started: {said}");
            try
            {
                using var probe = new NpgsqlConnection(connection);
                probe.Open();
                return connection;
            }
            catch (NpgsqlException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not answer within {Patience.TotalSeconds} seconds: {said}");
    }

    private static void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> told = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not end within {Patience.TotalSeconds} seconds");
        }

        string errors = told.Result;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {errors} {output.Result}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
