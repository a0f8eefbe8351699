using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Screening.Data.Scratch;

/// <summary>
/// A file whose bytes lie in memory while they are used, and which nobody else sees: it loses its name as soon as it is open, so that nothing is left of it however the
/// process ends. Its place on the disk is taken at once: a mapped file that finds the disk full later would end the process.
/// </summary>
internal sealed unsafe partial class ScratchFile : IDisposable
{
    private const int Random = 1, WillNeed = 3, DontNeed = 4, Remove = 9, PageOut = 21;
    private const int ReadAndWrite = 3, PrivateInPlace = 0x12;
    private readonly FileStream _file;
    private readonly MemoryMappedFile _mapped;
    private readonly MemoryMappedViewAccessor _view;
    private bool _isApart;

    /// <summary>Makes one.</summary>
    /// <param name="path">A name that is free.</param>
    /// <param name="bytes">Its length.</param>
    /// <exception cref="ScratchException">The disk has no room.</exception>
    public ScratchFile(string path, long bytes)
    {
        Length = bytes;
        try
        {
            _file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                PreallocationSize = bytes,
                BufferSize = 0,
                Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            });
        }
        catch (IOException e)
        {
            throw new ScratchException(FormattableString.Invariant($"there is no room for {bytes >> 20} MB more of scratch files in {Path.GetDirectoryName(path)}, which --memory needs ({e.Message}); free some, or set TMPDIR to a folder on a larger disk"), e);
        }

        if (!OperatingSystem.IsWindows()) File.Delete(path);
        _file.SetLength(bytes);
        _mapped = MemoryMappedFile.CreateFromFile(_file, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _mapped.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.ReadWrite);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = (nint)start;
    }

    /// <summary>Where it lies.</summary>
    public nint Start { get; }

    /// <summary>How many bytes.</summary>
    public long Length { get; }

    /// <summary>
    /// From here on what is written stays in memory, and the file keeps what it has: nobody who writes waits for the disk, as he would for a page that the kernel just
    /// then writes out. Advice is to be given again.
    /// </summary>
    public void WriteApart()
    {
        if (!OperatingSystem.IsLinux() || _isApart) return;
        if (Map(Start, (nuint)Length, ReadAndWrite, PrivateInPlace, (int)_file.SafeFileHandle.DangerousGetHandle(), 0) != Start)
            throw new ScratchException(FormattableString.Invariant($"a scratch file could not be mapped again (error {Marshal.GetLastPInvokeError()})"));
        _isApart = true;
    }

    /// <summary>Gives pages back to the kernel, which keeps what was written and brings it when it is asked for again. What was written apart stays.</summary>
    /// <param name="from">Offset of the first byte, at the beginning of a page.</param>
    /// <param name="bytes">How many.</param>
    public void Drop(long from, long bytes)
    {
        // Where it cannot be asked the kernel drops them by itself, later.
        if (OperatingSystem.IsLinux()) _ = Advise(Start + (nint)from, (nuint)Math.Min(bytes, Length - from), _isApart ? PageOut : DontNeed);
    }

    /// <summary>
    /// Says that what is asked for next will not be near what was asked for last: otherwise the kernel brings megabytes for each page, in pieces so large that one byte
    /// written makes it write megabytes too.
    /// </summary>
    public void ExpectAnyOrder()
    {
        if (OperatingSystem.IsLinux()) _ = Advise(Start, (nuint)Length, Random);
    }

    /// <summary>Asks the kernel to read all of it ahead, as far as there is free memory; it does not count as this process's until it is looked at.</summary>
    public void ReadAhead()
    {
        if (OperatingSystem.IsLinux()) _ = Advise(Start, (nuint)Length, WillNeed);
    }

    /// <summary>Forgets what was written in a part of it, as far as that is whole pages: neither memory nor the disk keeps it.</summary>
    public void Forget(nint start, long bytes)
    {
        long page = Environment.SystemPageSize, first = (start - Start + page - 1) / page * page, end = (start - Start + bytes) / page * page;
        if (OperatingSystem.IsLinux() && end > first) _ = Advise(Start + (nint)first, (nuint)(end - first), Remove);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapped.Dispose();
        _file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint start, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint start, nuint length, int advice);
}
