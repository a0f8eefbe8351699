using System.Reflection;
using Screening.Features;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Conventions;

public sealed class ArchitectureTests
{
    [Fact]
    public void TheDomainReferencesNothingButThePlatform()
    {
        string[] references = [.. typeof(Engine).Assembly.GetReferencedAssemblies().Select(a => a.Name!)];
        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Screening.Client")]
    [InlineData("Screening.Data", "Screening")]
    [InlineData("Screening.Simulation", "Screening", "Screening.Data")]
    [InlineData("Screening.Learning", "Screening", "Screening.Data")]
    [InlineData("Screening.Web", "Screening", "Screening.Data", "Screening.Learning")]
    [InlineData("Screening.Cli", "Screening", "Screening.Data", "Screening.Learning", "Screening.Simulation", "Screening.Web")]
    public void ProjectsKnowOnlyThoseBelowThem(string assembly, params string[] below)
    {
        IEnumerable<string> ours = Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Screening", StringComparison.Ordinal));
        Assert.Subset(below.ToHashSet(), ours.ToHashSet());
    }

    [Fact]
    public void NoFileIsNamedAfterNothing()
    {
        string source = Path.Combine(ScreeningProcess.Home, "src");
        HashSet<string> files = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f))];
        string everything = string.Join('\n', Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.True(files.Count > 50, $"{files.Count} source files seen");
        foreach (string noun in new[] { "Helper", "Helpers", "Utils", "Utility", "Manager", "Common" })
        {
            Assert.DoesNotContain(files, f => f.EndsWith(noun, StringComparison.Ordinal));
            Assert.DoesNotContain($"class {noun}", everything, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NoFileNamesAPathOfOneMachine()
    {
        int seen = 0;
        string[] folders = [.. new[] { "work", "root", "home" }.Select(name => $"/{name}/")];
        foreach (string file in new[] { "src", "tests", "docs", "data-contracts", "models", "native" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(ScreeningProcess.Home, f), "*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".cs" or ".md" or ".yaml" or ".json" or ".sh" or ".sql" && !f.Contains("/native/lib/", StringComparison.Ordinal)
                && !f.EndsWith("ArchitectureTests.cs", StringComparison.Ordinal)))
        {
            seen++;
            string text = File.ReadAllText(file);
            Assert.All(folders, folder => Assert.False(text.Contains(folder, StringComparison.Ordinal), $"{file} names {folder}"));
        }

        Assert.True(seen > 100, $"{seen} files seen");
    }
}
