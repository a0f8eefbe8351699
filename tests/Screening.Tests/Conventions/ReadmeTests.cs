using System.Text.RegularExpressions;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Conventions;

/// <summary>What the README says can be typed is typed here, in a home of its own, and the alert it shows is the alert that comes.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(ScreeningProcess.Home, "README.md"));

    [Fact]
    public void EveryCommandRunsAndTheAlertShownIsReal()
    {
        using var home = new TemporaryFolder();
        foreach (string folder in new[] { "data-contracts", "models", "jobs" })
            Directory.CreateSymbolicLink(home[folder], Path.Combine(ScreeningProcess.Home, folder));
        List<string> commands = [.. Shell().Matches(Readme).SelectMany(m => m.Groups[1].Value.Split('\n')).Where(l => l.StartsWith("./screening ", StringComparison.Ordinal))];
        Assert.True(commands.Count >= 10, $"{commands.Count} commands found");
        Dictionary<string, string> environment = new() { ["SCREENING_HOME"] = home.Path };
        foreach (string command in commands)
        {
            string[] arguments = [.. Words().Matches(command.Replace("/tmp/screening-readme", home["readme"], StringComparison.Ordinal)).Skip(1).Select(w => w.Value.Trim('"'))];
            using ScreeningProcess process = ScreeningProcess.Start(environment, arguments);
            (int code, string output, string errors) = process.Wait();
            Assert.True(code == 0, $"{command}: {errors}");
            Assert.NotEmpty(output);
        }

        Match shown = Alert().Match(Readme);
        using ScreeningProcess show = ScreeningProcess.Start(environment, [.. shown.Groups[1].Value.Split(' ')]);
        Assert.Equal(shown.Groups[2].Value, show.Wait().Output);
    }

    [Fact]
    public void EveryFileThatADocumentNamesIsThere()
    {
        int links = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ScreeningProcess.Home, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(ScreeningProcess.Home, "README.md")))
        {
            string text = File.ReadAllText(file);
            foreach (Match link in Link().Matches(text))
            {
                links++;
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value)), $"{file} names {link.Groups[1].Value}");
            }

            foreach (Match source in Source().Matches(text).Where(m => !m.Value.Contains('*', StringComparison.Ordinal)))
            {
                links++;
                Assert.True(Path.Exists(Path.Combine(ScreeningProcess.Home, source.Groups[1].Value)), $"{file} names {source.Groups[1].Value}");
            }
        }

        Assert.True(links > 20, $"{links} links found");
    }

    // As a shell splits: at blanks, but not within quotes.
    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.None, 10_000)]
    private static partial Regex Words();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline, 10_000)]
    private static partial Regex Shell();

    [GeneratedRegex("by `\\./screening (alerts show [^`]*)`:\n\n```text\n(.*?)```", RegexOptions.Singleline, 10_000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"\]\(([^)#:]+)\)", RegexOptions.None, 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|docs|models|data-contracts|native)/[A-Za-z0-9_./*-]+)`", RegexOptions.None, 10_000)]
    private static partial Regex Source();
}
