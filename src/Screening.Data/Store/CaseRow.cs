using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>A row of the table of cases.</summary>
internal sealed record CaseRow
{
    /// <summary>All that is read of it, of <c>cases c</c>.</summary>
    public const string Columns = """
        c.case_id AS CaseId, c.subject AS Subject, c.name AS Name, c.country AS Country, c.state AS State, c.state_since AS StateSince, c.due_on AS DueOn, c.opened_at AS OpenedAt,
        c.assignee AS Assignee, c.version AS Version, c.changed_by AS ChangedBy, c.changed_at AS ChangedAt, c.alert_id AS AlertId, c.shown_on AS ShownOn, c.risk AS Risk, c.priority AS Priority,
        c.stake_h100e AS StakeH100e, c.stake_usd AS StakeUsd, c.dismissed_until AS DismissedUntil, c.hold_id AS HoldId, c.merged_into AS MergedInto, c.previous_case AS PreviousCase, c.is_withdrawn AS IsWithdrawn
        """;

    public string CaseId { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Country { get; init; }

    public string State { get; init; } = "";

    public string StateSince { get; init; } = "";

    public string? DueOn { get; init; }

    public string OpenedAt { get; init; } = "";

    public string? Assignee { get; init; }

    public long Version { get; init; }

    public string ChangedBy { get; init; } = "";

    public string ChangedAt { get; init; } = "";

    public string AlertId { get; init; } = "";

    public string ShownOn { get; init; } = "";

    public double Risk { get; init; }

    public double Priority { get; init; }

    public double StakeH100e { get; init; }

    public double StakeUsd { get; init; }

    public string? DismissedUntil { get; init; }

    public string? HoldId { get; init; }

    public string? MergedInto { get; init; }

    public string? PreviousCase { get; init; }

    public int IsWithdrawn { get; init; }

    /// <summary>The case that it tells of.</summary>
    public CaseRecord Record => new()
    {
        CaseId = CaseId,
        Subject = Subject,
        Name = Name,
        Country = Country,
        State = StoreText.Value<CaseState>(State),
        StateSinceUtc = StoreText.Moment(StateSince),
        DueOn = DueOn is { } due ? StoreText.Day(due) : null,
        OpenedAtUtc = StoreText.Moment(OpenedAt),
        Assignee = Assignee,
        Version = Version,
        ChangedBy = ChangedBy,
        ChangedAtUtc = StoreText.Moment(ChangedAt),
        AlertId = AlertId,
        ShownOn = StoreText.Day(ShownOn),
        Risk = Risk,
        Priority = Priority,
        StakeH100e = StakeH100e,
        StakeUsd = StakeUsd,
        DismissedUntil = DismissedUntil is { } until ? StoreText.Day(until) : null,
        HoldId = HoldId,
        MergedInto = MergedInto,
        PreviousCase = PreviousCase,
        IsWithdrawn = IsWithdrawn == 1,
    };
}
