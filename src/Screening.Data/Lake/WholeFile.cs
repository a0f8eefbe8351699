using System.Text;

namespace Screening.Data.Lakes;

/// <summary>A file that others look for: under a name that nobody takes in until it is whole.</summary>
public static class WholeFile
{
    /// <summary>Writes it in UTF-8, in the place of one of that name; its folder is made where it is missing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="text">What.</param>
    public static void Write(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, making = Path.Combine(folder, "." + Path.GetFileName(path));
        Directory.CreateDirectory(folder);
        File.WriteAllText(making, text, new UTF8Encoding(false));
        File.Move(making, path, overwrite: true);
    }
}
