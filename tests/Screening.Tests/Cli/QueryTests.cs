using System.Text.Json;
using Screening.Cli;
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary><c>screening query</c> as people and scripts use it: formats, files, limits, and what it must never do.</summary>
public sealed class QueryTests(SimulatedLakeFixture simulated) : IDisposable
{
    // Billions of pairs: no machine is done with it before it is stopped.
    private const string Endless = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range, b.range) = 42";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void EveryFormatGoesToAFileThatIsWholeOrNotThere()
    {
        foreach (string format in (string[])["table", "csv", "json", "parquet"])
        {
            string file = _folder["out." + format];
            (int code, string output, string errors) = Query("SELECT order_id, quantity FROM orders ORDER BY order_id LIMIT 7", "--format", format, "--out", file);
            Assert.True(code == 0, errors);
            Assert.Equal(("", "7 rows"), (output, errors.Trim()));
            Assert.True(new FileInfo(file).Length > 0);
        }

        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        string csv = $"read_csv('{_folder["out.csv"]}')", parquet = $"read_parquet('{_folder["out.parquet"]}')";
        Assert.Equal(0, connection.Scalar<long>($"SELECT count(*) FROM (SELECT order_id::VARCHAR, quantity::DOUBLE FROM {csv} EXCEPT SELECT order_id, quantity::DOUBLE FROM {parquet})", TestContext.Current.CancellationToken));
        Assert.Equal(7, JsonDocument.Parse(File.ReadAllText(_folder["out.json"])).RootElement.GetArrayLength());
        Assert.Equal(4, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void AFileIsReplacedOnlyWhenThatIsSaid()
    {
        File.WriteAllText(_folder["a.csv"], "mine");
        (int code, _, string errors) = Query("SELECT 1 AS n", "--format", "csv", "--out", _folder["a.csv"]);
        Assert.Equal((ExitCodes.Input, "mine"), (code, File.ReadAllText(_folder["a.csv"])));
        Assert.Contains("exists already; --force replaces it", errors, StringComparison.Ordinal);

        Assert.Equal(0, Query("SELECT 1 AS n", "--format", "csv", "--out", _folder["a.csv"], "--force").Code);
        Assert.Equal("n\r\n1\r\n", File.ReadAllText(_folder["a.csv"]));
        Assert.Equal(ExitCodes.Input, Query("SELECT nothing", "--format", "csv", "--out", _folder["a.csv"], "--force").Code);
        Assert.Equal("n\r\n1\r\n", File.ReadAllText(_folder["a.csv"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("{folder}", "is a folder")]
    [InlineData("{folder}/none/a.csv", "whose folder does not exist")]
    [InlineData("{lake}/orders/a.csv", "lies in the lake")]
    public void APlaceThatIsNoneIsRefused(string path, string said)
    {
        string place = path.Replace("{folder}", _folder.Path, StringComparison.Ordinal).Replace("{lake}", simulated.Lake, StringComparison.Ordinal);
        (int code, _, string errors) = Query("SELECT 1", "--format", "csv", "--out", place);
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ParquetNeedsAFile() => Assert.Contains("needs --out", Query("SELECT 1", "--format", "parquet").Errors, StringComparison.Ordinal);

    [Fact]
    public void WhatIsCutOffIsSaid()
    {
        (_, string table, string errors) = Query("SELECT * FROM range(1001) t(n)");
        Assert.Equal(1002, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("only the first 1000 rows: there are more", errors, StringComparison.Ordinal);
        Assert.Equal("1000 rows", Query("SELECT * FROM range(1000) t(n)").Errors.Trim());

        (_, string csv, errors) = Query("SELECT * FROM range(5000) t(n)", "--format", "csv");
        Assert.Equal((5002, ""), (csv.Split("\r\n").Length, errors));
        (_, string json, errors) = Query("SELECT * FROM range(5000) t(n)", "--json", "--rows", "3");
        Assert.Equal("""[{"n":0},{"n":1},{"n":2}]""", string.Concat(json.Where(c => !char.IsWhiteSpace(c))));
        Assert.Contains("only the first 3 rows", errors, StringComparison.Ordinal);
        (_, _, errors) = Query("SELECT * FROM range(5000) t(n)", "--format", "parquet", "--out", _folder["a.parquet"], "--rows", "3");
        Assert.Contains("3 rows, as many as --rows allows", errors, StringComparison.Ordinal);
        Assert.Equal("[]", Query("SELECT 1 AS n WHERE false", "--json").Output.Trim());
    }

    [Fact]
    public void AQueryThatTakesTooLongIsStopped()
    {
        (int code, string output, string errors) = Query(Endless, "--timeout-seconds", "1");
        Assert.Equal((ExitCodes.Internal, "", "screening: the query was stopped after 1 s; ask for less, or give it longer with --timeout-seconds"), (code, output, errors.Trim()));
        Assert.Equal(ExitCodes.Internal, Query(Endless, "--timeout-seconds", "1", "--format", "parquet", "--out", _folder["a.parquet"]).Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void CtrlCStopsAQuery()
    {
        using ScreeningProcess process = ScreeningProcess.Start("query", Endless, "--lake", simulated.Lake);
        Assert.False(process.HasEndedWithin(TimeSpan.FromSeconds(2)));
        process.Interrupt();
        (int code, _, string errors) = process.Wait();
        Assert.Equal((ExitCodes.Stopped, "screening: stopped"), (code, errors.Trim()));
    }

    [Fact]
    public void MemoryIsLimitedAndTheSentenceSaysSo()
    {
        (int code, _, string errors) = Query("SELECT list(n) FROM range(200000000) t(n)", "--memory", "64MB", "--threads", "1");
        Assert.Equal(ExitCodes.Input, code);
        Assert.Contains("needs more than 64MB of memory", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM order", "at or near")]
    [InlineData("SELECT * FROM nowhere", "there is no table nowhere; the datasets are audits_and_bonds, balance_sheets, ")]
    [InlineData("SELECT quantitty FROM orders", "\"quantitty\" not found in FROM clause; Candidate bindings: ")]
    [InlineData("SELECT {'a': 1} AS s", "cannot be read; cast it in SQL")]
    public void AnErrorIsOneHelpfulSentence(string sql, string said)
    {
        (int code, string output, string errors) = Query(sql);
        Assert.Equal((ExitCodes.Input, ""), (code, output));
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void TheSourcesAreATableToo()
    {
        (_, string csv, _) = Query("SELECT dataset, sum(accepted) = (SELECT count(*) FROM orders) AS same FROM sources WHERE dataset = 'orders' GROUP BY 1", "--format", "csv");
        Assert.Equal("dataset,same\r\norders,true\r\n", csv);
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void ALakeThatCannotBeWrittenIsReadAndLeftAsItIs()
    {
        TemporaryFolder.Copy(simulated.Lake, _folder["lake"]);
        foreach (string folder in Directory.EnumerateDirectories(_folder["lake"], "*", SearchOption.AllDirectories).Append(_folder["lake"])) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            string[] before = [.. Listing()];
            (int code, _, string errors) = ScreeningProcess.Run("query", "SELECT count(*) FROM (SELECT hash(a.order_id, b.range) AS h FROM orders a, range(1000) b ORDER BY h)", "--lake", _folder["lake"], "--memory", "100MB");
            Assert.True(code == 0, errors);
            Assert.Equal(before, Listing());
        }
        finally
        {
            foreach (string folder in Directory.EnumerateDirectories(_folder["lake"], "*", SearchOption.AllDirectories).Append(_folder["lake"])) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        IEnumerable<string> Listing() => new DirectoryInfo(_folder["lake"]).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(f => $"{f.FullName} {f.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void TheFileThatIsWrittenCannotBeChosenByTheQuery()
    {
        (int code, _, _) = Query($"COPY (SELECT 1) TO '{_folder["b.parquet"]}' (FORMAT parquet)", "--format", "parquet", "--out", _folder["a.parquet"]);
        Assert.Equal(ExitCodes.Input, code);
        (code, _, _) = Query($"SELECT 1) TO '{_folder["b.parquet"]}' (FORMAT parquet); COPY (SELECT 2", "--format", "parquet", "--out", _folder["a.parquet"]);
        Assert.Equal(ExitCodes.Input, code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Errors) Query(string sql, params string[] options) => ScreeningProcess.Run(["query", sql, "--lake", simulated.Lake, .. options]);
}
