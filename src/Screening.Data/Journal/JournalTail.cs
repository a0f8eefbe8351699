using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Journals;

/// <summary>Receives a record of a journal.</summary>
/// <param name="number">Its number, from 0.</param>
/// <param name="position">Its position.</param>
/// <param name="payload">Its payload, until the call returns.</param>
public delegate void TakeRecord(long number, long position, ReadOnlyMemory<byte> payload);

/// <summary>
/// Reads on in a journal that somebody else writes: at each look what was appended since the last one. Every link is checked, so that nothing is read that does not
/// follow what was read before. What is half written at the end waits for a later look. Files are opened anew at each look: a file system of the network promises
/// to show what another machine wrote to who opens a file, and to nobody else. Belongs to one thread.
/// </summary>
public sealed class JournalTail
{
    private readonly string _folder;
    private byte[] _buffer = new byte[1 << 18];
    private Place _at = Place.Start();
    private (int File, long At, long Length, bool IsHarmless) _torn;

    /// <summary>Begins at the start of a journal.</summary>
    /// <param name="folder">Its folder; one without a file holds no records yet.</param>
    public JournalTail(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _folder = folder;
    }

    /// <summary>Records that were read.</summary>
    public long Records => _at.Records;

    /// <summary>Reads what is new. A journal whose end was taken back, or that was replaced by a whole one, is read from its start again.</summary>
    /// <param name="take">Receives each whole record, in order.</param>
    /// <param name="beginsAnew">Called before the first record where it is read from its start again.</param>
    /// <param name="cancellation">Stops it between two records.</param>
    /// <exception cref="JournalException">It is damaged, or gone; what was read before stands, and the next look tries again.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Look(TakeRecord take, Action beginsAnew, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(beginsAnew);
        if (Continues())
        {
            ReadOn(take, cancellation);
            return;
        }

