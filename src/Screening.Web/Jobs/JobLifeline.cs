using Screening.Data.Lakes;

namespace Screening.Web.Jobs;

/// <summary>What a process does that works for a job: it leads a group of its own, and ends with whoever started it, even when that was killed.</summary>
internal static class JobLifeline
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <summary>Holds on to whoever started this process, when it works for a job.</summary>
    public static void Hold()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(JobCommand.Variable))) return;

        // Not for what this process starts: that is of this group and ends with it.
        Environment.SetEnvironmentVariable(JobCommand.Variable, null);
        Posix.LeadGroup();
        Stream input = Console.OpenStandardInput();
        new Thread(() => Watch(input)) { IsBackground = true, Name = "job" }.Start();
    }

    // Nothing is ever written to it: when it ends, whoever held the other end is gone.
    private static void Watch(Stream input)
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
            }
        }
        catch (IOException)
        {
            // Gone as well.
        }

        Posix.Signal(-Environment.ProcessId, Terminate);
        Thread.Sleep(s_grace);
        Posix.Signal(-Environment.ProcessId, Kill);
    }
}
