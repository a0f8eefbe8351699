using System.IO.Compression;
using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>A layout's reader over files that exist in memory only.</summary>
internal static class SomeLayout
{
    public static LayoutInput File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public static LayoutInput File(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes, writable: false));

    /// <summary>The records as dictionaries from column to cell, and the problems as <c>file:line reason</c>.</summary>
    public static (List<Dictionary<string, string?>> Records, List<string> Problems) Read(ILayout layout, params IReadOnlyList<LayoutInput> inputs)
    {
        var (records, problems) = ReadWhole(layout, inputs);
        return ([.. records.Select(r => layout.Columns.Zip(r.Cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal))], [.. problems.Select(p => FormattableString.Invariant($"{p.File}:{p.Line} {p.Reason}"))]);
    }

    /// <summary>Reads everything and checks what holds for every record of every layout.</summary>
    public static (List<LayoutRecord> Records, List<LayoutProblem> Problems) ReadWhole(ILayout layout, params IReadOnlyList<LayoutInput> inputs)
    {
        var problems = new List<LayoutProblem>();
        var records = layout.Read(inputs, problems.Add, TestContext.Current.CancellationToken).ToList();
        foreach (var record in records)
        {
            Assert.Equal(layout.Columns.Count, record.Cells.Length);
            Assert.DoesNotContain("", record.Cells);
            Assert.True(record.Line >= 1);
            Assert.NotEmpty(record.Raw);
            if (!layout.Columns.Contains("alias_kinds")) continue;
            int[] counts = [.. new[] { "aliases", "alias_kinds", "alias_qualities" }.Select(c => record.Cells[layout.Columns.ToList().IndexOf(c)]?.Split("; ").Length ?? 0)];
            Assert.Single(counts.Distinct());
        }
        return (records, problems);
    }

    public static string Refused(ILayout layout, params IReadOnlyList<LayoutInput> inputs) => Assert.Throws<IngestException>(() => Read(layout, inputs)).Message;

    public static byte[] Zip(params IReadOnlyList<(string Name, string Text)> parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return stream.ToArray();
    }
}
