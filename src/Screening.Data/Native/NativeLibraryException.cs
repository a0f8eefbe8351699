namespace Screening.Data.Native;

/// <summary>A native library is missing or is not the one that is needed. The message is one sentence: which, where it was looked for, what to do.</summary>
public sealed class NativeLibraryException : Exception
{
    /// <summary>An error about one library.</summary>
    public NativeLibraryException(string library, string message, Exception? inner = null)
        : base(message, inner) => Library = library;

    /// <summary>The library's short name: <c>duckdb</c>, <c>xgboost</c>, <c>sqlite3</c> or <c>zstd</c>.</summary>
    public string Library { get; }
}
