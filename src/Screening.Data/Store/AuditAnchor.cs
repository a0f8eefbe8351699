using System.Globalization;
using System.Text;

namespace Screening.Data.Store;

/// <summary>
/// The file beside the store to which every act appends the log's head after it has committed, so that entries cut from the end are missed. A line that is missing after
/// a crash does no harm: the next one covers it.
/// </summary>
internal static class AuditAnchor
{
    /// <summary>Appends a head.</summary>
    public static void Append(string path, AuditStamp stamp)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

        // One short write at the end of the file: two processes do not mix their lines.
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stamp.Seq} {stamp.Hash}\n")));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The heads that were kept; null where there is no file.</summary>
    /// <exception cref="StoreException">A line is none of ours.</exception>
    public static IReadOnlyList<AuditStamp>? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var heads = new List<AuditStamp>();
        foreach ((int number, string line) in File.ReadLines(path).Index())
        {
            string[] parts = line.Split(' ');
            if (parts.Length != 2 || parts[1].Length != 64 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seq))
                throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"line {number + 1} of {path} is no head of an audit log"));
            heads.Add(new AuditStamp(seq, parts[1]));
        }

        return heads;
    }
}
