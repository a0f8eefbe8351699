using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What is known of a party with one telling. Text fields hold symbols, <see cref="Missing.Symbol"/> where nothing is told.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartyProfile : ITelling<PartyProfile, int>
{
    /// <summary>Party symbol.</summary>
    public required int Party { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Registered name; a text symbol.</summary>
    public int Name { get; init; } = Missing.Symbol;

    /// <summary>The name as it is compared: see <see cref="Parties.NameKey"/>.</summary>
    public int NameKey { get; init; } = Missing.Symbol;

    /// <summary>What the party is.</summary>
    public PartyKind Kind { get; init; }

    /// <summary>Country of the address.</summary>
    public int Country { get; init; } = Missing.Symbol;

    /// <summary>Country of headquarters.</summary>
    public int HeadquartersCountry { get; init; } = Missing.Symbol;

    /// <summary>Country of the ultimate parent.</summary>
    public int UltimateParentCountry { get; init; } = Missing.Symbol;

    /// <summary>Ultimate parent; a text symbol.</summary>
    public int UltimateParent { get; init; } = Missing.Symbol;

    /// <summary>Address as given; a text symbol.</summary>
    public int Address { get; init; } = Missing.Symbol;

    /// <summary>Whether many unrelated parties may share the address: a virtual office or a forwarder's.</summary>
    public bool AddressIsHub { get; init; }

    /// <summary>What stands at the address.</summary>
    public AddressKind AddressKind { get; init; }

    /// <summary>Who says that the party is there; <see cref="EvidenceGrade.None"/> when nobody does.</summary>
    public EvidenceGrade AddressEvidence { get; init; }

    /// <summary>Telephone; a text symbol.</summary>
    public int Phone { get; init; } = Missing.Symbol;

    /// <summary>E-mail domain; a text symbol.</summary>
    public int EmailDomain { get; init; } = Missing.Symbol;

    /// <summary>Start of the day of incorporation, or <see cref="Missing.Moment"/>.</summary>
    public long IncorporatedAt { get; init; } = Missing.Moment;

    /// <summary>Employees, or <see cref="Missing.Amount"/>.</summary>
    public long Employees { get; init; } = Missing.Amount;

    /// <summary>What the party does, as it or a registry says; a text symbol.</summary>
    public int LineOfBusiness { get; init; } = Missing.Symbol;

    /// <summary>Number in the register of its country; a text symbol.</summary>
    public int RegistrationNumber { get; init; } = Missing.Symbol;

    /// <summary>Has a site of its own that speaks of its business; <c>null</c> when nobody looked.</summary>
    public bool? WebPresence { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<PartyProfile, int>.Key => Party;

    PartyProfile ITelling<PartyProfile, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public PartyProfile()
    {
    }
}
