using Xunit;

namespace Screening.Tests;

/// <summary>Files in <c>Golden</c> that outputs must equal. UPDATE_GOLDEN=1 writes them anew; the change is then for review.</summary>
internal static class Golden
{
    public static void AssertEqual(string name, string actual)
    {
        string file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"there is no golden file {name}; UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    // Builds map source paths to /_/, so the folder is looked for above the tests, where the solution is.
    private static string Folder()
    {
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Screening.sln"))) return Path.Combine(above.FullName, "tests", "Screening.Tests", "Golden");
        }

        throw new DirectoryNotFoundException($"Screening.sln is nowhere above {AppContext.BaseDirectory}");
    }
}
