using System.Globalization;
using System.Text;

namespace Screening.Web.Drawing;

/// <summary>
/// Text from outside made fit to be shown. Characters that would hide or reorder what stands around them become U+FFFD, so that a reader
/// sees that something was there; letters of every script stay as they are.
/// </summary>
internal static class Outside
{
    /// <summary>Most characters of a title.</summary>
    public const int MostInTitle = 1000;

    /// <summary>One line without control characters, bidirectional overrides, invisible characters and broken surrogates.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r' or 0x85 or 0x2028 or 0x2029) clean.Append(' ');
            else clean.Append(IsHidden(rune) ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>At most <paramref name="most"/> characters as a reader counts them, the last of them an ellipsis if any were cut.</summary>
    public static string Clamp(string text, int most)
    {
        if (text.Length <= most) return text;
        int end = 0;
        for (int shown = 0; shown < most - 1 && end < text.Length; shown++)
        {
            // A mark upon mark is one character to a reader, and without a limit of its own it is a way around every limit.
            int length = StringInfo.GetNextTextElementLength(text, end);
            if (length > 16) break;
            end += length;
        }

        return end == text.Length ? text : text[..end] + "…";
    }

    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        // Joiners and the plain direction marks belong to the spelling of some scripts; what they do ends with the name.
        0x200C or 0x200D or 0x200E or 0x200F or 0x061C => false,
        >= 0xFE00 and <= 0xFE0F => false,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned,
    };
}
