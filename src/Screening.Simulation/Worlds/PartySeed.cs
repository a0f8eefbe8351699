namespace Screening.Simulation;

/// <summary>What a story fixes of a party; the rest is drawn.</summary>
internal sealed record PartySeed(StoryKind Story, int Index, int Member, string Kind, string Country, DateOnly Incorporated, DateTime KnownAt)
{
    public string? Name { get; init; }

    public string? Address { get; init; }

    public string? AddressKind { get; init; }

    public string? Phone { get; init; }

    public string? Domain { get; init; }

    public string? Director { get; init; }

    public string? Headquarters { get; init; }

    public int Employees { get; init; } = 40;

    public string? AddressEvidence { get; init; }

    public bool? WebPresence { get; init; }

    /// <summary>Share of the facts of its record that nobody told, beside the usual.</summary>
    public double Untold { get; init; }

    /// <summary>The record's day of incorporation is never missing.</summary>
    public bool Certain { get; init; }
}

/// <summary>A run of yearly balance sheets; shares are of total assets.</summary>
internal sealed record Statements(double AssetsUsd, double Growth, bool? Audited)
{
    public int Years { get; init; } = 4;

    /// <summary>Years by which the newest statement is older than it could be.</summary>
    public int YearsOld { get; init; }

    public double DepositShare { get; init; } = 0.03;

    public double EquityShare { get; init; } = 0.45;

    public double RevenueShare { get; init; } = 0.6;

    public double CashShare { get; init; } = 0.12;
}
