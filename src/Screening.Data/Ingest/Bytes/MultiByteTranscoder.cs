using System.Text;

namespace Screening.Data.Ingest;

/// <summary>
/// shift_jis, gb18030, big5 and euc-kr: characters of one, two or four bytes. Written out because .NET's decoders take a line end after a broken lead byte
/// for its second half, and give characters of their own making to bytes that mean nothing.
/// </summary>
internal sealed class MultiByteTranscoder(CodeTable table) : Transcoder
{
    public override int Transcode(ReadOnlySpan<byte> input, Span<byte> output, bool final, out int consumed)
    {
        var (read, written) = (0, 0);
        while (read < input.Length)
        {
            if (input[read] < 0x80)
            {
                var ascii = CopyAscii(input[read..], output[written..]);
                read += ascii;
                written += ascii;
                continue;
            }
            var length = table.Decode(input[read..], final, out var character);
            if (length == 0) break;
            read += length;
            if (character < 0) output[written++] = Invalid;
            else if (character <= char.MaxValue) written += Write((char)character, output[written..]);
            else written += new Rune(character).EncodeToUtf8(output[written..]);
        }
        consumed = read;
        return written;
    }
}
