using Spectre.Console;

namespace Screening.Cli;

/// <summary>Says on standard error what is going on: bars on a terminal, plain lines otherwise.</summary>
internal sealed class ConsoleProgress : IProgress<string>, IProgress<double>
{
    private readonly ProgressContext? _bars;
    private readonly Lock _lock = new();
    private ProgressTask? _task;

    private ConsoleProgress(ProgressContext? bars) => _bars = bars;

    /// <summary>Does a piece of work that tells how far it is.</summary>
    public static T Run<T>(Func<ConsoleProgress, T> work)
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb") return work(new ConsoleProgress(null));
        T result = default!;
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(bars => result = work(new ConsoleProgress(bars)));
        return result;
    }

    /// <summary>Begins a stage, and with it ends the one before.</summary>
    public void Report(string value)
    {
        lock (_lock)
        {
            if (_bars is null)
            {
                Console.Error.WriteLine(value);
                return;
            }

            End();
            _task = _bars.AddTask(Markup.Escape(value), new ProgressTaskSettings { MaxValue = 1 });
            _task.IsIndeterminate = true;
        }
    }

    /// <summary>How far the stage is, 0 to 1.</summary>
    public void Report(double value)
    {
        lock (_lock)
        {
            if (_task is null) return;
            _task.IsIndeterminate = false;
            _task.Value = Math.Clamp(value, 0, 1);
        }
    }

    /// <summary>A receiver of counts that reports them as shares of a total.</summary>
    public IProgress<long> Of(long total) => new Counted(this, Math.Max(1, total));

    private void End()
    {
        if (_task is null) return;
        _task.IsIndeterminate = false;
        _task.Value = 1;
        _task.StopTask();
    }

    private sealed class Counted(ConsoleProgress progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)value / total);
    }
}