        // Only a journal that is whole takes the place of what was read, and one that ends within a record that was read is not: its writer may have answered from it, and
        // cuts the end when it starts if it did not.
        var whole = new JournalTail(_folder);
        whole.ReadOn(static (_, _, _) => { }, cancellation);
        if (whole._torn.At != whole._torn.Length) throw Damaged(whole._at.File, whole._at.Byte, "what was read before is there no more");
        if (whole._at.File < 0) throw new JournalException($"the journal {_folder} is gone; bring it back, or restore it from a backup");
        _at = Place.Start();
        beginsAnew();
        ReadOn(take, cancellation);
    }

    // Whether what was read last stands where it stood.
    private bool Continues()
    {
        if (_at.File < 0) return true;
        using SafeFileHandle? file = Open(_at.File);
        if (file is null || RandomAccess.GetLength(file) < _at.Byte) return false;
        if (_at.LastByte < 0) return true;
        Span<byte> header = stackalloc byte[JournalFrame.HeaderBytes];
        return RandomAccess.Read(file, header, _at.LastByte) == header.Length && header[8..].SequenceEqual(_at.Link);
    }

    private void ReadOn(TakeRecord take, CancellationToken cancellation)
    {
        while (true)
        {
            int number = Math.Max(0, _at.File);
            using SafeFileHandle? file = Open(number);
            if (file is null) return;
            if (_at.File < 0 && !Begins(file, number)) return;
            long length = ReadFile(file, take, cancellation);
            if (!File.Exists(FileName(number + 1)))
            {
                RequireTorn(file, length);
                return;
            }

            // The next one was begun after this one was full: what came meanwhile is read first.
            long before = _at.Byte;
            length = ReadFile(file, take, cancellation);
            if (_at.Byte != before) continue;
            if (_at.Byte != length) throw Damaged(number, _at.Byte, "damaged, with a file behind it");
            using SafeFileHandle? next = Open(number + 1);
            if (next is null || !Begins(next, number + 1)) return;
        }
    }

    private bool Begins(SafeFileHandle file, int number)
    {
        Span<byte> header = stackalloc byte[Journal.FileHeaderBytes];
        if (RandomAccess.Read(file, header, 0) != header.Length) return false;
        bool hasRoom = Journal.HasRoom(header) ?? throw new JournalException($"{FileName(number)} is no journal of this version");
        if (!header[8..].SequenceEqual(_at.Link)) throw new JournalException($"{FileName(number)} does not continue the file before it; restore both from a backup");
        _at = _at with { File = number, HasRoom = hasRoom, Byte = Journal.FileHeaderBytes, LastByte = -1 };
        return true;
    }

    // Where what is written ends, whole records or not.
    private long ReadFile(SafeFileHandle file, TakeRecord take, CancellationToken cancellation)
    {
        long length = RandomAccess.GetLength(file);
        // A look that finds nothing new, as most do, reads no more of a room than this.
        Span<byte> next = stackalloc byte[JournalFrame.HeaderBytes];
        if (RandomAccess.Read(file, next, _at.Byte) == next.Length && IsRoom(next)) return _at.Byte;
        while (_at.Byte + JournalFrame.HeaderBytes <= length)
        {
            int read = RandomAccess.Read(file, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, length - _at.Byte)), _at.Byte), used = 0, needed = 0;
            while (used + JournalFrame.HeaderBytes <= read && needed == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                int payload = JournalFrame.PayloadLength(_buffer.AsSpan(used)), frame = JournalFrame.HeaderBytes + payload;
                if (IsRoom(_buffer.AsSpan(used, JournalFrame.HeaderBytes))) return _at.Byte;
                if (payload < 0 || _at.Byte + frame > length) return length;
                if (used + frame > read)
                {
                    needed = frame;
                    continue;
                }

                if (!JournalFrame.IsWhole(_buffer.AsSpan(used, frame))) return length;
                Take(_buffer.AsMemory(used, frame), take);
                used += frame;
            }

            // Nothing of a frame for which there was room: its end was taken back meanwhile.
            if (used == 0 && needed <= _buffer.Length) return length;
            if (needed > _buffer.Length) Array.Resize(ref _buffer, needed);
        }

        Span<byte> rest = stackalloc byte[(int)Math.Max(0, length - _at.Byte)];
        return IsRoom(rest[..RandomAccess.Read(file, rest, _at.Byte)]) ? _at.Byte : length;
    }

    // Nothing was written there yet.
    private bool IsRoom(ReadOnlySpan<byte> bytes) => _at.HasRoom && !bytes.ContainsAnyExcept((byte)0);

    private void Take(ReadOnlyMemory<byte> frame, TakeRecord take)
    {
        byte[] link = [.. _at.Link];
        JournalFrame.Chain(link, frame.Span[JournalFrame.HeaderBytes..]);
        if (!frame.Span.Slice(8, JournalFrame.LinkBytes).SequenceEqual(link))
            throw Damaged(_at.File, _at.Byte, "the record does not follow the one before it: it was altered, or one before it was");
        take(_at.Records, Journal.Position(_at.File, _at.Byte), frame[JournalFrame.HeaderBytes..]);
        _at = _at with { Byte = _at.Byte + frame.Length, LastByte = _at.Byte, Link = link, Records = _at.Records + 1 };
    }

    // A write under way is a torn end for a moment, and one that was interrupted is until its writer starts again. What stands through two looks is looked at.
    private void RequireTorn(SafeFileHandle file, long length)
    {
        bool isSame = _at.Byte != length && (_torn.File, _torn.At, _torn.Length) == (_at.File, _at.Byte, length);
        if (isSame && !_torn.IsHarmless && Journal.HasWholeRecordBehind(file, _at.Byte, length, _at.HasRoom)) throw Damaged(_at.File, _at.Byte, "damaged, with whole records behind it");
        _torn = (_at.File, _at.Byte, length, isSame);
    }

    private JournalException Damaged(int number, long at, string what) => new(string.Create(CultureInfo.InvariantCulture, $"{FileName(number)}, byte {at}: {what}; restore it from a backup"));

    private string FileName(int number) => Journal.FileName(_folder, number);

    private SafeFileHandle? Open(int number)
    {
        try
        {
            return File.OpenHandle(FileName(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // How far was read: file and byte of the next record, whether zeros may stand behind the last, byte of the last one in this file or -1, link of the last, records.
    // No file before a header was read.
    private sealed record Place(int File, bool HasRoom, long Byte, long LastByte, byte[] Link, long Records)
    {
        public static Place Start() => new(-1, false, 0, -1, new byte[JournalFrame.LinkBytes], 0);
    }
}
