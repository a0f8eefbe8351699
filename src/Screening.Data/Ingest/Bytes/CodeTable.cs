using System.Collections.Concurrent;
using System.Text;

namespace Screening.Data.Ingest;

/// <summary>What the bytes of a code page mean, asked of .NET once and kept. Filled in a few milliseconds on first use; safe for any thread.</summary>
internal sealed class CodeTable
{
    /// <summary>U+FFFF, which is no character: the byte or pair means nothing.</summary>
    public const char Nothing = '\uFFFF';

    private const int FirstLead = 0x80;
    private const int Leads = 0x80;
    private const int BasicFours = 39_420;
    private const int SupplementaryFrom = 189_000;
    private const int Supplementary = 0x10_0000;
    private static readonly ConcurrentDictionary<string, CodeTable> Tables = new(StringComparer.Ordinal);

    private readonly char[] _singles = new char[256];
    private readonly bool[] _leads = new bool[256];
    private readonly char[] _pairs;
    private readonly char[]? _fours;

    private CodeTable(Encoding encoding, bool controls, bool fours)
    {
        Span<byte> bytes = stackalloc byte[4];
        var wide = !encoding.IsSingleByte;
        _pairs = wide ? new char[Leads * 256] : [];
        _pairs.AsSpan().Fill(Nothing);
        for (var first = 0; first < 256; first++)
        {
            bytes[0] = (byte)first;
            _singles[first] = Honest(Ask(encoding, bytes[..1]), controls);
            // A byte that is a character by itself leads no pair.
            if (!wide || first < FirstLead || _singles[first] != Nothing) continue;
            for (var second = 0x30; second < 256; second++)
            {
                bytes[1] = (byte)second;
                var pair = Ask(encoding, bytes[..2]);
                if (!fours) pair = Honest(pair == Nothing ? Duplicate(encoding.CodePage, bytes[..2]) : pair, controls);
                _pairs[((first - FirstLead) << 8) | second] = pair;
                _leads[first] |= pair != Nothing;
            }
        }
        if (!fours) return;
        _fours = new char[BasicFours];
        for (var i = 0; i < BasicFours; i++)
        {
            (bytes[0], bytes[1], bytes[2], bytes[3]) = ((byte)(0x81 + (i / 12_600)), (byte)(0x30 + (i / 1_260 % 10)), (byte)(0x81 + (i / 10 % 126)), (byte)(0x30 + (i % 10)));
            _fours[i] = Ask(encoding, bytes);
        }
    }

    /// <summary>The table of an encoding by its name in <see cref="SourceEncoding.Accepted"/>.</summary>
    public static CodeTable Of(string name) => Tables.GetOrAdd(name, static n =>
    {
        var encoding = SourceEncoding.Strict(n);
        return new CodeTable(encoding, controls: n == "latin-1", fours: n == "gb18030");
    });

    /// <summary>The character of one byte; <see cref="Nothing"/> when it is none.</summary>
    public char Single(byte value) => _singles[value];

    /// <summary>Decodes what begins with a byte from 0x80.</summary>
    /// <param name="input">Not empty.</param>
    /// <param name="final">True when nothing follows.</param>
    /// <param name="character">The code point; -1 when the bytes mean nothing.</param>
    /// <returns>Bytes it takes; 0 when more are needed to tell.</returns>
    public int Decode(ReadOnlySpan<byte> input, bool final, out int character)
    {
        character = -1;
        var first = input[0];
        if (_singles[first] != Nothing)
        {
            character = _singles[first];
            return 1;
        }
        if (!_leads[first] && _fours is null) return 1;
        if (input.Length < 2) return final ? 1 : 0;
        var second = input[1];
        if (_fours is not null && second is >= 0x30 and <= 0x39) return Four(input, final, ref character);
        var pair = _pairs[((first - FirstLead) << 8) | second];
        if (pair != Nothing) character = pair;
        // ASCII after a lead byte that it does not complete stands for itself: it may be the line's end.
        return pair == Nothing && second < 0x80 ? 1 : 2;
    }

    private int Four(ReadOnlySpan<byte> input, bool final, ref int character)
    {
        if (input[0] is 0x80 or 0xFF) return 1;
        if (input.Length < 3) return final ? 1 : 0;
        if (input[2] is < 0x81 or > 0xFE) return 1;
        if (input.Length < 4) return final ? 1 : 0;
        if (input[3] is < 0x30 or > 0x39) return 1;
        var place = ((((((input[0] - 0x81) * 10) + input[1] - 0x30) * 126) + input[2] - 0x81) * 10) + input[3] - 0x30;
        if (place < BasicFours) character = _fours![place] == Nothing ? -1 : _fours[place];
        else if (place - SupplementaryFrom is >= 0 and < Supplementary) character = 0x1_0000 + place - SupplementaryFrom;
        return 4;
    }

    // Windows fills holes of its code pages with control characters and with private ones, such as characters of Hong Kong in big5: read so, a name would be
    // garbage without a word. gb18030 is the exception: it gives private characters by its own standard.
    private static char Honest(char c, bool controls) => (!controls && c is >= '\u0080' and <= '\u009F') || c is >= '\uE000' and <= '\uF8FF' ? Nothing : c;

    /// <summary>
    /// With a fallback of its own .NET's decoder refuses the second of two pairs that mean one character, such as those NEC once gave to kanji of names. Without
    /// one it reads them, and gives a question mark or a middle dot for what means nothing.
    /// </summary>
    private static char Duplicate(int codePage, ReadOnlySpan<byte> bytes)
    {
        var c = Ask(Encoding.GetEncoding(codePage), bytes);
        return c is '?' or '\u30FB' or '\uFFFD' ? Nothing : c;
    }

    private static char Ask(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[8];
        return encoding.GetChars(bytes, chars) == 1 && !char.IsSurrogate(chars[0]) ? chars[0] : Nothing;
    }
}
