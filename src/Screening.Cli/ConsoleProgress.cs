namespace Screening.Cli;

/// <summary>Says on standard error what is going on: plain lines where that is a file, one line that is written over on a terminal.</summary>
internal sealed class ConsoleProgress : IProgress<string>
{
    private readonly bool _terminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    private readonly Lock _lock = new();
    private bool _isOpen;

    /// <summary>Says what begins.</summary>
    public void Report(string value)
    {
        lock (_lock)
        {
            if (!_terminal)
            {
                Console.Error.WriteLine(value);
                return;
            }

            Console.Error.Write($"\r\u001b[2K{value}");
            _isOpen = true;
        }
    }

    /// <summary>Draws a bar for a share of the work, 0 to 1; only on a terminal.</summary>
    public void Bar(string what, double share)
    {
        if (!_terminal) return;
        int full = (int)(Math.Clamp(share, 0, 1) * 30);
        Report($"{what,-28} {new string('█', full)}{new string('░', 30 - full)} {share * 100,4:0} %");
    }

    /// <summary>Ends the line that is written over.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_isOpen) Console.Error.Write("\r\u001b[2K");
            _isOpen = false;
        }
    }
}
