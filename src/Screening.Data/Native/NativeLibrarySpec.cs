using System.Runtime.InteropServices;

namespace Screening.Data.Native;

/// <summary>What a native library must be to be used.</summary>
internal sealed record NativeLibrarySpec(string Name, string FileName, string EnvironmentVariable, string Remedy)
{
    /// <summary>The oldest version that has what the bindings call.</summary>
    public required Version Oldest { get; init; }

    /// <summary>Functions without which the file is some other library.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Asks the loaded library for its version.</summary>
    public required Func<nint, string> ReadVersion { get; init; }

    /// <summary>A library that must be loaded first, and lies in the same folder or is the system's.</summary>
    public string? Companion { get; init; }

    /// <summary>What alone needs it, in words; null when nothing works without it.</summary>
    public string? OnlyFor { get; init; }

    public static NativeLibrarySpec DuckDb { get; } = new("duckdb", "libduckdb.so", "SCREENING_LIBDUCKDB", "run ./native/fetch")
    {
        Oldest = new Version(1, 5, 0),
        Symbols = ["duckdb_library_version", "duckdb_open_ext", "duckdb_fetch_chunk", "duckdb_append_data_chunk", "duckdb_appender_clear"],
        ReadVersion = static library => ReadText(library, "duckdb_library_version"),
    };

    public static NativeLibrarySpec XGBoost { get; } = new("xgboost", "libxgboost.so.0", "SCREENING_LIBXGBOOST", "run ./native/fetch")
    {
        Oldest = new Version(1, 7, 0),
        Symbols = ["XGBoostVersion", "XGBoosterCreate", "XGDMatrixCreateFromDense", "XGBoosterPredictFromDense", "XGBoosterSaveModelToBuffer"],
        ReadVersion = ReadXGBoostVersion,
        Companion = "libdmlc.so.0",
    };

    public static NativeLibrarySpec Sqlite { get; } = new("sqlite3", "libsqlite3.so.0", "SCREENING_LIBSQLITE3", "run apt-get install libsqlite3-0")
    {
        Oldest = new Version(3, 35, 0),
        Symbols = ["sqlite3_libversion", "sqlite3_open_v2", "sqlite3_prepare_v2"],
        ReadVersion = static library => ReadText(library, "sqlite3_libversion"),
    };

    public static NativeLibrarySpec Zstd { get; } = new("zstd", "libzstd.so.1", "SCREENING_LIBZSTD", "run apt-get install libzstd1")
    {
        Oldest = new Version(1, 4, 0),
        Symbols = ["ZSTD_versionString", "ZSTD_createDCtx", "ZSTD_DCtx_setParameter", "ZSTD_decompressStream"],
        ReadVersion = static library => ReadText(library, "ZSTD_versionString"),
        OnlyFor = "source files packed with zstd",
    };

    private static unsafe string ReadText(nint library, string function)
    {
        var call = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, function);
        return Marshal.PtrToStringUTF8(call()) ?? "";
    }

    private static unsafe string ReadXGBoostVersion(nint library)
    {
        var call = (delegate* unmanaged<int*, int*, int*, void>)NativeLibrary.GetExport(library, "XGBoostVersion");
        int major, minor, patch;
        call(&major, &minor, &patch);
        return FormattableString.Invariant($"{major}.{minor}.{patch}");
    }
}
