using System.Globalization;
using System.Text;

namespace Screening.Data.Store;

/// <summary>
/// Text as words that can be searched, the same for both engines: lower case, without marks above and below letters, letters and digits only, and each sign of a script
/// that writes no spaces a word of its own.
/// </summary>
internal static class SearchText
{
    /// <summary>Most characters of a text that are searched.</summary>
    public const int MostCharacters = 200_000;

    private const int LongestWord = 60;
    private const int MostQueryWords = 12;

    /// <summary>The words of a text, one space between two.</summary>
    public static string Fold(string text) => string.Join(' ', Words(text));

    /// <summary>The words of a query; empty when it holds none.</summary>
    /// <exception cref="StoreException">There are too many.</exception>
    public static IReadOnlyList<string> Query(string text)
    {
        string[] words = [.. Words(text).Distinct(StringComparer.Ordinal)];
        return words.Length <= MostQueryWords ? words : throw new StoreException(FormattableString.Invariant($"the search has {words.Length} words; accepted: up to {MostQueryWords}"));
    }

    private static IEnumerable<string> Words(string text)
    {
        string normal = Whole(text.Length > MostCharacters ? text[..MostCharacters] : text).Normalize(NormalizationForm.FormKD);
        var word = new StringBuilder();
        foreach (Rune rune in normal.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) continue;
            bool isSign = category == UnicodeCategory.OtherLetter, isLetter = isSign || Rune.IsLetterOrDigit(rune);
            if ((!isLetter || isSign || word.Length >= LongestWord) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isLetter) word.Append(Plain(Rune.ToLowerInvariant(rune)));
            if (!isSign) continue;
            yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0) yield return word.ToString();
    }

    // Letters that Unicode does not take apart and people write without their stroke.
    private static string Plain(Rune rune) => rune.Value switch
    {
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        'þ' => "th",
        _ => rune.ToString(),
    };

    // Normalize refuses half of a surrogate pair.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
}
