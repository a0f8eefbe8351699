using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>A case as it stands.</summary>
public sealed record CaseRecord
{
    /// <summary>Its id.</summary>
    public required string CaseId { get; init; }

    /// <summary>The subject that it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>The subject's name when it was shown last.</summary>
    public required string Name { get; init; }

    /// <summary>Its country, ISO 3166-1 alpha-2; null when not known.</summary>
    public required string? Country { get; init; }

    /// <summary>Where it stands.</summary>
    public required CaseState State { get; init; }

    /// <summary>Since when it stands there, UTC: the clock of the state.</summary>
    public required DateTime StateSinceUtc { get; init; }

    /// <summary>Day by which the next evidence that was asked for is due; null when none is.</summary>
    public required DateOnly? DueOn { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public required DateTime OpenedAtUtc { get; init; }

    /// <summary>Who works on it; null for nobody.</summary>
    public required string? Assignee { get; init; }

    /// <summary>Which telling this is, from 1: to be given back with an act, so that nobody acts on what he has not seen.</summary>
    public required long Version { get; init; }

    /// <summary>Who changed it last.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime ChangedAtUtc { get; init; }

    /// <summary>The alert that shows it.</summary>
    public required string AlertId { get; init; }

    /// <summary>The night that showed it last.</summary>
    public required DateOnly ShownOn { get; init; }

    /// <summary>Risk, 0 to 1.</summary>
    public required double Risk { get; init; }

    /// <summary>The unit of the list, by which cases are ordered; 1,000 more for what must be held.</summary>
    public required double Priority { get; init; }

    /// <summary>Compute at stake.</summary>
    public required double StakeH100e { get; init; }

    /// <summary>Value at stake.</summary>
    public required double StakeUsd { get; init; }

    /// <summary>Last day of its dismissal; null when it is not dismissed.</summary>
    public required DateOnly? DismissedUntil { get; init; }

    /// <summary>The hold that stands, whatever the state; null for none.</summary>
    public required string? HoldId { get; init; }

    /// <summary>The case that took it in; null for none.</summary>
    public required string? MergedInto { get; init; }

    /// <summary>The closed case of the same subject before it; null for none.</summary>
    public required string? PreviousCase { get; init; }

    /// <summary>Whether the run that found it was replaced before anybody took it up.</summary>
    public required bool IsWithdrawn { get; init; }
}
