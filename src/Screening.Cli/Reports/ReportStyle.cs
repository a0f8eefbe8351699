using System.Security.Cryptography;
using System.Text;

namespace Screening.Cli.Reports;

/// <summary>The report's style sheet, and the policy under which a browser applies that sheet and loads nothing else.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet.</summary>
    public static string Css { get; } = Read();

    /// <summary>Nothing may load or run; only this very style sheet applies.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";

    private static string Read()
    {
        using Stream stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The program was built without report.css.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // A browser hashes the sheet as it parses it, with line feeds alone.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
