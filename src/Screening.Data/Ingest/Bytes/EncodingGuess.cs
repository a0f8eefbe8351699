using System.Buffers;
using System.Text;

namespace Screening.Data.Ingest;

/// <summary>
/// Guesses an encoding from the letters it would give: for each language, the share of its characters beyond ASCII that this language writes with. Reading
/// text in a wrong encoding gives letters of many languages, or signs in the middle of words.
/// </summary>
internal static class EncodingGuess
{
    private const double LowestScore = 0.6;
    private const string Punctuation = "\u00A0«»„“”‘’‚–—…•€°§";

    // Ties go to the first: most files of western letters alone are windows-1252, and what is Hangul throughout is Korean though Chinese could be written so.
    private static readonly (string Encoding, string[] Languages)[] Latin =
    [
        ("windows-1252", ["àâçéèêëîïôùûüœæ", "äöüß", "áéíóúñü¿¡", "àèéìòù", "ãáàâçéêíóõôúü", "åäöæøé"]),
        ("windows-1250", ["ąćęłńóśźż", "áčďéěíňóřšťúůýžäľĺôŕ", "áéíóöőúüű", "ăâîşţ", "čćđšž"]),
    ];

    private static readonly string[] Wide = ["shift_jis", "euc-kr", "gb18030", "big5"];

    /// <summary>The encoding that the sample looks like; null when it is UTF-8, mostly so, or like nothing known.</summary>
    public static string? Of(ReadOnlySpan<byte> sample)
    {
        if (sample is [0xFF, 0xFE, ..]) return SourceEncoding.Utf16Le;
        if (sample is [0xFE, 0xFF, ..]) return SourceEncoding.Utf16Be;
        if (OfNuls(sample) is { } wide) return wide;
        if (IsMostlyUtf8(sample)) return null;

        var (best, score) = ((string?)null, LowestScore);
        foreach (var (encoding, languages) in Latin)
        {
            foreach (var language in languages) Take(encoding, ShareOfLetters(sample, encoding, language, cyrillic: false));
        }
        Take("windows-1251", ShareOfLetters(sample, "windows-1251", "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ№", cyrillic: true));
        foreach (var encoding in Wide) Take(encoding, ShareOfPairs(sample, encoding));
        return best;

        void Take(string encoding, double found)
        {
            if (found > score) (best, score) = (encoding, found);
        }
    }

    /// <summary>ASCII written as UTF-16 is zero in every second byte.</summary>
    private static string? OfNuls(ReadOnlySpan<byte> sample)
    {
        Span<int> zeros = stackalloc int[2];
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0) zeros[i & 1]++;
        }
        if (Math.Max(zeros[0], zeros[1]) < sample.Length / 5 || Math.Min(zeros[0], zeros[1]) * 10 > Math.Max(zeros[0], zeros[1]) || sample.Length < 4) return null;
        return zeros[1] > zeros[0] ? SourceEncoding.Utf16Le : SourceEncoding.Utf16Be;
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> sample)
    {
        var (good, bad) = (0, 0);
        while (!sample.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(sample, out var rune, out var used);
            if (status == OperationStatus.InvalidData) bad++;
            else if (status == OperationStatus.Done && !rune.IsAscii) good++;
            sample = sample[used..];
        }
        return good >= bad;
    }

    private static double ShareOfLetters(ReadOnlySpan<byte> sample, string encoding, string language, bool cyrillic)
    {
        var table = CodeTable.Of(encoding);
        var (fitting, all) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] < 0x80) continue;
            all++;
            var c = char.ToLowerInvariant(table.Single(sample[i]));
            if (Punctuation.Contains(c, StringComparison.Ordinal)) fitting++;
            else if (language.Contains(c, StringComparison.Ordinal) && !(cyrillic && IsInAsciiWord(sample, i))) fitting++;
        }
        return (double)fitting / all;
    }

    // A Cyrillic letter among Latin ones is a Latin letter read wrongly.
    private static bool IsInAsciiWord(ReadOnlySpan<byte> sample, int i) =>
        (i > 0 && char.IsAsciiLetter((char)sample[i - 1])) || (i + 1 < sample.Length && char.IsAsciiLetter((char)sample[i + 1]));

    private static double ShareOfPairs(ReadOnlySpan<byte> sample, string encoding)
    {
        var table = CodeTable.Of(encoding);
        var (fitting, all) = (0, 0);
        for (var i = 0; i < sample.Length;)
        {
            if (sample[i] < 0x80)
            {
                i++;
                continue;
            }
            var length = table.Decode(sample[i..], final: true, out var character);
            all += length;
            if (length == 2 && character >= 0 && IsCommon(encoding, sample[i], sample[i + 1])) fitting += 2;
            i += length;
        }
        return (double)fitting / all;
    }

    /// <summary>The rows of each standard that hold what is written daily: kana, kanji of level 1, hangul, hanzi of level 1, and punctuation.</summary>
    private static bool IsCommon(string encoding, byte lead, byte trail) => encoding switch
    {
        "shift_jis" => lead is >= 0x81 and <= 0x83 or >= 0x88 and <= 0x98,
        "euc-kr" => lead is >= 0xA1 and <= 0xA3 or >= 0xB0 and <= 0xC8,
        "gb18030" => trail >= 0xA1 && lead is (>= 0xA1 and <= 0xA3) or (>= 0xB0 and <= 0xD7),
        _ => lead is >= 0xA1 and <= 0xC6,
    };
}
