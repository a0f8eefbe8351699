using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Screening.Data.Ingest;

/// <summary>UTF-16 of either byte order; half a surrogate pair and half a unit at the end are invalid.</summary>
internal sealed class Utf16Transcoder(bool bigEndian) : Transcoder
{
    private char[] _turned = [];

    public override int Transcode(ReadOnlySpan<byte> input, Span<byte> output, bool final, out int consumed)
    {
        var units = Units(input);
        var (read, written) = (0, 0);
        while (read < units.Length)
        {
            var status = Utf8.FromUtf16(units[read..], output[written..], out var used, out var made, replaceInvalidSequences: false, isFinalBlock: final);
            read += used;
            written += made;
            if (status is OperationStatus.Done or OperationStatus.NeedMoreData) break;
            if (status == OperationStatus.DestinationTooSmall) throw new InvalidOperationException("the output is too small");
            output[written++] = Invalid;
            read++;
        }
        consumed = 2 * read;
        if (final && consumed < input.Length)
        {
            output[written++] = Invalid;
            consumed = input.Length;
        }
        return written;
    }

    private ReadOnlySpan<char> Units(ReadOnlySpan<byte> input)
    {
        var units = MemoryMarshal.Cast<byte, char>(input[..(input.Length & ~1)]);
        if (bigEndian != BitConverter.IsLittleEndian) return units;
        if (_turned.Length < units.Length) _turned = new char[units.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<char, ushort>(units), MemoryMarshal.Cast<char, ushort>(_turned.AsSpan()));
        return _turned.AsSpan(0, units.Length);
    }
}
