using Spectre.Console;

namespace Screening.Cli;

/// <summary>Says on standard error what is going on: bars on a terminal, plain lines otherwise.</summary>
internal sealed class ConsoleProgress : IProgress<string>, IProgress<double>
{
    private readonly ProgressContext? _bars;
    private readonly Lock _lock = new();
    private ProgressTask? _task;
    private string? _step;

    private ConsoleProgress(ProgressContext? bars) => _bars = bars;

    /// <summary>Does a piece of work that tells how far it is.</summary>
    public static T Run<T>(Func<ConsoleProgress, T> work)
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb") return work(new ConsoleProgress(null));
        T result = default!;
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
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

    /// <summary>
    /// What a long stage is at, and how far all of it is, 0 to 1. What stands before the first comma or colon names a step; where there are no bars a step is said once.
    /// </summary>
    public void Report(string value, double share)
    {
        lock (_lock)
        {
            string step = value.Split(',', ':')[0];
            if (_bars is null)
            {
                if (step != _step) Console.Error.WriteLine(step);
                _step = step;
                return;
            }

            if (_step is null || _task is null)
            {
                End();
                _task = _bars.AddTask(Markup.Escape(value), new ProgressTaskSettings { MaxValue = 1 });
            }

            _step = step;
            _task.Description = Markup.Escape(value);
            _task.IsIndeterminate = false;
            _task.Value = Math.Clamp(share, 0, 1);
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
