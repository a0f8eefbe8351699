using System.Text;

namespace Screening.Data.Store;

/// <summary>
/// What may be attached: documents, pictures and plain text up to a size, told by their content rather than their name. Nothing is unpacked, run or shown in a page; text is
/// searched for plain text and tables alone.
/// </summary>
public static class AttachmentFile
{
    /// <summary>Most bytes of a file.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    private static readonly (string Extension, string MediaType, byte[] Magic)[] Known =
    [
        (".pdf", "application/pdf", "%PDF-"u8.ToArray()),
        (".png", "image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        (".jpg", "image/jpeg", [0xff, 0xd8, 0xff]),
        (".jpeg", "image/jpeg", [0xff, 0xd8, 0xff]),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", [0x50, 0x4b, 0x03, 0x04]),
        (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [0x50, 0x4b, 0x03, 0x04]),
        (".txt", "text/plain", []),
        (".csv", "text/csv", []),
    ];

    /// <summary>Looks at a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>The name to keep, what it is, and its text; null where it is not searched.</returns>
    /// <exception cref="StoreException">It is empty, too large, of no accepted kind, or not what its name says.</exception>
    public static (string Name, string MediaType, string? Text) Check(string name, ReadOnlySpan<byte> content)
    {
        string kept = Kept(name), extension = Path.GetExtension(kept).ToLowerInvariant();
        if (content.Length == 0) throw new StoreException($"the file {kept} is empty");
        if (content.Length > MostBytes) throw new StoreException(FormattableString.Invariant($"the file {kept} has {content.Length} bytes; accepted: up to {MostBytes}"));
        foreach ((string known, string mediaType, byte[] magic) in Known)
        {
            if (known != extension) continue;
            if (!content.StartsWith(magic)) throw new StoreException($"the file {kept} does not begin like a {extension} file");
            return (kept, mediaType, magic.Length == 0 ? Text(kept, content) : null);
        }

        throw new StoreException($"the file {kept} is of no accepted kind; accepted: {string.Join(", ", Known.Select(k => k.Extension))}");
    }

    private static string Text(string name, ReadOnlySpan<byte> content)
    {
        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
            return text.Any(c => c < ' ' && c is not ('\n' or '\r' or '\t' or '\f')) ? throw new StoreException($"the file {name} is no plain text: it holds control characters") : text;
        }
        catch (DecoderFallbackException)
        {
            throw new StoreException($"the file {name} is no plain text in UTF-8");
        }
    }

    // A path, a device or a line break in a name would be somebody's attempt.
    private static string Kept(string name)
    {
        string last = name.Replace('\\', '/').Split('/')[^1].Trim();
        string kept = string.Concat(last.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ' ' or '(' or ')' ? c : '_')).TrimStart('.');
        return kept.Length is 0 or > 200 ? throw new StoreException(FormattableString.Invariant($"the name of the file has {kept.Length} characters; accepted: 1 to 200")) : kept;
    }
}
