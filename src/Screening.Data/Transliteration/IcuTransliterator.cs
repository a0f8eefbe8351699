using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Screening.Data.Transliteration;

/// <summary>
/// Text of any script in ASCII letters, by the ICU that .NET itself runs on (<c>Any-Latin; Latin-ASCII</c>). Its functions bear the version in their names, so
/// they are found at run time. Safe for any number of threads.
/// </summary>
public sealed unsafe class IcuTransliterator
{
    private const string Rules = "Any-Latin; Latin-ASCII";
    private const int OldestVersion = 50;
    private const int NewestVersion = 99;
    private static readonly Lazy<IcuTransliterator?> Loaded = new(Load);
    private readonly ConcurrentBag<nint> _idle = [];
    private readonly delegate* unmanaged[Cdecl]<char*, int, int, char*, int, void*, int*, nint> _open;
    private readonly delegate* unmanaged[Cdecl]<nint, char*, int*, int, int, int*, int*, void> _transform;

    private IcuTransliterator(nint open, nint transform, int version)
    {
        _open = (delegate* unmanaged[Cdecl]<char*, int, int, char*, int, void*, int*, nint>)open;
        _transform = (delegate* unmanaged[Cdecl]<nint, char*, int*, int, int, int*, int*, void>)transform;
        Version = version;
    }

    /// <summary>The one of this process; null where the machine has no ICU with transliteration.</summary>
    public static IcuTransliterator? Instance => Loaded.Value;

    /// <summary>ICU's major version.</summary>
    public int Version { get; }

    /// <summary>The text in ASCII letters; null when ICU cannot.</summary>
    public string? ToLatin(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_idle.TryTake(out nint handle)) handle = Open();
        if (handle == 0) return null;
        try
        {
            return Transform(handle, text);
        }
        finally
        {
            _idle.Add(handle);
        }
    }

    private string? Transform(nint handle, string text)
    {
        for (int capacity = (text.Length * 4) + 64; capacity < 1 << 20; capacity *= 4)
        {
            char[] buffer = new char[capacity];
            text.CopyTo(buffer);
            int length = text.Length, limit = text.Length, status = 0;
            fixed (char* at = buffer) _transform(handle, at, &length, capacity, 0, &limit, &status);
            const int BufferOverflow = 15;
            if (status <= 0) return new string(buffer, 0, length);
            if (status != BufferOverflow) return null;
        }

        return null;
    }

    private nint Open()
    {
        int status = 0;
        fixed (char* rules = Rules)
        {
            nint handle = _open(rules, Rules.Length, 0, null, 0, null, &status);
            return status > 0 ? 0 : handle;
        }
    }

    private static IcuTransliterator? Load()
    {
        for (int version = NewestVersion; version >= OldestVersion; version--)
        {
            string number = version.ToString(CultureInfo.InvariantCulture);
            foreach (string file in (string[])[$"libicui18n.so.{number}", $"libicui18n.{number}.dylib", $"icuin{number}.dll"])
            {
                if (!NativeLibrary.TryLoad(file, out nint library)) continue;
                if (!NativeLibrary.TryGetExport(library, $"utrans_openU_{number}", out nint open)) continue;
                if (!NativeLibrary.TryGetExport(library, $"utrans_transUChars_{number}", out nint transform)) continue;
                var found = new IcuTransliterator(open, transform, version);
                if (found.ToLatin("\u0414\u0430") == "Da") return found;
            }
        }

        return null;
    }
}
