using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class DoctorTests(SimulatedLakeFixture simulated) : IClassFixture<SimulatedLakeFixture>
{
    [Fact]
    public void WhatIsWellIsToldAsWellAndWhatIsLateIsAWarningThatSaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        Dictionary<string, (string Kind, string Said, string? Todo)> before = Findings(folder, expected: 0);
        Assert.Equal(("warning", "there is none yet"), (before["store"].Kind, before["store"].Said));
        Assert.Equal("good", before["duckdb"].Kind);
        Assert.Equal("good", before["lake"].Kind);
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"]);
        Assert.True(code == 0, errors);
        Dictionary<string, (string Kind, string Said, string? Todo)> after = Findings(folder, expected: 0);
        Assert.Equal("good", after["audit log"].Kind);
        Assert.Equal("good", after["waiting files"].Kind);

        // The simulated year is over: its last night and its lists are old by now.
        Assert.Equal("warning", after["last night"].Kind);
        Assert.Contains("run 'screening nightly'", after["last night"].Todo, StringComparison.Ordinal);
        Assert.All(after.Values, finding => Assert.Equal(finding.Kind == "good", finding.Todo is null));

        File.WriteAllText(Path.Combine(folder["lake"], "_incoming", "loose.csv"), "x");
        Assert.Contains("1 file loose in _incoming, such as loose.csv", Findings(folder, expected: 0)["waiting files"].Said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotWorkIsAFaultAndTheExitCodeSaysSo()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("fault", Findings(folder, expected: 1)["lake"].Kind);
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        string data = Directory.EnumerateFiles(folder["lake"], "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First(path => path.Contains("/orders/", StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(data);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(data, bytes);
        Assert.Equal("fault", Findings(folder, expected: 1, "--deep")["files of the lake"].Kind);
        Directory.CreateDirectory(Path.Combine(folder["lake"], "_store"));
        File.WriteAllText(Path.Combine(folder["lake"], "_store", "screening.db"), "no database, whatever its name says. ".PadRight(5000, '.'));
        Assert.Equal("fault", Findings(folder, expected: 1)["store"].Kind);
        Assert.Equal("fault", Findings(folder, expected: 1, "--policy", "9.9.9")["policy"].Kind);
    }

    private static Dictionary<string, (string Kind, string Said, string? Todo)> Findings(TemporaryFolder folder, int expected, params string[] more)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(["doctor", "--lake", folder["lake"], "--models", folder["models"], "--json", .. more]);
        Assert.True(code == expected, $"exit code {code}: {errors}\n{output}");
        using JsonDocument found = JsonDocument.Parse(output);
        return found.RootElement.EnumerateArray().GroupBy(f => f.GetProperty("what").GetString()!, StringComparer.Ordinal).ToDictionary(
            f => f.Key, f => (f.First().GetProperty("kind").GetString()!, f.First().GetProperty("said").GetString()!, f.First().GetProperty("todo").GetString()), StringComparer.Ordinal);
    }
}
