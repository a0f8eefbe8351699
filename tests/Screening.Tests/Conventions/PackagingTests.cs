using System.Diagnostics;
using System.Text.RegularExpressions;
using Screening.Cli;
using Screening.Cli.Operations;
using Screening.Tests.Cli;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Screening.Tests.Conventions;

/// <summary>What the package, the image and the units say holds of the program as it is.</summary>
public sealed partial class PackagingTests
{
    private static string Folder => Path.Combine(ScreeningProcess.Home, "packaging");

    [Fact]
    public void EveryCommandOfImageComposeFileAndUnitsIsAccepted()
    {
        List<string[]> commands = [.. ImageCommands(), .. ComposeCommands(), .. UnitCommands()];
        Assert.True(commands.Count >= 3, $"{commands.Count} commands");
        Assert.All(commands, command => Assert.Empty(Program.Root().Parse(command).Errors.Select(e => $"{string.Join(' ', command)}: {e.Message}")));
    }

    [Fact]
    public void ImageAndComposeFileRunAsNobodyInParticularAndShowNothingToTheWorld()
    {
        string image = File.ReadAllText(Path.Combine(Folder, "Dockerfile"));
        Assert.Contains("USER 10001:10001", image, StringComparison.Ordinal);
        YamlMappingNode services = (YamlMappingNode)Compose()["services"];
        Assert.All(services.Children.Values.SelectMany(s => s is YamlMappingNode m && m.Children.TryGetValue("ports", out YamlNode? ports) ? ((YamlSequenceNode)ports).Children : []), port => Assert.StartsWith("127.0.0.1:", ((YamlScalarNode)port).Value, StringComparison.Ordinal));
        Assert.DoesNotContain("PASSWORD:", File.ReadAllText(Path.Combine(Folder, "compose.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheListOfLicencesIsThatOfTheLocksAndTheBillOfMaterialsIsValid()
    {
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(Folder, "sbom"), ["--check"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
        Assert.Contains("valid CycloneDX 1.6", await output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPackageIsPinnedByALockAndRestoredInLockedMode()
    {
        Assert.Contains("<RestoreLockedMode", File.ReadAllText(Path.Combine(ScreeningProcess.Home, "Directory.Build.props")), StringComparison.Ordinal);
        foreach (string project in Directory.EnumerateFiles(ScreeningProcess.Home, "*.csproj", SearchOption.AllDirectories).Where(p => !p.Contains("/artifacts/", StringComparison.Ordinal)))
        {
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project);
            Assert.DoesNotContain(" Version=", string.Concat(File.ReadLines(project).Where(l => l.Contains("PackageReference", StringComparison.Ordinal))), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheReferenceIsThatOfTheProgramAndNamesEveryVariableThatItReads()
    {
        Assert.Equal(ConfigurationPage.Render(Program.Root()), File.ReadAllText(Path.Combine(ScreeningProcess.Home, "docs", "configuration.md")));
        string told = string.Join(' ', ConfigurationPage.Variables.Select(v => v.Name));
        string[] read = [.. Directory.EnumerateFiles(Path.Combine(ScreeningProcess.Home, "src"), "*.cs", SearchOption.AllDirectories).SelectMany(f => Read().Matches(File.ReadAllText(f))).Select(m => m.Groups["name"].Value.Trim('"')).Distinct()];
        Assert.NotEmpty(read);
        Assert.All(read.Where(name => !name.Contains("Variable", StringComparison.Ordinal)), name => Assert.Contains(name, told, StringComparison.Ordinal));
    }

    private static IEnumerable<string[]> ImageCommands() =>
        ImageCommand().Matches(File.ReadAllText(Path.Combine(Folder, "Dockerfile"))).Select(m => Quoted().Matches(m.Value).Select(q => q.Groups["text"].Value).ToArray());

    private static IEnumerable<string[]> ComposeCommands() => ((YamlMappingNode)Compose()["services"]).Children.Values.OfType<YamlMappingNode>()
        .Where(s => s.Children.ContainsKey("command")).Select(s => ((YamlSequenceNode)s["command"]).Children.Select(c => ((YamlScalarNode)c).Value!).ToArray());

    private static IEnumerable<string[]> UnitCommands() => Directory.EnumerateFiles(Path.Combine(Folder, "systemd"), "*.service").SelectMany(File.ReadLines)
        .Where(l => l.StartsWith("ExecStart=/opt/screening/screening ", StringComparison.Ordinal)).Select(l => l.Replace("%i", "1", StringComparison.Ordinal).Split(' ')[1..]);

    private static YamlMappingNode Compose()
    {
        var yaml = new YamlStream();
        using var text = new StringReader(File.ReadAllText(Path.Combine(Folder, "compose.yaml")));
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex("^CMD .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ImageCommand();

    [GeneratedRegex("GetEnvironmentVariable\\((?<name>[^)]*)\\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Read();

    [GeneratedRegex("\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Quoted();
}
