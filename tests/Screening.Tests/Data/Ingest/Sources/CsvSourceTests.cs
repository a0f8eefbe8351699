using System.Globalization;
using System.Text;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest.Sources;

/// <summary>The reading of CSV against DuckDB and against what was written.</summary>
public sealed class CsvSourceTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-csv-").FullName;

    [Fact]
    public void WhatWasWrittenIsWhatIsReadAtTheLinesItStandsOnAndDuckDbAgrees()
    {
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        for (var round = 0; round < 200; round++)
        {
            var columns = random.Next(1, 6);
            var text = new StringBuilder();
            var expected = new List<(long Line, string?[] Cells, string Raw)>();
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
                var written = string.Join(',', cells.Select(c => Quoted(c, random)));
                if (record > 0) expected.Add((line, [.. cells.Select(c => c.Length == 0 ? null : c)], written));
                text.Append(written).Append(ends[random.Next(ends.Length)]);
                line += 1 + Lines(written);
            }
            if (random.Next(3) == 0) while (text[^1] is '\n' or '\r') text.Length--;

            var read = Records.OfCsv(text.ToString());
            Assert.Empty(read.Malformed);
            Assert.Equal(expected.Select(e => (e.Line, string.Join('|', e.Cells.Select(c => c ?? "∅")), e.Raw)), read.Rows.Select(r => (r.Line, string.Join('|', r.Cells.Select(c => c ?? "∅")), r.Raw)));
            AgreesWithDuckDb(connection, columns, read);
        }
    }

    [Fact]
    public void NoRandomBytesAreLost()
    {
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        var alphabet = "aaab,,,\"\"\n\n\r \té\0"u8.ToArray();
        for (var round = 0; round < 2_000; round++)
        {
            byte[] bytes = [.. "x,y,z\n"u8, .. Enumerable.Range(0, random.Next(200)).Select(_ => alphabet[random.Next(alphabet.Length)])];
            var read = Records.OfCsv(bytes);

            Assert.All(read.Rows, r => Assert.Equal(3, r.Cells.Length));
            var kept = read.Rows.Sum(r => r.Raw.Count(c => c is not ('\n' or '\r'))) + read.Malformed.Sum(m => m.Raw.Count(c => c is not ('\n' or '\r')));
            // Every character that is no line end stands in a record or in a malformed line.
            Assert.Equal(Encoding.UTF8.GetString(bytes.AsSpan(6)).Count(c => c is not ('\n' or '\r')), kept);
        }
    }

    [Fact]
    public void RecordsAcrossTheBuffersEdgeAreWhole()
    {
        var filler = new string('x', 700_001);
        var read = Records.OfCsv(string.Concat(["a,b\n", .. Enumerable.Range(0, 30).Select(n => FormattableString.Invariant($"{n},\"{filler}\n{n}\"\n"))]));

        Assert.Empty(read.Malformed);
        Assert.Equal(
            Enumerable.Range(0, 30).Select(n => (2L + (2 * n), n.ToString(CultureInfo.InvariantCulture), filler.Length + 1 + n.ToString(CultureInfo.InvariantCulture).Length)),
            read.Rows.Select(r => (r.Line, r.Cells[0]!, r.Cells[1]!.Length)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000_000)]
    [InlineData(10_000_000)]
    public void ARecordThatIsTooLongIsSetAsideAloneHoweverLong(int beyond)
    {
        var read = Records.OfCsv("a,b\n1,2\n3," + new string('x', CsvSource.LongestRecord + beyond) + "\n4,5\n");

        Assert.Equal(["1|2@2", "4|5@4"], read.Rows.Select(r => FormattableString.Invariant($"{string.Join('|', r.Cells)}@{r.Line}")));
        var malformed = read.Malformed.Single();
        Assert.Equal((3L, CsvSource.LongestRecord), (malformed.Line, malformed.Raw.Length));
        Assert.Equal(FormattableString.Invariant($"is longer than 1048576 bytes: a line of {CsvSource.LongestRecord + beyond + 2} bytes, of which the first 1048576 are kept here"), malformed.Reason);
    }

    [Fact]
    public void ALongQuotedCellIsSetAsideAndWhatFollowsIsRead()
    {
        var read = Records.OfCsv("a,b\n1,2\n3,\"" + new string('x', 10_000_000) + "\"\n4,5\n");

        Assert.Equal(["1", "4"], read.Rows.Select(r => r.Cells[0]));
        Assert.StartsWith("has no closing quote in cell 2: a line of 10000004 bytes", read.Malformed.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHeaderAgainInTheMiddleIsNoRecord()
    {
        var read = Records.OfCsv("a,b\n1,2\na,b\n3,4\n");

        Assert.Equal(["1", "3"], read.Rows.Select(r => r.Cells[0]));
        Assert.Equal(new MalformedLine(3, "repeats the header", "a,b"), read.Malformed.Single());
    }

    [Fact]
    public void LineEndsMayBeMixedAndLinesAreCountedAsAnEditorCountsThem()
    {
        var read = Records.OfCsv("a,b\r\n1,\"x\r\ny\rz\"\n3,4\r5,6\r\n7,8");

        Assert.Equal([2L, 5, 6, 7], read.Rows.Select(r => r.Line));
        Assert.Equal("x\r\ny\rz", read.Rows[0].Cells[1]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>DuckDB's strict reader takes LF only, so the records are written again.</summary>
    private void AgreesWithDuckDb(DuckDbConnection connection, int columns, Records read)
    {
        var path = Path.Combine(_folder, "fuzz.csv");
        File.WriteAllText(path, string.Concat(read.Rows.Select(r => r.Raw + "\n")));
        var names = string.Join(", ", Enumerable.Range(0, columns).Select(i => FormattableString.Invariant($"'c{i}': 'VARCHAR'")));
        using var result = connection.Query($"SELECT * FROM read_csv('{path}', auto_detect=false, header=false, columns={{{names}}}, delim=',', quote='\"', escape='\"', new_line='\\n', nullstr='', strict_mode=true)");
        Assert.Equal(read.Rows.Select(r => string.Join('|', r.Cells.Select(c => c ?? "∅"))), result.Rows().Select(r => string.Join('|', r.Select(c => c ?? "∅"))));
    }

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
