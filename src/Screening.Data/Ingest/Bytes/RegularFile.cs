using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Ingest;

/// <summary>
/// Opens a file for reading only if it is an ordinary one. It is first opened by its path alone (O_PATH), which never waits for a pipe's writer and never
/// touches a device; what that handle names is looked at, and the very same file is then opened for reading, so that nobody can exchange it in between.
/// </summary>
internal static partial class RegularFile
{
    private const int PathOnly = 0x200000;
    private const int CloseOnExec = 0x80000;
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;
    private static readonly string[] Unfinished = [".part", ".tmp", ".partial", ".filepart", ".crdownload"];

    /// <summary>Opens a file.</summary>
    /// <exception cref="IngestException">It is no ordinary file, lies outside the root, is still being written or cannot be read.</exception>
    public static SafeFileHandle Open(string path, string name, SourceBytesOptions options, out FileStamp stamp)
    {
        var full = Path.GetFullPath(path);
        RefuseUnfinished(full, name);
        using var place = OpenPlace(full, CloseOnExec | PathOnly);
        if (place.IsInvalid) throw NotOpened(name, Marshal.GetLastPInvokeError());
        RefuseOutside(place, name, options.Root);
        try
        {
            stamp = FileStamp.Of(place);
            if (stamp.Kind != FileKind.Regular) throw new IngestException($"{name} is {Words(stamp.Kind)}; accepted: an ordinary file");
            RefuseUnsettled(stamp, name, options);
            // The share lock also finds out a .NET program that still writes.
            var file = File.OpenHandle(LinkOf(place), FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
            stamp = FileStamp.Of(file);
            return file;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IngestException($"{name} may not be read by this user", e);
        }
        catch (IOException e)
        {
            throw new IngestException($"{name} cannot be opened for reading, another program may hold it: {e.Message.Replace(LinkOf(place), name, StringComparison.Ordinal).TrimEnd('.')}", e);
        }
    }

    private static void RefuseUnfinished(string path, string name)
    {
        var ending = Unfinished.FirstOrDefault(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        if (ending is not null) throw new IngestException($"{name} ends in {ending}: it is still being delivered; accepted: the name it has when it is complete");
    }

    private static void RefuseOutside(SafeFileHandle place, string name, string? root)
    {
        if (root is null) return;
        using var folder = OpenPlace(Path.GetFullPath(root), CloseOnExec | PathOnly);
        if (folder.IsInvalid) throw new IngestException($"the folder '{root}' of {name} cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        var (above, real) = (RealPath(folder, name).TrimEnd('/') + "/", RealPath(place, name));
        if (!real.StartsWith(above, StringComparison.Ordinal)) throw new IngestException($"{name} leaves the folder '{root}': it leads to '{real}'");
    }

    private static void RefuseUnsettled(FileStamp stamp, string name, SourceBytesOptions options)
    {
        if (options.SettleSeconds <= 0) return;
        var now = options.NowUtc ?? throw new ArgumentException("SettleSeconds needs NowUtc", nameof(options));
        if ((now - stamp.ModifiedAtUtc).TotalSeconds >= options.SettleSeconds) return;
        throw new IngestException(string.Create(CultureInfo.InvariantCulture,
            $"{name} was last changed at {stamp.ModifiedAtUtc:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}, which is not {options.SettleSeconds:0.###} s before {now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}: it may still be written"));
    }

    private static IngestException NotOpened(string name, int error) => error is NoSuchFile or NotADirectory
        ? new IngestException($"{name} does not exist")
        : new IngestException($"{name} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}");

    private static string RealPath(SafeFileHandle place, string name) =>
        File.ResolveLinkTarget(LinkOf(place), returnFinalTarget: false)?.FullName ?? throw new IngestException($"the real path of {name} cannot be told: /proc is not mounted");

    private static string LinkOf(SafeFileHandle handle) => FormattableString.Invariant($"/proc/self/fd/{handle.DangerousGetHandle()}");

    private static string Words(FileKind kind) => kind switch
    {
        FileKind.Pipe => "a named pipe",
        FileKind.CharacterDevice or FileKind.BlockDevice => "a device",
        FileKind.Directory => "a folder",
        FileKind.Socket => "a socket",
        _ => "no ordinary file",
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenPlace(string path, int flags);
}
