using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Screening.Simulation;

/// <summary>One CSV file: RFC 4180 quoting, UTF-8 without a mark, lines ended by a line feed, invariant culture.</summary>
internal sealed class CsvFile : IDisposable
{
    private const int Reserve = 64;

    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[1 << 17];
    private int _used;
    private readonly int _columns;
    private int _cells;

    public CsvFile(string path, IEnumerable<string> header)
    {
        _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1);
        foreach (string column in header) Text(column);
        _columns = _cells;
        EndRow();
        Rows = 0;
    }

    public long Rows { get; private set; }

    public CsvFile Text(string? text)
    {
        Separate();
        if (text is null) return this;
        if (text.AsSpan().IndexOfAny(",\"\n\r") >= 0) text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _buffer.Length - _used) Flush();
        if (most > _buffer.Length) throw new ArgumentException($"A field of {text.Length} characters is too long.", nameof(text));
        _used += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
        return this;
    }

    public CsvFile Whole(long? value)
    {
        Separate();
        if (value is { } number && Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out int written)) _used += written;
        return this;
    }

    public CsvFile Money(decimal? value) => Decimal(value, "F2");

    public CsvFile Quantity(decimal? value) => Decimal(value, "0.###");

    /// <summary>With up to six decimals.</summary>
    public CsvFile Fine(decimal? value) => Decimal(value, "0.######");

    public CsvFile Number(double? value)
    {
        Separate();
        if (value is { } number && number.TryFormat(_buffer.AsSpan(_used), out int written, "R", CultureInfo.InvariantCulture)) _used += written;
        return this;
    }

    public CsvFile Flag(bool? value) => Text(value switch { true => "true", false => "false", null => null });

    public CsvFile Date(DateOnly? value)
    {
        Separate();
        if (value is { } day) Day(day.Year, day.Month, day.Day);
        return this;
    }

    public CsvFile Moment(DateTime? value)
    {
        Separate();
        if (value is not { } moment) return this;
        Day(moment.Year, moment.Month, moment.Day);
        _buffer[_used++] = (byte)' ';
        Two(moment.Hour);
        _buffer[_used++] = (byte)':';
        Two(moment.Minute);
        _buffer[_used++] = (byte)':';
        Two(moment.Second);
        return this;
    }

    /// <summary>Ends the row. Columns at its end that it gave no cell are empty.</summary>
    public void EndRow()
    {
        while (_cells < _columns) Separate();
        _buffer[_used++] = (byte)'\n';
        _cells = 0;
        Rows++;
    }

    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private CsvFile Decimal(decimal? value, string format)
    {
        Separate();
        if (value is { } number && number.TryFormat(_buffer.AsSpan(_used), out int written, format, CultureInfo.InvariantCulture)) _used += written;
        return this;
    }

    private void Day(int year, int month, int day)
    {
        Two(year / 100);
        Two(year % 100);
        _buffer[_used++] = (byte)'-';
        Two(month);
        _buffer[_used++] = (byte)'-';
        Two(day);
    }

    private void Two(int value)
    {
        _buffer[_used++] = (byte)('0' + value / 10);
        _buffer[_used++] = (byte)('0' + value % 10);
    }

    /// <summary>Writes the comma and leaves room for any number or moment and the line's end.</summary>
    private void Separate()
    {
        if (_buffer.Length - _used < Reserve) Flush();
        if (_cells++ > 0) _buffer[_used++] = (byte)',';
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
