using System.Text;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>The scan against DuckDB and against an oracle that reads one character at a time.</summary>
public sealed class CsvScanTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-csv-").FullName;

    [Fact]
    public void WhatWasWrittenIsWhatDuckDbReadsAtTheLinesTheScanSays()
    {
        var seed = Environment.TickCount;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        for (var round = 0; round < 200; round++)
        {
            var columns = random.Next(1, 6);
            var text = new StringBuilder();
            var expected = new List<(long Line, string[] Cells)>();
            var ends = random.Next(4) switch { 0 => new[] { "\n" }, 1 => ["\r\n"], 2 => ["\r"], _ => ["\n", "\r\n"] };
            var line = 1L;
            for (var record = 0; record <= random.Next(1, 30); record++)
            {
                if (record > 0 && columns > 1 && random.Next(20) == 0)
                {
                    text.Append(ends[0]);
                    line++;
                }
                var cells = Enumerable.Range(0, columns).Select(c => record == 0 ? FormattableString.Invariant($"c{c}") : Cell(random)).ToArray();
                if (record > 0 && columns == 1 && cells[0].Length == 0) cells[0] = "x";
                if (record > 0) expected.Add((line, cells));
                var written = string.Join(',', cells.Select(c => Quoted(c, random)));
                text.Append(written).Append(ends[random.Next(ends.Length)]);
                line += 1 + Lines(written);
            }
            if (random.Next(3) == 0) while (text[^1] is '\n' or '\r') text.Length--;
            var path = Path.Combine(_folder, "fuzz.csv");
            File.WriteAllText(path, text.ToString(), new UTF8Encoding(random.Next(2) == 0));

            var file = CsvFile.Open(path, "fuzz.csv", Path.Combine(_folder, "scratch"), new SourceFormat(), TestContext.Current.CancellationToken);
            Assert.Empty(file.Malformed);
            Assert.Equal(expected.Count, file.Records);
            using var result = connection.Query($"SELECT * FROM {file.Relation}", TestContext.Current.CancellationToken);
            var rows = result.Rows().ToList();
            Assert.Equal(expected.Count, rows.Count);
            for (var i = 0; i < rows.Count; i++)
            {
                Assert.Equal(expected[i].Cells.Select(c => c.Length == 0 ? null : c), rows[i].Cast<string?>());
                Assert.Equal(expected[i].Line, file.LineOf(i));
            }
            var all = Enumerable.Range(0, rows.Count).Where(i => i % 3 == 0).Select(i => (long)i).ToList();
            var relation = file.Again(connection, all, static (_, _) => { }, TestContext.Current.CancellationToken);
            using var again = connection.Query($"SELECT c0 FROM {relation}", TestContext.Current.CancellationToken);
            Assert.Equal(all.Select(i => expected[(int)i].Cells[0] is { Length: > 0 } c ? c : null), again.Rows().Select(r => (string?)r[0]));
        }
    }

    [Fact]
    public void NoRandomBytesAreLostOrReadInTwoWays()
    {
        var seed = Environment.TickCount;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        var alphabet = "aaab,,,\"\"\n\n\r \té\0"u8.ToArray();
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        for (var round = 0; round < 600; round++)
        {
            var path = Path.Combine(_folder, "noise.csv");
            File.WriteAllBytes(path, [.. "x,y,z\n"u8, .. Enumerable.Range(0, random.Next(200)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var file = CsvFile.Open(path, "noise.csv", Path.Combine(_folder, "scratch"), new SourceFormat(), TestContext.Current.CancellationToken);
            using var result = connection.Query($"SELECT x, y, z FROM {file.Relation}", TestContext.Current.CancellationToken);

            Assert.Equal(file.Records, result.Rows().Count());
            var raws = new List<string>();
            CsvScan.Run(path, ',', (_, line, raw) => raws.Add(Encoding.UTF8.GetString(raw)), TestContext.Current.CancellationToken);
            var kept = raws.Sum(r => r.Count(c => c is not ('\n' or '\r'))) + file.Malformed.Sum(m => m.Raw.Count(c => c is not ('\n' or '\r')));
            // Every character that is no line end stands in a record or in a malformed line.
            Assert.Equal(Encoding.UTF8.GetString(File.ReadAllBytes(path)[6..]).Count(c => c is not ('\n' or '\r')), kept);
        }
    }

    [Fact]
    public void RecordsAcrossTheBuffersEdgeAreWhole()
    {
        var path = Path.Combine(_folder, "long.csv");
        var filler = new string('x', 700_001);
        File.WriteAllLines(path, ["a,b", .. Enumerable.Range(0, 30).Select(n => FormattableString.Invariant($"{n},\"{filler}\n{n}\""))]);
        var seen = new List<(long Record, long Line, int Length)>();

        var scan = CsvScan.Run(path, ',', (record, line, raw) => seen.Add((record, line, raw.Length)), TestContext.Current.CancellationToken);

        Assert.Equal(30, scan.Records);
        Assert.Empty(scan.Malformed);
        Assert.Equal(Enumerable.Range(0, 30).Select(n => ((long)n, 2L + (2 * n), filler.Length + 4 + (2 * n.ToString(System.Globalization.CultureInfo.InvariantCulture).Length))), seen);
    }

    [Fact]
    public void ARecordThatIsTooLongIsSetAside()
    {
        var path = Path.Combine(_folder, "long.csv");
        File.WriteAllLines(path, ["a,b", "1,2", "3," + new string('x', CsvScan.LongestRecord + 1), "4,5"]);

        var scan = CsvScan.Run(path, ',', null, TestContext.Current.CancellationToken);

        Assert.Equal(2, scan.Records);
        Assert.Equal(3, scan.Malformed.Single().Line);
        Assert.Equal(4, scan.LineOf(1));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Cell(Random random)
    {
        var alphabet = "ab ,\"\n\r;\té漢";
        return random.Next(4) == 0 ? "" : string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => alphabet[random.Next(alphabet.Length)]));
    }

    private static string Quoted(string cell, Random random)
    {
        var must = cell.AsSpan().IndexOfAny(",\n\r") >= 0 || cell.TrimStart(' ', '\t').StartsWith('"');
        return must || random.Next(3) == 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    private static int Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\n' or '\r');
}
