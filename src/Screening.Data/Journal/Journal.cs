using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Screening.Data.Lakes;

namespace Screening.Data.Journals;

/// <summary>What was found when a journal was opened.</summary>
/// <param name="Records">Whole records.</param>
/// <param name="CutBytes">Bytes cut off behind the last whole record; 0 unless a write was interrupted.</param>
/// <param name="CutFile">The file they were cut from; <c>null</c> when nothing was.</param>
public sealed record JournalOpening(long Records, long CutBytes, string? CutFile);

/// <summary>
/// Records in the order in which they were written, each linked to the one before (<see cref="JournalFrame"/>), in files of some tens of megabytes that are
/// named by number. One writer, which may write many records with one sync; any number of readers of what is written.
/// </summary>
/// <remarks>
/// <para>Files lie there filled with zeros before they are needed (<see cref="JournalRoom"/>): the file system has nothing to note of a write into one, and a sync waits
/// for this write alone. A file of the first version has no room: its records end where it ends.</para>
/// A position is known before a record is written: <see cref="Reserve"/> gives them out in order, and <see cref="Write"/> must be called with the payloads in
/// that order. A write that fails leaves the file as it was, and the same payloads may be written again.
/// </remarks>
public sealed class Journal : IDisposable
{
    internal const string Extension = ".journal";
    internal const int FileHeaderBytes = 8 + JournalFrame.LinkBytes;
    private readonly string _folder;
    private readonly long _fileBytes;
    private readonly List<SafeFileHandle> _files = [];
    private readonly byte[] _link = new byte[JournalFrame.LinkBytes];
    private readonly JournalRoom _room;
    private FileStream? _lock;
    private byte[] _buffer = new byte[1 << 16];
    private int _reservedFile;
    private long _reservedAt;
    private long _writtenTo;
    private bool _hasRoom;

    private Journal(string folder, long fileBytes) => (_folder, _fileBytes, _room) = (folder, fileBytes, new JournalRoom(folder, fileBytes));

    /// <summary>What was found on opening.</summary>
    public JournalOpening Opening { get; private set; } = new(0, 0, null);

    /// <summary>Bytes on disk, headers included.</summary>
    public long Bytes => ((long)Math.Max(0, _files.Count - 1) * _fileBytes) + _writtenTo;

    private static ReadOnlySpan<byte> Magic => "SCRJRN2\n"u8;

    private static ReadOnlySpan<byte> FirstMagic => "SCRJRN1\n"u8;

    /// <summary>Whether zeros may stand behind the last record of a file that begins so; <c>null</c> when it is no file of a journal.</summary>
    internal static bool? HasRoom(ReadOnlySpan<byte> header) => header.StartsWith(Magic) ? true : header.StartsWith(FirstMagic) ? false : null;

    /// <summary>Opens a journal for writing, or begins one; a torn end is cut off.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="take">Receives each whole record with its position, in order.</param>
    /// <param name="fileBytes">Bytes from which a record goes into the next file.</param>
    /// <exception cref="JournalException">Another process writes it, a file is missing, or the chain is broken before the end.</exception>
    public static Journal Open(string folder, Action<long, ReadOnlyMemory<byte>> take, long fileBytes = 64L << 20)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(take);
        Directory.CreateDirectory(folder);
        var journal = new Journal(folder, fileBytes);
        try
        {
            journal._lock = Hold(folder);
            journal._room.Clear();
            journal.Load(take, mayCut: true);
            if (journal._files.Count == 0) journal.Begin(0);
            (journal._reservedFile, journal._reservedAt) = (journal._files.Count - 1, journal._writtenTo);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal that somebody else may be writing: its whole records as far as they are now. A torn end is left alone.</summary>
    /// <param name="folder">Its folder; one that is not there holds no records.</param>
    /// <param name="take">Receives each whole record with its position, in order.</param>
    /// <exception cref="JournalException">A file is missing, or the chain is broken before the end.</exception>
    public static JournalOpening Scan(string folder, Action<long, ReadOnlyMemory<byte>> take)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(take);
        if (!Directory.Exists(folder)) return new JournalOpening(0, 0, null);
        using var journal = new Journal(folder, long.MaxValue);
        journal.Load(take, mayCut: false);
        return journal.Opening;
    }

    /// <summary>The position of the next record, which is then that record's. Called by the one who orders the records.</summary>
    /// <param name="payloadBytes">Bytes of its payload, at least 1.</param>
    public long Reserve(int payloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(payloadBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadBytes, JournalFrame.MostPayloadBytes);
        if (_reservedAt >= _fileBytes) (_reservedFile, _reservedAt) = (_reservedFile + 1, FileHeaderBytes);
        long position = Position(_reservedFile, _reservedAt);
        _reservedAt += JournalFrame.HeaderBytes + payloadBytes;
        return position;
    }

