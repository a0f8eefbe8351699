using System.Globalization;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest.Rows;

/// <summary>The two spellings of one rule, in C# and in SQL, say the same of any text.</summary>
public sealed class CellTextLaws(ITestOutputHelper output)
{
    private const int Texts = 20_000;

    private static readonly string[] Pieces =
    [
        "0", "1", "9", "00", "12", "2024", "1999", "-", "+", ".", ",", " ", "\t", "e", "E", "5", "000", "T", "Z", ":", "-05-", "-02-", "29", "30", "31", "23:59", "24:00", "12:30:45", ".123456", ".1234567", "+02:00", "-1530", "+16",
        "true", "FALSE", "yes", "n", "nan", "inf", "Infinity", "x", "é", "2024-02-29", "2023-02-29", "2024-05-01", "2024-05-01 00:00", "2024-05-01T12:00:00", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "999999999999999.999", "1000000000000000", "0.0001", "1.5000", "1e308", "1e309", "0000-01-01",
        "2024-05-01 12:00", "2024-05-01 12:00:30", " -0330", "-00:30", " +15:59", "+05",
    ];

    [Theory]
    [InlineData("BIGINT")]
    [InlineData("DECIMAL(18,3)")]
    [InlineData("DECIMAL(18,2)")]
    [InlineData("DECIMAL(6,0)")]
    [InlineData("DOUBLE")]
    [InlineData("BOOLEAN")]
    [InlineData("DATE")]
    [InlineData("TIMESTAMP")]
    public void ATextIsReadInCSharpAsInSql(string sqlType)
    {
        Assert.True(ColumnType.TryParse(sqlType, out var type));
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        List<string> texts = [.. Pieces, .. Enumerable.Range(0, Texts).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pieces[random.Next(Pieces.Length)])))];
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute("CREATE TABLE t (text VARCHAR)", TestContext.Current.CancellationToken);
        using (var appender = connection.Appender("t"))
        {
            foreach (var text in texts) appender.AppendRow(text);
            appender.Close();
        }
        var value = TypedSql.Of(type, "text");
        using var result = connection.Query($"SELECT text, {Number(type, value)} FROM t ORDER BY rowid", TestContext.Current.CancellationToken);
        var read = 0;
        foreach (var row in result.Rows())
        {
            var text = (string)row[0]!;
            var expected = row[1] is null ? null : Convert.ToString(row[1], CultureInfo.InvariantCulture);
            Assert.Equal((text, expected), (text, Read(type, text)));
            read += expected is null ? 0 : 1;
        }
        Assert.True(read > 20, $"only {read} texts could be read at all");
    }

    /// <summary>The value as a slice holds it.</summary>
    private static string Number(ColumnType type, string value) => type.Kind switch
    {
        ColumnKind.Exact => FormattableString.Invariant($"CAST(CAST(({value}) AS DECIMAL(38,{type.Scale})) * 1{new string('0', type.Scale)} AS BIGINT)"),
        ColumnKind.Boolean => $"CAST(({value}) AS INTEGER)",
        ColumnKind.Date => $"({value}) - DATE '1970-01-01'",
        ColumnKind.Timestamp => $"epoch_us({value})",
        _ => value,
    };

    private static string? Read(ColumnType type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (type.Kind)
        {
            case ColumnKind.Whole:
                return CellText.TryWhole(bytes, out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : null;
            case ColumnKind.Exact:
                return CellText.TryScaled(bytes, type.Precision, type.Scale, out var scaled) ? scaled.ToString(CultureInfo.InvariantCulture) : null;
            case ColumnKind.Real:
                return CellText.TryReal(bytes, out var real) ? real.ToString(CultureInfo.InvariantCulture) : null;
            case ColumnKind.Boolean:
                return CellText.TryBoolean(bytes, out var yes) ? yes ? "1" : "0" : null;
            case ColumnKind.Date:
                return CellText.TryDay(bytes, out var days) ? days.ToString(CultureInfo.InvariantCulture) : null;
            default:
                return CellText.TryMoment(bytes, out var micros) ? micros.ToString(CultureInfo.InvariantCulture) : null;
        }
    }
}
