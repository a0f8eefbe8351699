using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Data.Jobs;

/// <summary>A folder in which messages wait, one <c>.eml</c> file each (RFC 5322), for whatever a firm sends its mail with. A file that is there is whole.</summary>
/// <param name="folder">The folder; made with the first message.</param>
public sealed class MailSpool(string folder)
{
    private const string Sender = "Screening <screening@localhost>";

    /// <summary>Puts a message into the folder.</summary>
    /// <param name="to">Whom it is for; one at least.</param>
    /// <param name="subject">What it is about; breaks of lines become blanks.</param>
    /// <param name="text">What it says.</param>
    /// <param name="atUtc">When it was written.</param>
    /// <returns>Its file.</returns>
    public string Put(IReadOnlyList<string> to, string subject, string text, DateTime atUtc)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(text);
        if (to.Count == 0 || to.Any(a => a.Any(c => c is ' ' or ',' or < '!' or > '~'))) throw new ArgumentException($"'{string.Join(", ", to)}' are no addresses; accepted: one or more such as night@example.com", nameof(to));
        string id = string.Create(CultureInfo.InvariantCulture, $"{atUtc:yyyyMMdd'T'HHmmssfff'Z'}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        string message = $"""
            From: {Sender}
            To: {string.Join(", ", to)}
            Date: {atUtc.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000
            Subject: {Encoded(subject)}
            Message-ID: <{id}@localhost>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)}

            """;
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, id + ".eml"), part = file + ".part";
        File.WriteAllText(part, message.ReplaceLineEndings("\r\n"), Encoding.ASCII);
        File.Move(part, file);
        return file;
    }

    // Words of RFC 2047, each of at most 36 bytes so that no line is longer than 76 characters; cut between characters.
    private static string Encoded(string subject)
    {
        string line = string.Join(' ', subject.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        if (line.All(c => c is >= ' ' and <= '~') && line.Length <= 200) return line;
        var words = new List<string>();
        var word = new List<byte>();
        foreach (Rune rune in line.EnumerateRunes())
        {
            byte[] bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > 36) Close();
            word.AddRange(bytes);
        }

        Close();
        return string.Join("\n ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }
}
