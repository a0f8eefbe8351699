using System.Diagnostics;
using Screening.Data.Lakes;

namespace Screening.Web.Jobs;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">What it returned; <c>null</c> when it was killed.</param>
/// <param name="HasTimedOut">Whether it was ended because it took too long.</param>
/// <param name="WasStopped">Whether it was ended because somebody said so.</param>
internal sealed record JobEnd(int? ExitCode, bool HasTimedOut, bool WasStopped);

/// <summary>One child process with all that it starts: what it says goes to a log file, and it is ended as a whole.</summary>
internal sealed class JobProcess : IDisposable
{
    // What a verb says in a night is some kilobytes; a log that never ends must not fill the disk.
    private const long MostLogBytes = 64L << 20;
    private const int Terminate = 15;
    private const int Kill = 9;

    private readonly Process _process;
    private readonly FileStream _log;
    private readonly Task _said;
    private bool _isCut;

    private JobProcess(Process process, FileStream log)
    {
        (_process, _log) = (process, log);
        _said = Task.WhenAll(Copy(process.StandardOutput.BaseStream), Copy(process.StandardError.BaseStream));
    }

    /// <summary>For how long it may tidy up before it is killed.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Starts a process.</summary>
    /// <exception cref="IOException">It cannot be started, or the log cannot be made.</exception>
    public static JobProcess Start(JobCommand command, IReadOnlyList<string> arguments, string runId, string logFile)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var log = new FileStream(logFile, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, 1);
        var start = new ProcessStartInfo(command.Program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string key, string value) in command.Environment) start.Environment[key] = value;
        start.Environment[JobCommand.Variable] = runId;
        try
        {
            return new JobProcess(Process.Start(start)!, log);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            log.Dispose();
            throw new IOException($"{command.Program} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Waits until it ends, or ends it after a while or when it is told to.</summary>
    public async Task<JobEnd> End(TimeSpan timeout, TimeProvider clock, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(timeout, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _process.WaitForExitAsync(any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EndAll().ConfigureAwait(false);
            await Said().ConfigureAwait(false);
            return new JobEnd(null, !stop.IsCancellationRequested, stop.IsCancellationRequested);
        }

        // What it started and left behind ends with it.
        Signal(Kill);
        await Said().ConfigureAwait(false);
        return new JobEnd(_process.ExitCode > 128 && _process.ExitCode != 130 ? null : _process.ExitCode, false, false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _log.Dispose();
    }

    private async Task EndAll()
    {
        Signal(Terminate);
        using (var patience = new CancellationTokenSource(Grace))
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Signal(Kill);
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    // To the group that it made of itself, and to itself in case it has not come to that yet.
    private void Signal(int signal)
    {
        if (!Posix.Signal(-_process.Id, signal) && !_process.HasExited) Posix.Signal(_process.Id, signal);
    }

    // Something that left the group may keep the pipes open for ever: what it says is not waited for.
    private Task<Task> Said() => Task.WhenAny(_said, Task.Delay(TimeSpan.FromSeconds(5)));

    private async Task Copy(Stream from)
    {
        byte[] buffer = new byte[16 << 10];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer).ConfigureAwait(false)) > 0) Write(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private void Write(ReadOnlySpan<byte> said)
    {
        lock (_log)
        {
            if (_isCut) return;
            try
            {
                _log.Write(said);
                if (_log.Length < MostLogBytes) return;
                _isCut = true;
                _log.Write("\n... cut: a log holds 64 MiB\n"u8);
            }
            catch (IOException)
            {
                // What it does goes on without its log; it would stand still if nobody took what it says.
                _isCut = true;
            }
        }
    }
}
