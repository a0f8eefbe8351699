namespace Screening.Parties;

/// <summary>Whom to look for. Everything but the name only supports or contradicts: none of it ever takes a match away that the name alone has.</summary>
/// <param name="Name">Name in any script.</param>
public sealed record NameQuery(string? Name)
{
    /// <summary>Country as two letters; null when not known.</summary>
    public string? Country { get; init; }

    /// <summary>Address; null when not known.</summary>
    public string? Address { get; init; }

    /// <summary>Numbers of registers, tax offices, passports or vessels. One that a list gives finds its entry whatever the name.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>Year of birth; null when not known.</summary>
    public int? BornIn { get; init; }
}
