namespace Screening.Web.Jobs;

/// <summary>How the command line is started for a run.</summary>
/// <param name="Program">The program.</param>
/// <param name="Environment">What it is to find in its environment beside what this process has.</param>
internal sealed record JobCommand(string Program, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// Names the run to the process that works for it. A process that finds it makes a group of its own, so that it can be ended with all that it starts, and ends with
    /// whoever started it, whose end it sees as the end of its standard input.
    /// </summary>
    public const string Variable = "SCREENING_JOB_RUN";

    /// <summary>This very program.</summary>
    public static JobCommand Own(string home) =>
        new(System.Environment.ProcessPath ?? throw new InvalidOperationException("this process does not know its own program"), new Dictionary<string, string> { ["SCREENING_HOME"] = home });
}
