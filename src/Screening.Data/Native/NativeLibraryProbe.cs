using System.Runtime.InteropServices;

namespace Screening.Data.Native;

/// <summary>Looks for one library: the environment variable's file, then the application's folder, then the system.</summary>
internal static class NativeLibraryProbe
{
    internal readonly record struct Loaded(nint Handle, string Path, string Version);

    /// <summary>Loads and checks the library. A file that exists and is wrong is an error: the next place is never tried in its stead.</summary>
    /// <exception cref="NativeLibraryException">It is missing or wrong.</exception>
    public static Loaded Load(NativeLibrarySpec spec, Func<string, string?> environment, string folder)
    {
        var named = environment(spec.EnvironmentVariable);
        if (!string.IsNullOrEmpty(named))
        {
            var place = $"'{named}', which {spec.EnvironmentVariable} names,";
            spec = spec with { Remedy = $"correct or unset {spec.EnvironmentVariable}, or {spec.Remedy}" };
            if (!File.Exists(named)) throw Fail(spec, $"{place} does not exist");
            return Open(spec, named, place);
        }

        var local = Path.Combine(folder, spec.FileName);
        if (File.Exists(local)) return Open(spec, local, $"'{local}'");

        LoadCompanion(spec, folder);
        if (NativeLibrary.TryLoad(spec.FileName, out var handle)) return Check(spec, handle, PathOf(spec.FileName), $"the system's {spec.FileName}");
        throw Fail(spec, $"{spec.EnvironmentVariable} is not set, '{local}' does not exist and the system has no usable {spec.FileName}");
    }

    private static Loaded Open(NativeLibrarySpec spec, string path, string place)
    {
        path = Path.GetFullPath(path);
        if (!IsElf(path)) throw Fail(spec, $"{place} is not a shared library (ELF file)");
        LoadCompanion(spec, Path.GetDirectoryName(path)!);
        nint handle;
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Fail(spec, $"{place} does not load ({LastLine(e.Message)})", e);
        }
        return Check(spec, handle, path, place);
    }

    // dlopen matches a needed library by its soname among those already loaded, so loading it first is enough.
    private static void LoadCompanion(NativeLibrarySpec spec, string folder)
    {
        if (spec.Companion is null) return;
        var local = Path.Combine(folder, spec.Companion);
        if (!File.Exists(local) || !NativeLibrary.TryLoad(local, out _)) NativeLibrary.TryLoad(spec.Companion, out _);
    }

    private static Loaded Check(NativeLibrarySpec spec, nint handle, string path, string place)
    {
        foreach (var symbol in spec.Symbols)
        {
            if (NativeLibrary.TryGetExport(handle, symbol, out _)) continue;
            NativeLibrary.Free(handle);
            throw Fail(spec, $"{place} lacks the function {symbol}");
        }

        var text = spec.ReadVersion(handle);
        var version = ParseVersion(text);
        if (version is null || version < spec.Oldest)
        {
            NativeLibrary.Free(handle);
            throw Fail(spec, $"{place} is version {text}, older than {spec.Oldest}");
        }
        return new Loaded(handle, path, text);
    }

    private static bool IsElf(string path)
    {
        Span<byte> head = stackalloc byte[4];
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.SequenceEqual("\u007fELF"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Version? ParseVersion(string text)
    {
        var digits = text.TrimStart('v');
        var end = 0;
        while (end < digits.Length && (char.IsAsciiDigit(digits[end]) || digits[end] == '.')) end++;
        return Version.TryParse(digits[..end], out var version) ? version : null;
    }

    private static string PathOf(string fileName)
    {
        if (!File.Exists("/proc/self/maps")) return fileName;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var slash = line.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0 && Path.GetFileName(line.AsSpan(slash)).StartsWith(fileName, StringComparison.Ordinal)) return line[slash..];
        }
        return fileName;
    }

    // The runtime's advice comes first, the loader's own words last.
    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1].TrimEnd('.');

    private static NativeLibraryException Fail(NativeLibrarySpec spec, string problem, Exception? inner = null) =>
        new(spec.Name, $"The native library {spec.Name} cannot be used: {problem}; {spec.Remedy}.", inner);
}
