namespace Screening.Data.Lakes;

/// <summary>The newest manifest as its writer left it in <c>_manifests/newest</c>, after it was published: how a lake knows that its newest manifest is missing.</summary>
/// <param name="Number">The manifest's number.</param>
/// <param name="Sha256">Hash of its bytes.</param>
internal sealed record NewestMark(long Number, string Sha256)
{
    public const string FileName = "newest";
}

/// <summary>What was pruned, in <c>_manifests/pruned</c>: written before the first manifest goes.</summary>
/// <param name="Through">The highest number that was pruned.</param>
/// <param name="FirstDeliveredAtUtc">When the earliest of them was delivered.</param>
internal sealed record PrunedMark(long Through, DateTime FirstDeliveredAtUtc)
{
    public const string FileName = "pruned";
}

/// <summary>Small files beside the manifests that are replaced as a whole.</summary>
internal static class ManifestMarks
{
    /// <summary>The mark; null when there is none. One that a crash left empty or torn counts as none: it only ever says more than the manifests do.</summary>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return ManifestJson.Parse<T>(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or LakeException)
        {
            return null;
        }
    }

    /// <summary>Writes a mark so that a reader finds the old one or the new.</summary>
    public static void Write<T>(string path, T mark)
    {
        var draft = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path));
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(mark, ManifestJson.Options));
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }
}
