using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Screening.Data.Native;

/// <summary>
/// Finds the native libraries in this order: environment variable (<c>SCREENING_LIBDUCKDB</c>, <c>SCREENING_LIBXGBOOST</c>,
/// <c>SCREENING_LIBSQLITE3</c>, <c>SCREENING_LIBZSTD</c>: the file's full path), the application's folder, the system. Safe to call from any thread.
/// </summary>
public static class NativeLibraries
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, NativeLibraryProbe.Loaded> Loaded = [];
    private static readonly HashSet<Assembly> Registered = [];
    private static bool s_sqlite;

    /// <summary>Lets this assembly's imports of <c>duckdb</c> and <c>zstd</c> find their files. Loads nothing yet; calling it again does nothing.</summary>
    public static void Register() => Register(typeof(NativeLibraries).Assembly);

    /// <summary>Lets an assembly's imports of <c>duckdb</c>, <c>xgboost</c> and <c>zstd</c> find their files. Loads nothing yet; calling it again does nothing.</summary>
    public static void Register(Assembly assembly)
    {
        lock (Gate)
        {
            if (Registered.Add(assembly)) NativeLibrary.SetDllImportResolver(assembly, Resolve);
        }
    }

    /// <summary>Makes Microsoft.Data.Sqlite run on the system's SQLite. Calling it again does nothing.</summary>
    /// <exception cref="NativeLibraryException">SQLite is missing, wrong or too old.</exception>
    public static void UseSqlite()
    {
        lock (Gate)
        {
            if (s_sqlite) return;
            Load(NativeLibrarySpec.Sqlite);
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            s_sqlite = true;
        }
    }

    /// <summary>Loads every library that is not loaded yet and says where each was found and which version it is. Does not throw for a missing one.</summary>
    public static IReadOnlyList<NativeLibraryInfo> Describe() =>
        [.. new[] { NativeLibrarySpec.DuckDb, NativeLibrarySpec.XGBoost, NativeLibrarySpec.Sqlite, NativeLibrarySpec.Zstd }.Select(Describe)];

    /// <summary>Loads the library, unless it is loaded, and returns its handle.</summary>
    /// <exception cref="NativeLibraryException">It is missing, wrong or too old.</exception>
    internal static nint Load(NativeLibrarySpec spec) => LoadOnce(spec).Handle;

    private static NativeLibraryInfo Describe(NativeLibrarySpec spec)
    {
        try
        {
            var library = LoadOnce(spec);
            return new NativeLibraryInfo(spec.Name, library.Path, library.Version, null, spec.OnlyFor);
        }
        catch (NativeLibraryException e)
        {
            return new NativeLibraryInfo(spec.Name, null, null, e.Message, spec.OnlyFor);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        "duckdb" => Load(NativeLibrarySpec.DuckDb),
        "xgboost" => Load(NativeLibrarySpec.XGBoost),
        "zstd" => Load(NativeLibrarySpec.Zstd),
        "e_sqlite3" => Load(NativeLibrarySpec.Sqlite),
        _ => 0, // not ours: the runtime's own search goes on
    };

    private static NativeLibraryProbe.Loaded LoadOnce(NativeLibrarySpec spec)
    {
        lock (Gate)
        {
            if (!Loaded.TryGetValue(spec.Name, out var library))
            {
                library = NativeLibraryProbe.Load(spec, Environment.GetEnvironmentVariable, AppContext.BaseDirectory);
                Loaded.Add(spec.Name, library);
            }
            return library;
        }
    }
}
