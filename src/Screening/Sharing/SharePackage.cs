namespace Screening.Sharing;

/// <summary>
/// What one organisation tells another of buyers, routes and patterns that it was warned of: a question for the other side to ask of its own records, never a
/// finding against anyone, and so no list to hold by.
/// </summary>
public sealed record SharePackage
{
    /// <summary>The one form that this version writes and reads.</summary>
    public const string FormatName = "screening-share/1";

    /// <summary>Form.</summary>
    public required string Format { get; init; }

    /// <summary>Who shares.</summary>
    public required string Sharer { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>The night whose list it is from.</summary>
    public required DateOnly Night { get; init; }

    /// <summary>Policy of that night.</summary>
    public required string Policy { get; init; }

    /// <summary>Which agreed key the parties are hashed with; <c>null</c> where they are named.</summary>
    public string? KeyId { get; init; }

    /// <summary>What it means, in a sentence that travels with it.</summary>
    public required string Meaning { get; init; }

    /// <summary>Buyers.</summary>
    public required IReadOnlyList<SharedParty> Parties { get; init; }

    /// <summary>Ways that goods went.</summary>
    public required IReadOnlyList<SharedRoute> Routes { get; init; }

    /// <summary>Signs that were found.</summary>
    public required IReadOnlyList<SharedPattern> Patterns { get; init; }
}

/// <summary>A buyer that an organisation was warned of: by name, or by hashes that only who holds the same key and knows the buyer can recognise.</summary>
public sealed record SharedParty
{
    /// <summary>Name; <c>null</c> where it is hashed.</summary>
    public string? Name { get; init; }

    /// <summary>Country, ISO 3166-1 alpha-2; <c>null</c> where it is not known or the party is hashed.</summary>
    public string? Country { get; init; }

    /// <summary>Address; <c>null</c> where it is not known or the party is hashed.</summary>
    public string? Address { get; init; }

    /// <summary>Number in the register; <c>null</c> where it is not known or the party is hashed.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>Hashes of name with country, and of the register's number: see <see cref="SharedHash"/>; empty where the party is named.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    /// <summary>Typologies found, by code.</summary>
    public required IReadOnlyList<string> Typologies { get; init; }

    /// <summary>Where the sharer's alert stands, such as "new" or "confirmed".</summary>
    public required string State { get; init; }

    /// <summary>Day on which the sharer was first warned.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>Compute at stake as a band, such as "100 to 1,000 H100e": a figure would tell the sharer's business.</summary>
    public required string Compute { get; init; }
}

/// <summary>A way that goods of alerts went.</summary>
/// <param name="From">Place of the first leg.</param>
/// <param name="Through">Places between, in their order; empty for a direct way.</param>
/// <param name="To">Place of the last leg.</param>
/// <param name="Alerts">On how many alerts.</param>
public sealed record SharedRoute(string From, IReadOnlyList<string> Through, string To, int Alerts);

/// <summary>How often a sign was found.</summary>
/// <param name="Typology">Its code.</param>
/// <param name="Name">What it is.</param>
/// <param name="Alerts">On how many alerts.</param>
/// <param name="Countries">Countries of their subjects, the most frequent first; empty where fewer than three alerts stand behind.</param>
public sealed record SharedPattern(string Typology, string Name, int Alerts, IReadOnlyList<string> Countries);
