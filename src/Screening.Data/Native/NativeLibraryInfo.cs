namespace Screening.Data.Native;

/// <summary>A native library as this process sees it.</summary>
/// <param name="Name">The short name: <c>duckdb</c>, <c>xgboost</c>, <c>sqlite3</c> or <c>zstd</c>.</param>
/// <param name="Path">The file that was loaded; null when none could be.</param>
/// <param name="Version">The version that the library states of itself; null when it could not be loaded.</param>
/// <param name="Problem">Why it could not be loaded, in one sentence; null when it was.</param>
/// <param name="OnlyFor">What alone needs it, in words; null when nothing works without it.</param>
public sealed record NativeLibraryInfo(string Name, string? Path, string? Version, string? Problem, string? OnlyFor);
