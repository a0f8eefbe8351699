namespace Screening.Data.Ingest;

/// <summary>Another name of a listed party.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">aka, fka (former) or nka (new); null where the list does not say.</param>
/// <param name="Quality">strong, weak (too broad to screen by on its own: the list's own word) or unrated.</param>
internal readonly record struct Alias(string Name, string? Kind, string Quality)
{
    public const string Strong = "strong";
    public const string Weak = "weak";
    public const string Unrated = "unrated";

    /// <summary>Names of the cells that <see cref="Cells"/> gives. The first three are parallel lists of all names; the last two divide the names.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["aliases", "alias_kinds", "alias_qualities", "strong_aliases", "weak_aliases"];

    /// <summary>The cells of a party's aliases; what is not weak counts as strong.</summary>
    public static string?[] Cells(IReadOnlyList<Alias> aliases) =>
    [
        ListText.Join(aliases.Select(a => a.Name)), ListText.Join(aliases.Select(a => a.Kind ?? "aka")), ListText.Join(aliases.Select(a => a.Quality)),
        ListText.Join(aliases.Where(a => a.Quality != Weak).Select(a => a.Name)), ListText.Join(aliases.Where(a => a.Quality == Weak).Select(a => a.Name)),
    ];
}
