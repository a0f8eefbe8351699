using Screening.Data.Journals;
using Screening.Data.Store;

namespace Screening.Data.Backups;

/// <summary>Where the things lie that are backed up, or where they are to lie after a restore.</summary>
/// <param name="Lake">Folder of the lake, with journal and keys.</param>
/// <param name="Store">The store.</param>
/// <param name="Models">Folder of the models; one that is not there holds none.</param>
public sealed record BackupPlaces(string Lake, StoreAddress Store, string Models)
{
    /// <summary>Parts of a backup.</summary>
    internal const string LakePart = "lake/", StorePart = "store/", KeysPart = "keys/", JournalPart = "journal/", ModelsPart = "models/";

    /// <summary>Files of the store's part.</summary>
    internal const string SqliteFile = StorePart + "screening.db", PostgresFile = StorePart + "screening.dump", HeadsFile = StorePart + "audit-heads";

    internal string Journal => JournalFolder.RootOf(Lake);

    internal string Keys => Path.Combine(Lake, "_store");

    /// <summary>Where a file of a backup belongs; <c>null</c> for a database dump, which is no file there.</summary>
    /// <exception cref="BackupException">It belongs nowhere.</exception>
    internal string? Of(string path) => path switch
    {
        PostgresFile => null,
        SqliteFile => Store.Address,
        HeadsFile => Store.Anchor,
        _ when Below(path, LakePart) is { } rest => Path.Combine(Lake, rest),
        _ when Below(path, KeysPart) is { } rest => Path.Combine(Keys, rest),
        _ when Below(path, JournalPart) is { } rest => Path.Combine(Journal, rest),
        _ when Below(path, ModelsPart) is { } rest => Path.Combine(Models, rest),
        _ => throw new BackupException($"the backup's manifest names '{path}', which belongs nowhere"),
    };

    // Nothing may lead out of the part it is in.
    private static string? Below(string path, string part) =>
        path.StartsWith(part, StringComparison.Ordinal) && path.Length > part.Length && path.Split('/').All(name => name is not ("" or "." or "..")) ? path[part.Length..] : null;
}
