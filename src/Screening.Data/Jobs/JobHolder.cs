using System.Globalization;

namespace Screening.Data.Jobs;

/// <summary>Who holds a job while it runs, told so that another process of the same machine can see at once that it has died.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Machine">The machine, and which of its worlds of process numbers: containers of one machine have each their own.</param>
/// <param name="ProcessId">Number of the process.</param>
/// <param name="StartTicks">When it began, in the kernel's ticks since the machine started, so that another process of that number is not taken for it.</param>
internal sealed record JobHolder(string Node, string Machine, int ProcessId, long StartTicks)
{
    /// <summary>This process.</summary>
    public static JobHolder Own(string node) => new(node, ThisMachine(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Whether it runs on this machine, so that whether it is alive can be seen.</summary>
    public bool IsHere => Machine == ThisMachine();

    /// <summary>Whether its process is gone; to be asked of this machine's alone.</summary>
    public bool IsDead() => StartOf(ProcessId) != StartTicks;

    /// <summary>As it stands in the store.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}\t{StartTicks}\t{Machine}\t{Node}");

    /// <summary>As it was written.</summary>
    public static JobHolder Parse(string text)
    {
        string[] parts = text.Split('\t', 4);
        return new JobHolder(parts[3], parts[2], int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    // Field 22 of proc(5)'s stat; null for a process that is not there, or that has ended and only waits for its parent to notice.
    private static long? StartOf(int processId)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string ThisMachine() => Environment.MachineName + "/" + new FileInfo("/proc/self/ns/pid").LinkTarget;
}
