using System.Globalization;

namespace Screening.Data.DuckDb;

/// <summary>
/// A database, in memory or in a file. While a process holds a file open for writing, no other can open it.
/// No query installs or loads an extension by itself: those built into the library (Parquet, JSON, ICU) are all there is, unless the SQL says INSTALL.
/// Safe for use by several threads, each with its own connection.
/// </summary>
public sealed class DuckDbDatabase : IDisposable
{
    private readonly DuckDbHandle _handle;

    private DuckDbDatabase(DuckDbHandle handle) => _handle = handle;

    /// <summary>The version of the native library, such as <c>v1.5.6</c>.</summary>
    /// <exception cref="Native.NativeLibraryException">The library is missing or wrong.</exception>
    public static string LibraryVersion => DuckDbNative.Text(DuckDbNative.LibraryVersion());

    internal int OpenHandles => _handle.OpenInDatabase;

    /// <summary>Opens or, unless read-only, creates a database.</summary>
    /// <param name="path">The file; null for a database in memory, which ends with its last connection.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">A path or an option is outside its range.</exception>
    /// <exception cref="DuckDbException">The file cannot be opened, is not a database or is held by another process.</exception>
    /// <exception cref="Native.NativeLibraryException">The library is missing or wrong.</exception>
    public static DuckDbDatabase Open(string? path = null, DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        options.Validate(path);
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            path = Path.GetFullPath(path);
        }

        if (DuckDbNative.CreateConfig(out var config) != 0) throw new DuckDbException("DuckDB could not create a configuration", "");
        try
        {
            foreach (var (name, value) in Settings(options))
            {
                if (DuckDbNative.SetConfig(config, name, value) != 0) throw new DuckDbException($"DuckDB refused the setting {name} = '{value}'", "");
            }
            if (DuckDbNative.Open(path, out var database, config, out var error) != 0)
                throw new DuckDbException(DuckDbNative.TakeText(error), "");
            return new DuckDbDatabase(DuckDbHandle.Database(database));
        }
        finally
        {
            DuckDbNative.DestroyConfig(ref config);
        }
    }

    /// <summary>A new connection. It keeps the database open, even when this object is disposed first.</summary>
    public DuckDbConnection Connect()
    {
        ObjectDisposedException.ThrowIf(_handle.IsDisposed, this);
        if (DuckDbNative.Connect(_handle, out var connection) != 0) throw new DuckDbException("DuckDB could not open a connection", "");
        return DuckDbConnection.Start(DuckDbHandle.Connection(connection, _handle));
    }

    /// <summary>Lets go of the database; it closes when its last connection, result and appender are gone.</summary>
    public void Dispose() => _handle.Dispose();

    private static IEnumerable<(string Name, string Value)> Settings(DuckDbOptions options)
    {
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        yield return ("allow_persistent_secrets", "false");
        yield return ("access_mode", options.ReadOnly ? "READ_ONLY" : "AUTOMATIC");
        if (options.Threads > 0) yield return ("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        if (options.MemoryLimit is not null) yield return ("memory_limit", options.MemoryLimit);
        if (options.TempDirectory is not null) yield return ("temp_directory", Path.GetFullPath(options.TempDirectory));
    }
}
