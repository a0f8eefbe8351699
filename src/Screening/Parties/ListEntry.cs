namespace Screening.Parties;

/// <summary>An entry of a restricted-party list as the matcher reads it. Empty lists where the list says nothing.</summary>
public sealed record ListEntry
{
    /// <summary>List and number.</summary>
    public required string EntryId { get; init; }

    /// <summary>Which list.</summary>
    public required string ListId { get; init; }

    /// <summary>Name as published.</summary>
    public required string Name { get; init; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Other names that the list itself calls weak, and the name in its own script last.</summary>
    public IReadOnlyList<string> WeakAliases { get; init; } = [];

    /// <summary>Countries as two letters; nationalities among them.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Addresses as published; null where the list gives none.</summary>
    public string? Address { get; init; }

    /// <summary>Numbers of passports, registers, tax offices and vessels, each with what it is.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>Dates of birth as published.</summary>
    public IReadOnlyList<string> DatesOfBirth { get; init; } = [];

    /// <summary>Programmes; null where the list gives none.</summary>
    public string? Programmes { get; init; }

    /// <summary>What needs a licence, as published; null where the list does not say.</summary>
    public string? LicenceRequirement { get; init; }

    /// <summary>File and line it was read from, or the citation of its publication; null where neither is known.</summary>
    public string? Source { get; init; }
}
