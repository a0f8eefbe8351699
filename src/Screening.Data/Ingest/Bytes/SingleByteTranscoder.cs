namespace Screening.Data.Ingest;

/// <summary>latin-1 and the windows code pages of one byte a character.</summary>
internal sealed class SingleByteTranscoder(CodeTable table) : Transcoder
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
            var c = table.Single(input[read++]);
            if (c == CodeTable.Nothing) output[written++] = Invalid;
            else written += Write(c, output[written..]);
        }
        consumed = read;
        return written;
    }
}
