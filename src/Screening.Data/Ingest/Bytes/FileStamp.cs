using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Ingest;

/// <summary>What the file system says of an open file: equal stamps before and after reading mean that nobody wrote to it, as far as its clock can tell.</summary>
internal readonly partial record struct FileStamp(FileKind Kind, long Bytes, long ModifiedSeconds, uint ModifiedNanoseconds)
{
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int StatxBytes = 256;
    private const int KindMask = 0xF000;

    public DateTime ModifiedAtUtc => DateTime.UnixEpoch.AddSeconds(ModifiedSeconds).AddTicks(ModifiedNanoseconds / 100);

    /// <summary>Of an open file. statx, because its record has one layout on every architecture.</summary>
    /// <exception cref="IOException">The file system does not answer.</exception>
    public static unsafe FileStamp Of(SafeFileHandle file)
    {
        var record = stackalloc byte[StatxBytes];
        if (Statx(file, "", EmptyPath, BasicStats, record) != 0) throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        // struct statx: stx_mode at 28, stx_size at 40, stx_mtime at 112 (seconds) and 120 (nanoseconds).
        var kind = (FileKind)(*(ushort*)(record + 28) & KindMask);
        return new FileStamp(kind, *(long*)(record + 40), *(long*)(record + 112), *(uint*)(record + 120));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes} bytes of {ModifiedAtUtc:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}");

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Statx(SafeFileHandle file, string path, int flags, uint mask, byte* record);
}

/// <summary>The kinds of file, as st_mode says them.</summary>
internal enum FileKind
{
    Pipe = 0x1000,
    CharacterDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    Link = 0xA000,
    Socket = 0xC000,
}
