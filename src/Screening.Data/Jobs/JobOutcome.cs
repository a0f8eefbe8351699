namespace Screening.Data.Jobs;

/// <summary>How a run of a job ended, or why it did not begin.</summary>
public enum JobOutcome
{
    /// <summary>It goes on, or its node died and nobody has noticed yet.</summary>
    Running,

    /// <summary>It returned 0.</summary>
    Done,

    /// <summary>It returned another code, or could not be started.</summary>
    Failed,

    /// <summary>It took longer than it may and was ended.</summary>
    TimedOut,

    /// <summary>It was ended because somebody said so, or because the scheduler ended.</summary>
    Stopped,

    /// <summary>Whoever ran it died.</summary>
    Lost,

    /// <summary>It did not begin: a job that it depends on had not succeeded.</summary>
    Blocked,

    /// <summary>It did not begin: it is paused, or runs already.</summary>
    Skipped,
}
