using System.Text;
using System.Text.Unicode;

namespace Screening.Data.Ingest;

/// <summary>Lines of a UTF-8 file, one at a time in bounded memory. A line ends with LF or CR LF; a byte-order mark is skipped.</summary>
internal sealed class TextLines(Stream stream, string file, LayoutLimits limits)
{
    private const int Shown = 1000;
    private const int FirstBuffer = 1 << 16;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _final;
    private long _bytes;

    /// <summary>The current line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line without its end.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What is wrong with the current line; null when it is text. <see cref="Text"/> then holds what can be shown of it.</summary>
    public string? Problem { get; private set; }

    /// <summary>True when nothing follows the current line.</summary>
    public bool IsLast => _start == _end && (_final || !Fill());

    /// <summary>Goes to the next line; false at the end.</summary>
    /// <exception cref="IngestException">The file is larger than accepted.</exception>
    public bool Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Problem = null;
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0) return Take(searched + found, 1);
            searched = _end - _start;
            if (searched > limits.LongestPiece) return TakeTooLong(cancellation);
            if (!_final && Fill()) continue;
            return searched > 0 && Take(searched, 0);
        }
    }

    private bool Take(int length, int end)
    {
        var line = _buffer.AsSpan(_start, length);
        if (Number == 0 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.EndsWith("\r"u8)) line = line[..^1];
        Number++;
        _start += length + end;
        if (line.Length > limits.LongestPiece) Problem = TooLong();
        else if (!Utf8.IsValid(line)) Problem = "is not UTF-8";
        else if (line.Contains((byte)0)) Problem = "holds a NUL character";
        Text = Shorten(Encoding.UTF8.GetString(line));
        return true;
    }

    private bool TakeTooLong(CancellationToken cancellation)
    {
        Number++;
        Problem = TooLong();
        Text = Shorten(Encoding.UTF8.GetString(_buffer.AsSpan(_start, Math.Min(Shown, _end - _start))));
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            _start = found < 0 ? _end : _start + found + 1;
            cancellation.ThrowIfCancellationRequested();
            if (found >= 0 || _final || !Fill()) return true;
        }
    }

    private string TooLong() => FormattableString.Invariant($"is longer than {limits.LongestPiece} bytes");

    private string Shorten(string text) => Problem is null ? text : text[..Math.Min(text.Length, Shown)].Replace('\0', '\uFFFD');

    /// <summary>Reads on; false at the end.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _final = read == 0;
        _end += read;
        _bytes += read;
        if (_bytes > limits.MostBytes) throw new IngestException(FormattableString.Invariant($"{file}: the file is larger than {limits.MostBytes} bytes"));
        return read > 0;
    }
}
