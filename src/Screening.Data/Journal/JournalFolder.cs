namespace Screening.Data.Journals;

/// <summary>Where an endpoint's journal lies: <c>_journal</c> of its lake, or a folder below that for a replica with a name.</summary>
/// <param name="Replica">Name of the replica that writes it; <c>null</c> for the endpoint without one.</param>
/// <param name="FullPath">Its folder.</param>
public sealed record JournalFolder(string? Replica, string FullPath)
{
    /// <summary>Most characters of a replica's name.</summary>
    public const int MostNameLength = 40;

    /// <summary>What a name may be.</summary>
    public const string AcceptedName = "1 to 40 letters a to z, digits and dashes";

    private const string Root = "_journal", Prefix = "replica-";

    /// <summary>How its writer is called in words.</summary>
    public string Writer => Replica is null ? "the endpoint without a name" : "replica " + Replica;

    /// <summary>Folder, below the journals of a lake, with a slash at its end; empty for the endpoint without a name.</summary>
    public string Below => Replica is null ? "" : Prefix + Replica + "/";

    /// <summary>The folder that all journals of a lake are in.</summary>
    public static string RootOf(string lake) => Path.Combine(lake, Root);

    /// <summary>The journal of one endpoint, there or not.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="replica">Name of the replica; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">The name is not as accepted.</exception>
    public static JournalFolder Of(string lake, string? replica)
    {
        ArgumentNullException.ThrowIfNull(lake);
        if (replica is not null && !IsName(replica)) throw new ArgumentException($"--replica is '{replica}'; accepted: {AcceptedName}");
        return new JournalFolder(replica, replica is null ? RootOf(lake) : Path.Combine(RootOf(lake), Prefix + replica));
    }

    /// <summary>The journals that a lake has, the one without a name first, then by name.</summary>
    /// <param name="lake">Folder of the lake.</param>
    public static IReadOnlyList<JournalFolder> All(string lake)
    {
        string root = RootOf(lake);
        if (!Directory.Exists(root)) return [];
        IEnumerable<string> replicas = Directory.EnumerateDirectories(root, Prefix + "*").Select(folder => Path.GetFileName(folder)[Prefix.Length..]).Where(IsName);
        return
        [
            .. Directory.EnumerateFiles(root, "*" + Journal.Extension).Any() ? [Of(lake, null)] : Array.Empty<JournalFolder>(),
            .. replicas.Order(StringComparer.Ordinal).Select(name => Of(lake, name)),
        ];
    }

    /// <summary>Whether a replica may be called so.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MostNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }
}
