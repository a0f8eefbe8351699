using System.Globalization;
using System.Text;

namespace Screening.Cli.Reports;

/// <summary>Text in a terminal, measured in columns: most characters take one, East Asian ones two, marks upon others none.</summary>
internal static class Cells
{
    /// <summary>Columns that a text takes.</summary>
    public static int Width(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>The text in exactly so many columns, cut with an ellipsis or filled with spaces.</summary>
    public static string Fit(string text, int columns, bool right = false)
    {
        string cut = Cut(text, columns);
        string space = new(' ', columns - Width(cut));
        return right ? space + cut : cut + space;
    }

    /// <summary>The text in at most so many columns.</summary>
    public static string Cut(string text, int columns)
    {
        if (Width(text) <= columns) return text;
        var cut = new StringBuilder();
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (width + Width(rune) > columns - 1) break;
            width += Width(rune);
            cut.Append(rune.ToString());
        }

        return cut.Append('…').ToString();
    }

    /// <summary>Lines of at most so many columns, broken at spaces where there are any; at least one line.</summary>
    public static List<string> Wrap(string text, int columns)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        int width = 0;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int wordWidth = Width(word);
            if (width > 0 && width + 1 + wordWidth > columns) EndLine();
            if (width > 0)
            {
                line.Append(' ');
                width++;
            }

            foreach (Rune rune in word.EnumerateRunes())
            {
                if (width + Width(rune) > columns) EndLine();
                line.Append(rune.ToString());
                width += Width(rune);
            }
        }

        EndLine();
        return lines;

        void EndLine()
        {
            lines.Add(line.ToString());
            line.Clear();
            width = 0;
        }
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F
            or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD => 2,
        _ => 1,
    };
}
