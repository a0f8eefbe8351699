using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Notebooks;

/// <summary>The notebooks, each run top to bottom on what the verbs write of a small world.</summary>
public sealed class NotebookTests(NotebookData data) : IClassFixture<NotebookData>
{
    // The kernel is Debian's, with the packages that ./test installs, not whichever Python comes first.
    private const string Python = "/usr/bin/python3";

    private static string Folder => Path.Combine(ScreeningProcess.Home, "notebooks");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Folder, "*.ipynb").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void ThereAreThree() => Assert.Equal(["alert-quality.ipynb", "explore.ipynb", "retrain-and-compare.ipynb"], Directory.GetFiles(Folder, "*.ipynb").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ItRunsTopToBottomAndShowsPlots(string name)
    {
        string ran = Path.Combine(data.Folder, name);
        var start = new ProcessStartInfo(Python) { UseShellExecute = false, ArgumentList = { Path.Combine(Folder, "run.py"), Path.Combine(Folder, name), ran }, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SCREENING_NOTEBOOK_DATA"] = data.Folder;
        // No bytecode beside the sources, no settings of whoever runs the tests.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["MPLCONFIGDIR"] = start.Environment["IPYTHONDIR"] = start.Environment["JUPYTER_CONFIG_DIR"] = data.Folder;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        int plotted = int.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
        int promised = File.ReadAllText(Path.Combine(Folder, name)).Split("plt.show()").Length - 1;
        Assert.True(promised >= 4);
        Assert.Equal(promised, plotted);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItIsCommittedWithoutOutputs(string name)
    {
        using JsonDocument notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name)));
        foreach (JsonElement cell in notebook.RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code"))
        {
            Assert.Empty(cell.GetProperty("outputs").EnumerateArray());
            Assert.Equal(JsonValueKind.Null, cell.GetProperty("execution_count").ValueKind);
        }
    }
}
