using System.Globalization;

namespace Screening.Parties;

/// <summary>Numbers in English words as digits: BRIGADE FORTY-FOUR is BRIGADE 44, 1ST and FIRST are 1.</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, int> Units = Of("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 1, 1);
    private static readonly Dictionary<string, int> Ordinals = Of("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth", 1, 1);
    private static readonly Dictionary<string, int> Tens = Of("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10);

    static NumberWords() => Tens["fourty"] = 40;

    /// <summary>The number that begins at a word, or the word itself; <paramref name="at"/> moves to the number's last word.</summary>
    public static string Digits(List<string> words, ref int at)
    {
        string word = words[at];
        if (Units.TryGetValue(word, out int unit) || Ordinals.TryGetValue(word, out unit)) return Text(unit);
        if (Tens.TryGetValue(word, out int tens))
        {
            if (at + 1 < words.Count && ((Units.TryGetValue(words[at + 1], out unit) && unit < 10) || (words[at + 1].Length == 1 && int.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out unit))))
            {
                at++;
                return Text(tens + unit);
            }

            return Text(tens);
        }

        if (word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" && TokenFolding.IsNumber(word[..^2])) word = word[..^2];
        return TokenFolding.IsNumber(word) && word.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : word;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, int> Of(string words, int first, int step) =>
        words.Split(' ').Select((word, i) => (word, number: first + (i * step))).ToDictionary(w => w.word, w => w.number, StringComparer.Ordinal);
}
