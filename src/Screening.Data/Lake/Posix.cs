using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Lakes;

/// <summary>The calls of the C library that a durable commit needs and .NET does not offer.</summary>
internal static partial class Posix
{
    private const int FileExists = 17;
    private const int ReadOnly = 0;

    /// <summary>Gives a file a second name, which must not exist.</summary>
    /// <exception cref="LakeException">The name exists.</exception>
    /// <exception cref="IOException">The link could not be made.</exception>
    public static void Link(string existing, string name)
    {
        if (LinkFile(existing, name) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error == FileExists) throw new LakeException($"'{name}' exists already; it was not replaced");
        throw new IOException($"'{name}' could not be linked to '{existing}': {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="IOException">The directory could not be synced.</exception>
    public static void SyncDirectory(string path) => Sync(path, SyncFile);

    /// <summary>Makes what was written to a file durable, with as much of what the file system notes of it as reading it takes.</summary>
    /// <exception cref="IOException">The file could not be synced.</exception>
    public static void SyncData(SafeFileHandle file)
    {
        if (SyncDataOf(file) != 0) throw new IOException($"a file could not be synced: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>Makes everything durable that was written to the file system a directory lies on: one wait instead of one per file.</summary>
    /// <exception cref="IOException">The file system could not be synced.</exception>
    public static void SyncFileSystem(string path) => Sync(path, SyncWhole);

    /// <summary>Sends a signal to a process, or to a whole group by the negative number of the process that leads it.</summary>
    /// <returns>False when there is none, or it may not be sent.</returns>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    /// <summary>Makes this process the leader of a group of its own.</summary>
    public static void LeadGroup() => _ = SetGroup(0, 0);

    private static void Sync(string path, Func<int, int> sync)
    {
        var handle = OpenFile(path, ReadOnly);
        if (handle < 0) throw Failed(path);
        try
        {
            if (sync(handle) != 0) throw Failed(path);
        }
        finally
        {
            _ = CloseFile(handle);
        }
    }

    private static IOException Failed(string path) => new($"'{path}' could not be synced: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncDataOf(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkFile(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFile(int handle);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncWhole(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFile(int handle);
}