    /// <summary>Writes records and makes them durable with one sync a file. Called by the one writer.</summary>
    /// <param name="payloads">Payloads in the order of their positions.</param>
    /// <exception cref="IOException">Nothing is written; the same may be tried again.</exception>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> payloads)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        (int files, long writtenTo, bool hasRoom, byte[] link) = (_files.Count, _writtenTo, _hasRoom, [.. _link]);
        try
        {
            for (int next = 0; next < payloads.Count;)
            {
                if (_writtenTo >= _fileBytes) Begin(_files.Count);
                next = WriteSome(payloads, next);
            }
        }
        catch (Exception e)
        {
            Undo(files, writtenTo, link);
            _hasRoom = hasRoom;
            if (e is IOException) throw;
            throw new IOException($"the journal {_folder} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The payload at a position that was given out and written.</summary>
    /// <exception cref="JournalException">There is no whole record.</exception>
    public byte[] Read(long position)
    {
        (int file, long at) = PlaceOf(position);
        return file < _files.Count ? Read(_files[file], FileName(file), at) : throw NoRecord(FileName(file), at);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room.Dispose();
        foreach (SafeFileHandle file in _files) file.Dispose();
        _lock?.Dispose();
    }

    /// <summary>The payload at a position of a journal that somebody else writes, once it is durable.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="position">Where a look found it.</param>
    /// <exception cref="JournalException">There is no whole record.</exception>
    public static byte[] Read(string folder, long position)
    {
        ArgumentNullException.ThrowIfNull(folder);
        (int number, long at) = PlaceOf(position);
        try
        {
            using SafeFileHandle file = File.OpenHandle(FileName(folder, number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // Its writer may have been read before it synced; who answers from it must not.
            RandomAccess.FlushToDisk(file);
            return Read(file, FileName(folder, number), at);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JournalException($"{FileName(folder, number)} is gone; bring it back, or restore it from a backup", e);
        }
    }

    internal static long Position(int file, long at) => ((long)file << 40) | at;

    private static (int File, long At) PlaceOf(long position) => ((int)(position >> 40), position & ((1L << 40) - 1));

    private static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "_lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new JournalException($"the journal {folder} is being written by another process, or its folder cannot be written: {e.Message}", e);
        }
    }

    internal static string FileName(string folder, int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D8}{Extension}"));

    private string FileName(int number) => FileName(_folder, number);

    private static byte[] Read(SafeFileHandle file, string name, long at)
    {
        Span<byte> header = stackalloc byte[JournalFrame.HeaderBytes];
        int length = RandomAccess.Read(file, header, at) == header.Length ? JournalFrame.PayloadLength(header) : -1;
        byte[] frame = new byte[JournalFrame.HeaderBytes + Math.Max(0, length)];
        if (length < 0 || RandomAccess.Read(file, frame, at) != frame.Length || !JournalFrame.IsWhole(frame)) throw NoRecord(name, at);
        return frame[JournalFrame.HeaderBytes..];
    }

    private static JournalException NoRecord(string name, long at) => new(string.Create(CultureInfo.InvariantCulture, $"{name}, byte {at}: there is no whole record"));

    private int WriteSome(IReadOnlyList<ReadOnlyMemory<byte>> payloads, int next)
    {
        int used = 0;
        long room = _fileBytes - _writtenTo;
        while (next < payloads.Count && used < room)
        {
            ReadOnlySpan<byte> payload = payloads[next].Span;
            int bytes = JournalFrame.HeaderBytes + payload.Length;
            if (used + bytes > _buffer.Length) Array.Resize(ref _buffer, Math.Max(used + bytes, _buffer.Length * 2));
            JournalFrame.Write(_buffer.AsSpan(used, bytes), payload, _link, begins: _hasRoom && used == 0);
            used += bytes;
            next++;
        }

        RandomAccess.Write(_files[^1], _buffer.AsSpan(0, used), _writtenTo);
        Posix.SyncData(_files[^1]);
        _writtenTo += used;
        if (_writtenTo > _fileBytes / 4) _room.Want();
        return next;
    }

    private void Begin(int number)
    {
        string name = FileName(number);
        byte[] header = [.. Magic, .. _link];
        if (!_room.TryTake(name, header))
        {
            using SafeFileHandle begun = File.OpenHandle(name, FileMode.Create, FileAccess.Write, FileShare.Read);
            RandomAccess.Write(begun, header, 0);
            RandomAccess.FlushToDisk(begun);
        }

        Posix.SyncDirectory(_folder);
        _files.Add(File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));
        (_writtenTo, _hasRoom) = (FileHeaderBytes, true);
    }

    // What stands behind the last acknowledged record is taken away, else the next start would find records that nobody was told of.
    private void Undo(int files, long writtenTo, byte[] link)
    {
        try
        {
            for (int number = _files.Count - 1; number >= files; number--)
            {
                _files[number].Dispose();
                _files.RemoveAt(number);
                File.Delete(FileName(number));
            }

            if (_files.Count > 0) RandomAccess.SetLength(_files[^1], writtenTo);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write goes to the same place, and a start cuts what is no whole record.
        }

        _writtenTo = writtenTo;
        link.CopyTo(_link, 0);
    }

    private void Load(Action<long, ReadOnlyMemory<byte>> take, bool mayCut)
    {
        string[] names = [.. Directory.EnumerateFiles(_folder, "*" + Extension).Order(StringComparer.Ordinal)];
        for (int number = 0; number < names.Length; number++)
        {
            if (names[number] != FileName(number)) throw new JournalException($"{FileName(number)} is missing; restore it from a backup");
            SafeFileHandle file = File.OpenHandle(names[number], FileMode.Open, mayCut ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite);
            _files.Add(file);
            bool isLast = number == names.Length - 1;
            byte[] header = new byte[FileHeaderBytes];
            if (RandomAccess.Read(file, header, 0) != header.Length)
            {
                if (!isLast) throw new JournalException($"{names[number]} has no whole header; restore it from a backup");
                if (mayCut) Drop(number);
                return;
            }

            _hasRoom = HasRoom(header) ?? throw new JournalException($"{names[number]} is no journal of this version");
            if (!header.AsSpan(8).SequenceEqual(_link)) throw new JournalException($"{names[number]} does not continue the file before it; restore both from a backup");
            LoadRecords(file, number, isLast, mayCut, take);
        }
    }

    private void Drop(int number)
    {
        _files[number].Dispose();
        _files.RemoveAt(number);
        File.Delete(FileName(number));
        if (number == 0) _writtenTo = 0;
    }

    private void LoadRecords(SafeFileHandle file, int number, bool isLast, bool mayCut, Action<long, ReadOnlyMemory<byte>> take)
    {
        using var stream = new BufferedStream(new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 0), 1 << 20);
        stream.Position = FileHeaderBytes;
        long length = RandomAccess.GetLength(file), at = FileHeaderBytes, records = Opening.Records;
        byte[] frame = new byte[1 << 16];
        while (at + JournalFrame.HeaderBytes <= length)
        {
            stream.ReadExactly(frame.AsSpan(0, JournalFrame.HeaderBytes));
            int payload = JournalFrame.PayloadLength(frame);
            if (payload < 0 || at + JournalFrame.HeaderBytes + payload > length) break;
            if (frame.Length < JournalFrame.HeaderBytes + payload) Array.Resize(ref frame, JournalFrame.HeaderBytes + payload);
            stream.ReadExactly(frame.AsSpan(JournalFrame.HeaderBytes, payload));
            if (!JournalFrame.IsWhole(frame.AsSpan(0, JournalFrame.HeaderBytes + payload))) break;
            JournalFrame.Chain(_link, frame.AsSpan(JournalFrame.HeaderBytes, payload));
            if (!frame.AsSpan(8, JournalFrame.LinkBytes).SequenceEqual(_link))
                throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"{FileName(number)}, byte {at}: the record does not follow the one before it: it was altered, or one before it was"));
            take(Position(number, at), frame.AsMemory(JournalFrame.HeaderBytes, payload));
            at += JournalFrame.HeaderBytes + payload;
            records++;
        }

        Opening = Opening with { Records = records };
        _writtenTo = at;
        if (_hasRoom) length = EndOfWritten(file, at, length);
        if (at == length) return;
        if (!isLast || HasWholeRecordBehind(file, at, length, _hasRoom))
            throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"{FileName(number)}, byte {at}: damaged, with whole records behind it; restore it from a backup"));
        Opening = Opening with { CutBytes = length - at, CutFile = FileName(number) };
        if (!mayCut) return;
        RandomAccess.SetLength(file, at);
        RandomAccess.FlushToDisk(file);
    }

    // A torn end is one write that was not finished, and everything that was acknowledged stands before it. A whole record behind a damaged place therefore
    // means that the damage came later, and that records which were acknowledged would be lost by a cut. Where a file has room a disk that lost power may hold a
    // later part of a write and not an earlier: there only a record that begins a write says so.
    internal static bool HasWholeRecordBehind(SafeFileHandle file, long at, long length, bool hasRoom)
    {
        byte[] rest = new byte[(int)Math.Min(length - at, 64 << 20)];
        int read = RandomAccess.Read(file, rest, at);
        for (int i = 1; i + JournalFrame.HeaderBytes < read; i++)
        {
            int payload = JournalFrame.PayloadLength(rest.AsSpan(i));
            if (payload <= 0 || i + JournalFrame.HeaderBytes + payload > read || (hasRoom && !JournalFrame.Begins(rest.AsSpan(i)))) continue;
            if (JournalFrame.IsWhole(rest.AsSpan(i, JournalFrame.HeaderBytes + payload))) return true;
        }

        return false;
    }

    // Behind the last byte that is not zero, or the place itself when all behind it is.
    private static long EndOfWritten(SafeFileHandle file, long at, long length)
    {
        byte[] some = new byte[1 << 16];
        while (length > at)
        {
            int wanted = (int)Math.Min(some.Length, length - at), last = some.AsSpan(0, RandomAccess.Read(file, some.AsSpan(0, wanted), length - wanted)).LastIndexOfAnyExcept((byte)0);
            if (last >= 0) return length - wanted + last + 1;
            length -= wanted;
        }

        return at;
    }
}
