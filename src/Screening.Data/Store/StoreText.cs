using System.Globalization;
using System.Text.Json;

namespace Screening.Data.Store;

/// <summary>Moments, days and words as they stand in the store: text in one shape, which sorts as it counts.</summary>
internal static class StoreText
{
    private const string MomentShape = "yyyy-MM-ddTHH:mm:ss.ffffff'Z'";

    /// <summary>A moment.</summary>
    public static string Of(DateTime at) => at.ToString(MomentShape, CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A moment as it was written.</summary>
    public static DateTime Moment(string text) => DateTime.ParseExact(text, MomentShape, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    /// <summary>A day as it was written.</summary>
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A value of an enumeration, in snake case.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word.</summary>
    /// <exception cref="StoreException">It is none.</exception>
    public static T Value<T>(string word)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Word(value) == word) return value;
        }

        throw new StoreException($"'{word}' is no {typeof(T).Name}; accepted: {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
    }

    /// <summary>A person's name as it is compared: two spellings are one person.</summary>
    public static string Folded(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    /// <summary>A text from outside as every engine takes it: half of a surrogate pair and U+0000 become U+FFFD.</summary>
    public static string Whole(string text) => string.Concat(text.EnumerateRunes().Select(r => r.Value == 0 ? "\uFFFD" : r.ToString()));

    /// <summary>A text that somebody told, without what surrounds it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is.</param>
    /// <param name="most">Most characters.</param>
    /// <exception cref="StoreException">It is empty, too long, or holds what no text holds.</exception>
    public static string Told(string? text, string what, int most)
    {
        string told = text?.Trim() ?? "";
        if (told.Length == 0) throw new StoreException($"{what} is empty");
        if (told.Length > most) throw new StoreException(FormattableString.Invariant($"{what} has {told.Length} characters; accepted: up to {most}"));
        return told.Any(c => c < ' ' && c is not ('\n' or '\r' or '\t')) ? throw new StoreException($"{what} holds control characters") : told;
    }
}
