using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Which cases are asked for; what is null asks nothing.</summary>
public sealed record CaseFilter
{
    /// <summary>Most cases of a page.</summary>
    public const int MostOnPage = 500;

    /// <summary>States; null for those that are open.</summary>
    public IReadOnlyList<CaseState>? States { get; init; }

    /// <summary>Who works on them.</summary>
    public string? Assignee { get; init; }

    /// <summary>Whether a hold stands.</summary>
    public bool? IsHeld { get; init; }

    /// <summary>Country of the subject, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Evidence was due before this day.</summary>
    public DateOnly? DueBefore { get; init; }

    /// <summary>Words of subjects, parties, orders, notes, evidence or attachments; each whole or as a beginning.</summary>
    public string? Search { get; init; }

    /// <summary>Cases a page, 1 to 500.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Where the page before ended, as it said; null for the first page.</summary>
    public string? Cursor { get; init; }
}
