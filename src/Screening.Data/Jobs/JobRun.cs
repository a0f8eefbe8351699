namespace Screening.Data.Jobs;

/// <summary>A run of a job: one child process, or the note that there was none.</summary>
public sealed record JobRun
{
    /// <summary>Names it; sorts by the moment at which it began.</summary>
    public required string RunId { get; init; }

    /// <summary>The job.</summary>
    public required string Job { get; init; }

    /// <summary>Why it began.</summary>
    public required JobCause Cause { get; init; }

    /// <summary>Who asked for it; <c>null</c> where nobody did.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Which try of this occasion, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When it was due, UTC; <c>null</c> where somebody asked for it.</summary>
    public DateTime? DueAtUtc { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime StartedAtUtc { get; init; }

    /// <summary>When it ended, UTC; <c>null</c> while it goes on.</summary>
    public DateTime? EndedAtUtc { get; init; }

    /// <summary>How it ended.</summary>
    public JobOutcome Outcome { get; init; }

    /// <summary>What the process returned; <c>null</c> when it was killed, or there was none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Node that ran it.</summary>
    public required string Node { get; init; }

    /// <summary>File with what it said, relative to the lake; <c>null</c> when there was no process.</summary>
    public string? Log { get; init; }

    /// <summary>What else is to be known, in one sentence.</summary>
    public string? Note { get; init; }

    /// <summary>How long it took; <c>null</c> while it goes on.</summary>
    public TimeSpan? Took => EndedAtUtc - StartedAtUtc;

    /// <summary>Whether it failed in a way of which somebody must be told.</summary>
    public bool IsTrouble => Outcome is JobOutcome.Failed or JobOutcome.TimedOut or JobOutcome.Lost or JobOutcome.Blocked;
}
