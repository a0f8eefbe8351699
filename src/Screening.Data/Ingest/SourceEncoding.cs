using System.Text;

namespace Screening.Data.Ingest;

/// <summary>Encodings of source files other than UTF-8: DuckDB reads UTF-8 only, so others are rewritten first.</summary>
internal static class SourceEncoding
{
    public const string Accepted = "utf-8, utf-16, latin-1, windows-1250, windows-1251, windows-1252, shift_jis, gb18030, big5, euc-kr";

    static SourceEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static bool IsUtf8(string name) => name is "utf-8";

    public static bool IsKnown(string name) => Accepted.Split(", ").Contains(name);

    /// <summary>Rewrites a file as UTF-8. Line ends stay, so lines keep their numbers.</summary>
    /// <exception cref="IngestException">The file is not in this encoding.</exception>
    public static void ToUtf8(string source, string target, string name, CancellationToken cancellation)
    {
        var encoding = Encoding.GetEncoding(name == "latin-1" ? "iso-8859-1" : name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var buffer = new char[1 << 16];
        try
        {
            using var reader = new StreamReader(source, encoding, detectEncodingFromByteOrderMarks: false);
            using var writer = new StreamWriter(target, append: false, new UTF8Encoding(false));
            int read;
            while ((read = reader.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Write(buffer.AsSpan(0, read));
            }
        }
        catch (DecoderFallbackException e)
        {
            throw new IngestException($"{Path.GetFileName(source)} is not {name}: {e.Message}", e);
        }
    }
}
