using System.Globalization;
using Xunit;

namespace Screening.Tests;

/// <summary>Published data that stands beside the repository, in <c>shared/data</c>, and is no part of it.</summary>
internal static class SharedData
{
    /// <summary>The folder <paramref name="name"/>, looked for above SCREENING_HOME and above the tests; skips the test where there is none.</summary>
    public static string Folder(string name)
    {
        foreach (string? start in new[] { Environment.GetEnvironmentVariable("SCREENING_HOME"), AppContext.BaseDirectory })
        {
            if (string.IsNullOrEmpty(start)) continue;
            for (DirectoryInfo? above = new(start); above is not null; above = above.Parent)
            {
                string folder = Path.Combine(above.FullName, "shared", "data", name);
                if (Directory.Exists(folder)) return folder;
            }
        }

        Assert.Skip($"There is no folder shared/data/{name} beside the repository; set SCREENING_HOME to a repository that has one beside it.");
        return "";
    }

    /// <summary>A CSV file of numbers with a header: its values (rows x columns, row-major) and the number of columns.</summary>
    public static (double[] Values, int Columns) Numbers(string file)
    {
        string[] lines = File.ReadAllLines(file);
        int columns = lines[0].Split(',').Length;
        double[] values = [.. lines.Skip(1).SelectMany(line => line.Split(',')).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.Equal((lines.Length - 1) * columns, values.Length);
        return (values, columns);
    }
}
