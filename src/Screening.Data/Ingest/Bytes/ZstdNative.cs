using System.Runtime.InteropServices;
using Screening.Data.Native;

namespace Screening.Data.Ingest;

/// <summary>The calls of libzstd that streaming decompression needs.</summary>
internal static unsafe partial class ZstdNative
{
    public const int WindowLogMax = 100; // ZSTD_d_windowLogMax

    public const int WindowTooLarge = 16; // ZSTD_error_frameParameter_windowTooLarge

    private const string Library = "zstd";

    static ZstdNative() => NativeLibraries.Register();

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer: bytes, how many, and how many of them are used.</summary>
    public struct Buffer
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Create();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Free(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Set(ZstdHandle context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Decompress(ZstdHandle context, Buffer* output, Buffer* input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorCode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ErrorCode(nuint result);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ErrorName(nuint result);
}

/// <summary>A decompression context of libzstd.</summary>
internal sealed class ZstdHandle : SafeHandle
{
    private ZstdHandle(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    /// <summary>A context that refuses a frame whose window is larger than 2^<paramref name="windowLog"/> bytes.</summary>
    /// <exception cref="NativeLibraryException">libzstd is missing or too old.</exception>
    public static ZstdHandle Create(int windowLog)
    {
        NativeLibraries.Load(NativeLibrarySpec.Zstd);
        var context = new ZstdHandle(ZstdNative.Create());
        if (!context.IsInvalid && ZstdNative.IsError(ZstdNative.Set(context, ZstdNative.WindowLogMax, windowLog)) == 0) return context;
        context.Dispose();
        throw new InvalidOperationException("libzstd makes no decompression context with a limit for its window");
    }

    protected override bool ReleaseHandle() => ZstdNative.IsError(ZstdNative.Free(handle)) == 0;
}
