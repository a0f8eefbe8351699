using System.Diagnostics;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>The command line as a user has it: a process of its own.</summary>
internal sealed class ScreeningProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ScreeningProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string Home { get; } = FindHome();

    private static TimeSpan Patience => TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("SCREENING_TEST_ROWS") is { Length: > 0 } ? 30 : 5);

    public static ScreeningProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static ScreeningProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Start(environment, arguments, takesInput: false);

    private static ScreeningProcess Start(IReadOnlyDictionary<string, string> environment, string[] arguments, bool takesInput)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Screening.Cli"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = takesInput,
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["SCREENING_HOME"] = Home;
        // Of what the runtime would learn to compile better, a process of seconds has no use: a tenth of its time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string key, string value) in environment) start.Environment[key] = value;
        return new ScreeningProcess(Process.Start(start)!);
    }

    /// <summary>With lines on its standard input.</summary>
    public static (int Code, string Output, string Errors) RunWith(string input, params string[] arguments)
    {
        using ScreeningProcess process = Start(new Dictionary<string, string>(), arguments, takesInput: true);
        process._process.StandardInput.Write(input);
        process._process.StandardInput.Close();
        return process.Wait();
    }

    public static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using ScreeningProcess process = Start(arguments);
        return process.Wait();
    }

    /// <summary>What it prints; it has to end well.</summary>
    public static string Succeed(params string[] arguments)
    {
        (int code, string output, string errors) = Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }

    public (int Code, string Output, string Errors) Wait()
    {
        Assert.True(_process.WaitForExit(Patience), $"the process did not end within {Patience}");
        return (_process.ExitCode, _output.Result, _errors.Result);
    }

    /// <summary>Waits, and looks again and again at the kernel's own high-water mark of its resident memory, in bytes.</summary>
    public (int Code, string Output, string Errors, long PeakBytes) WaitMeasured()
    {
        long peak = 0;
        string status = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!_process.WaitForExit(20))
        {
            Assert.True(clock.Elapsed < Patience, $"the process did not end within {Patience}");
            try
            {
                if (File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
                    peak = long.Parse(line["VmHWM:".Length..^"kB".Length], System.Globalization.CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        (int code, string output, string errors) = Wait();
        return (code, output, errors, peak);
    }

    /// <summary>Kills without warning after a while; false when it had ended by itself.</summary>
    public bool KillAfter(TimeSpan time)
    {
        if (_process.WaitForExit(time)) return false;
        _process.Kill();
        _process.WaitForExit();
        return true;
    }

    /// <summary>True when it ended by itself within a while.</summary>
    public bool HasEndedWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private static string FindHome()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Screening.sln"))) return folder;
        }

        throw new InvalidOperationException("Screening.sln is not above the tests");
    }
}
