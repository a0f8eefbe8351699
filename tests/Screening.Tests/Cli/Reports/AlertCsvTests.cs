using System.Globalization;
using Screening.Alerts;
using Screening.Cli.Reports;
using Xunit;

namespace Screening.Tests.Cli.Reports;

public sealed class AlertCsvTests
{
    [Fact]
    public void ColumnsAreAContract() => Assert.Equal(
        "alert_id,rank,lane,risk,margin,priority,subject_id,name,country,kind,age_days,stake_h100e,stake_usd,sentence,typologies,not_assessed,order_id,order_version,orders,"
        + "changed,shown_probability,as_of,run_id,data_version,list_version,feature_set,policy_version,model_version\r\n",
        AlertCsv.Render(Some.List(10, [])));

    [Fact]
    public void AnAlertIsALine()
    {
        List<string[]> rows = Parse(AlertCsv.Render(Some.NightlyList()));
        Assert.Equal(13, rows.Count);
        Assert.All(rows, row => Assert.Equal(AlertCsv.Columns.Count, row.Length));
        Dictionary<string, string> first = Row(rows, 1);
        Assert.Equal("alert-0001", first["alert_id"]);
        Assert.Equal("mandatory_hold", first["lane"]);
        Assert.Equal("T21; T01; T12; T05", first["typologies"]);
        Assert.Equal("EX-001-007; EX-001-006; EX-001-005", first["orders"]);
        Assert.Equal("2026-03-14T23:59:59.000000Z", first["as_of"]);
        Assert.Equal("", Row(rows, 7)["age_days"]);
        Assert.Equal("", Row(rows, 12)["age_days"]);
    }

    [Fact]
    public void WhatIsReadBackIsWhatWasWrittenAndNoCellIsAFormula()
    {
        const int Seed = 4180;
        var random = new Random(Seed);
        for (int round = 0; round < 300; round++)
        {
            string Next() => HostileText.Next(random);
            double margin = (random.NextDouble() * 40) - 20;
            Alert alert = Some.Alert() with { Name = Next(), Sentence = Next(), Country = Next(), Changed = Next(), NotAssessed = [Next(), Next()], OrderId = Next(), Margin = margin, Subject = Next() };
            NightlyList list = Some.List(3, [alert, alert]) with { RunId = Next() };

            string csv = AlertCsv.Render(list);
            List<string[]> rows = Parse(csv);

            Assert.Equal(3, rows.Count);
            foreach (string[] row in rows) Assert.Equal(AlertCsv.Columns.Count, row.Length);
            Dictionary<string, string> read = Row(rows, 2);
            foreach ((string column, string? written) in new[]
                {
                    ("name", alert.Name), ("sentence", alert.Sentence), ("country", alert.Country), ("changed", alert.Changed), ("order_id", alert.OrderId), ("run_id", list.RunId),
                    ("subject_id", alert.Subject), ("not_assessed", string.Join("; ", alert.NotAssessed)),
                })
            {
                string cell = read[column];
                Assert.True(cell == written || cell == "'" + written, $"seed {Seed}, round {round}, {column}: '{written}' came back as '{cell}'");
                Assert.False(RunsAsFormula(cell), $"seed {Seed}, round {round}, {column}: '{cell}' would run");
            }

            Assert.Equal(margin, double.Parse(read["margin"], CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\uFEFF=1")]
    [InlineData("\n=1")]
    [InlineData("＝1")]
    public void ATextThatWouldRunIsLedByAnApostrophe(string text) => Assert.Equal("'" + text, Parse(AlertCsv.Text(text) + "\r\n")[0][0]);

    [Theory]
    [InlineData("a-b")]
    [InlineData("'quoted'")]
    [InlineData("3 = 3")]
    public void APlainTextStaysAsItIs(string text) => Assert.Equal(text, AlertCsv.Text(text));

    private static bool RunsAsFormula(string cell)
    {
        string bare = cell.TrimStart(' ', '\n', '\u00A0', '\uFEFF', '\u200B', '\0', '\u0085', '\u2028');
        return bare.Length > 0 && bare[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝';
    }

    private static Dictionary<string, string> Row(List<string[]> rows, int row) => rows[0].Zip(rows[row]).ToDictionary(c => c.First, c => c.Second);

    /// <summary>RFC 4180 to the letter: CR LF ends a line, a quoted cell may hold anything, a quote in it is doubled.</summary>
    private static List<string[]> Parse(string csv)
    {
        var rows = new List<string[]>();
        var cells = new List<string>();
        for (int i = 0; i < csv.Length;)
        {
            if (csv[i] == '"')
            {
                int start = ++i;
                while (csv[i] != '"' || (i + 1 < csv.Length && csv[i + 1] == '"')) i += csv[i] == '"' ? 2 : 1;
                cells.Add(csv[start..i].Replace("\"\"", "\"", StringComparison.Ordinal));
                i++;
            }
            else
            {
                int start = i;
                while (csv[i] is not (',' or '\r' or '\n' or '"')) i++;
                cells.Add(csv[start..i]);
            }

            if (csv[i] == ',')
            {
                i++;
                continue;
            }

            Assert.Equal("\r\n", csv[i..(i + 2)]);
            i += 2;
            rows.Add([.. cells]);
            cells.Clear();
        }

        Assert.Empty(cells);
        return rows;
    }
}
