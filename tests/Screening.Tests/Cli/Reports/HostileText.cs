using System.Text;

namespace Screening.Tests.Cli.Reports;

/// <summary>Texts as an adversary or a broken export would send them.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "<script>alert(1)</script>", "<", ">", "&", "&amp;", "\"", "'", "--", "]]>", "=cmd|' /C calc'!A0", "=", "+", "-", "@", "＝", "\t", "\r", "\n", "\r\n", " ", ",", ";",
        "\u202E", "\u2066", "\u200B", "\u200F", "\uFEFF", "\0", "\u0007", "\u001B[31m", "\uD800", "\uDC00", "\u0301", "e\u0301\u0301\u0301", "\U0001F4A9", "範例", "مثال", "\u0085", "\u2028", "\uFFFF",
        "\U000E0041", "Example Ltd", "url(#x)", "javascript:alert(1)", "</title>", "<!--", "1,234.5", new('W', 200),
    ];

    public static string Next(Random random)
    {
        var text = new StringBuilder();
        for (int pieces = random.Next(6); pieces > 0; pieces--) text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }
}
