using System.Text;

namespace Screening.Data.Ingest;

/// <summary>Encodings of source files: what they are called, which mark they begin with and how they become UTF-8.</summary>
internal static class SourceEncoding
{
    public const string Utf8 = "utf-8";
    public const string Utf16 = "utf-16";
    public const string Utf16Le = "utf-16le";
    public const string Utf16Be = "utf-16be";
    public const string Accepted = "utf-8, utf-16, utf-16le, utf-16be, latin-1, windows-1250, windows-1251, windows-1252, shift_jis, gb18030, big5, euc-kr";

    /// <summary>Bytes of the longest mark.</summary>
    public const int LongestMark = 4;

    private const string Utf32 = "utf-32";

    static SourceEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static bool IsUtf8(string name) => name is Utf8;

    public static bool IsKnown(string name) => Accepted.Split(", ").Contains(name);

    /// <summary>Decides what a file is encoded in.</summary>
    /// <param name="head">Its first <see cref="LongestMark"/> bytes, fewer if it has no more.</param>
    /// <param name="declared">What a steward declared; null when nobody did.</param>
    /// <param name="name">The file, for messages.</param>
    /// <returns>The encoding, never <see cref="Utf16"/>, and the bytes of its mark.</returns>
    /// <exception cref="IngestException">The mark contradicts what was declared, or is of an encoding that is not read.</exception>
    public static (string Encoding, int Mark) Decide(ReadOnlySpan<byte> head, string? declared, string name)
    {
        if (declared is not null && !IsKnown(declared)) throw new IngestException($"the encoding of {name} is declared as '{declared}'; accepted: {Accepted}");
        var (marked, length) = MarkOf(head);
        if (marked is null)
        {
            return declared switch
            {
                null => (Utf8, 0),
                Utf16 => (Utf16Le, 0),
                "gb18030" when head.StartsWith((ReadOnlySpan<byte>)[0x84, 0x31, 0x95, 0x33]) => (declared, 4),
                _ => (declared, 0),
            };
        }
        if (marked == Utf32) throw new IngestException($"{name} begins with the mark of {Utf32}; accepted: {Accepted}");
        if (declared is null || declared == marked || (declared == Utf16 && marked is Utf16Le or Utf16Be)) return (marked, length);
        throw new IngestException($"{name} begins with the mark of {marked} and is declared as {declared}; correct source.encoding in its mapping file");
    }

    /// <summary>The encoding that bytes look like which were taken for UTF-8 and are not: a guess for a note, never a reason to read a file differently.</summary>
    /// <param name="sample">Some of the file; it may begin and end anywhere.</param>
    /// <returns>One of <see cref="Accepted"/>; null when they are UTF-8, mostly so, or like nothing known.</returns>
    public static string? Guess(ReadOnlySpan<byte> sample) => EncodingGuess.Of(sample);

    /// <summary>What turns an encoding into UTF-8; null for UTF-8.</summary>
    public static Transcoder? TranscoderOf(string name) => name switch
    {
        Utf8 => null,
        Utf16Le => new Utf16Transcoder(bigEndian: false),
        Utf16Be => new Utf16Transcoder(bigEndian: true),
        "latin-1" or "windows-1250" or "windows-1251" or "windows-1252" => new SingleByteTranscoder(CodeTable.Of(name)),
        _ => new MultiByteTranscoder(CodeTable.Of(name)),
    };

    /// <summary>.NET's decoder of an encoding; what it cannot read becomes U+FFFF. euc-kr is read as its superset, code page 949, in which files of that name are written.</summary>
    public static Encoding Strict(string name) => Encoding.GetEncoding(
        name switch { "latin-1" => "iso-8859-1", "euc-kr" => "ks_c_5601-1987", _ => name }, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFF"));

    private static (string? Encoding, int Bytes) MarkOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => (Utf32, 4),
        [0xFF, 0xFE, ..] => (Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Utf16Be, 2),
        _ => (null, 0),
    };
}
