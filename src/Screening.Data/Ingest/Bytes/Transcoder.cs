namespace Screening.Data.Ingest;

/// <summary>
/// Turns bytes of one encoding into UTF-8. It keeps nothing between calls: what is incomplete at the end of a block is left for the next. A byte or pair that
/// means nothing becomes <see cref="Invalid"/>, which no UTF-8 holds, so that whoever reads on refuses the line it stands in; and no line end, quote or
/// delimiter beside it is swallowed.
/// </summary>
internal abstract class Transcoder
{
    /// <summary>Stands for what is not of the encoding.</summary>
    public const byte Invalid = 0xFF;

    /// <summary>The most bytes of UTF-8 that one byte of this becomes.</summary>
    public const int MostBytesPerByte = 3;

    /// <summary>Bytes that can be incomplete at the end of a block.</summary>
    public const int MostPending = 3;

    /// <summary>Transcodes what is complete.</summary>
    /// <param name="input">Bytes of the encoding.</param>
    /// <param name="output">At least <see cref="MostBytesPerByte"/> times as long as the input.</param>
    /// <param name="final">True when nothing follows.</param>
    /// <param name="consumed">Bytes of the input that were used: all but <see cref="MostPending"/>, and all if it is final.</param>
    /// <returns>Bytes of the output that were written.</returns>
    public abstract int Transcode(ReadOnlySpan<byte> input, Span<byte> output, bool final, out int consumed);

    /// <summary>Writes one character of the basic plane that is no surrogate.</summary>
    protected static int Write(char c, Span<byte> output)
    {
        if (c < 0x80)
        {
            output[0] = (byte)c;
            return 1;
        }
        if (c < 0x800)
        {
            output[1] = (byte)(0x80 | (c & 0x3F));
            output[0] = (byte)(0xC0 | (c >> 6));
            return 2;
        }
        output[2] = (byte)(0x80 | (c & 0x3F));
        output[1] = (byte)(0x80 | ((c >> 6) & 0x3F));
        output[0] = (byte)(0xE0 | (c >> 12));
        return 3;
    }

    /// <summary>Copies the ASCII that the input begins with.</summary>
    protected static int CopyAscii(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = input.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        if (length < 0) length = input.Length;
        input[..length].CopyTo(output);
        return length;
    }
}
