namespace Screening.Data.Store;

/// <summary>A tip as it was written down; the words of the contract <c>tips</c>.</summary>
public sealed record Tip
{
    /// <summary>Accepted kinds of source.</summary>
    public static IReadOnlyList<string> SourceKinds { get; } = ["whistleblower", "employee", "supplier", "customer", "competitor", "government", "press", "anonymous", "other"];

    /// <summary>Accepted reliabilities, the highest first.</summary>
    public static IReadOnlyList<string> Reliabilities { get; } = ["high", "medium", "low", "unknown"];

    /// <summary>Accepted outcomes.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["open", "confirmed", "refuted", "closed"];

    /// <summary>Its number; given when it is kept.</summary>
    public string TipId { get; init; } = "";

    /// <summary>When it came in, UTC.</summary>
    public required DateTime ReceivedAtUtc { get; init; }

    /// <summary>The party that it is about; null when none is known yet.</summary>
    public string? PartyId { get; init; }

    /// <summary>Its name as the tip gives it; null when it gives none.</summary>
    public string? PartyName { get; init; }

    /// <summary>The order that it is about; null for none.</summary>
    public string? OrderId { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string SourceKind { get; init; }

    /// <summary>How reliable the source has been.</summary>
    public required string Reliability { get; init; }

    /// <summary>What became of it.</summary>
    public string Status { get; init; } = "open";

    /// <summary>What it says, up to 4,000 characters.</summary>
    public required string Summary { get; init; }

    /// <summary>Who wrote it down; not who told it.</summary>
    public string ToldBy { get; init; } = "";
}
