using System.Text.Json;
using Screening.Cli;
using Screening.Data.Contracts;
using Screening.Features;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>What data stewards ask with: contracts, lake, query.</summary>
public sealed class StewardVerbsTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void TheDataDictionaryIsTheOneThatIsGenerated() =>
        Assert.Equal(
            DataDictionary.Render(ContractStore.Load(Path.Combine(ScreeningProcess.Home, "data-contracts")), Engine.DefaultCatalogue),
            File.ReadAllText(Path.Combine(ScreeningProcess.Home, "docs", "data-dictionary.md")));

    [Fact]
    public void AQueryReadsTheSnapshotInEveryFormat()
    {
        const string Sql = "SELECT count(*) AS n, '=1+1' AS text, 'a,b' AS comma FROM products";
        string count = Query(Sql, "--json").Output;
        using JsonDocument json = JsonDocument.Parse(count);
        int products = json.RootElement[0].GetProperty("n").GetInt32();
        Assert.InRange(products, 10, 1000);
        Assert.Equal($"n,text,comma\r\n{products},'=1+1,\"a,b\"\r\n", Query(Sql, "--format", "csv").Output);
        Assert.Contains($"{products}", Query(Sql).Output, StringComparison.Ordinal);
        Assert.Contains("n", Query("SELECT 1 AS n -- a remark").Output, StringComparison.Ordinal);
        Assert.Equal("n\r\n", Query("SELECT count(*) AS n FROM orders", "--format", "csv", "--rows", "0").Output);
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("COPY orders TO '/tmp/screening-copied.csv'")]
    [InlineData("SELECT 1) ; DROP VIEW orders; SELECT (1")]
    [InlineData("DELETE FROM orders")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("ATTACH '/tmp/screening-attached.db'")]
    [InlineData("SELECT * FROM nowhere")]
    [InlineData(" ")]
    public void AQueryThatIsNotAReadOfTheSnapshotIsRefused(string sql)
    {
        (int code, string output, string errors) = Query(sql);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("screening: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/screening-copied.csv") || File.Exists("/tmp/screening-attached.db"));
    }

    [Fact]
    public void AnEarlierSnapshotCanBeRead()
    {
        string before = Query("SELECT count(*) AS n FROM orders", "--snapshot", "1", "--format", "csv").Output;
        Assert.Equal("n\r\n0\r\n", before);
        Assert.NotEqual(before, Query("SELECT count(*) AS n FROM orders", "--format", "csv").Output);
        (int code, _, string errors) = Query("SELECT 1", "--snapshot", "9999");
        Assert.Equal(2, code);
        Assert.Contains("9999", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ALakeSaysWhatItHoldsAndWhetherItIsWhole()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (int code, string status, _) = ScreeningProcess.Run("lake", "status", "--lake", folder["lake"]);
        Assert.Equal(0, code);
        Assert.Contains("orders", status, StringComparison.Ordinal);
        (code, string history, _) = ScreeningProcess.Run("lake", "history", "--lake", folder["lake"], "--json");
        using JsonDocument sources = JsonDocument.Parse(history);
        Assert.All(sources.RootElement.EnumerateArray(), s => Assert.Equal(
            s.GetProperty("rows_in").GetInt64(),
            s.GetProperty("accepted").GetInt64() + s.GetProperty("already_known").GetInt64() + s.GetProperty("quarantined").GetInt64()));
        Assert.Equal(0, ScreeningProcess.Run("lake", "verify", "--lake", folder["lake"]).Code);

        string damaged = Directory.EnumerateFiles(Path.Combine(folder["lake"], "orders"), "*.parquet", SearchOption.AllDirectories).First();
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        (code, string problems, string errors) = ScreeningProcess.Run("lake", "verify", "--lake", folder["lake"]);
        Assert.Equal(2, code);
        Assert.Contains(Path.GetFileName(damaged), problems, StringComparison.Ordinal);
        Assert.Contains("not whole: 1 of", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileIsHeldAgainstItsContractWithoutALake()
    {
        string file = Directory.GetFiles(Path.Combine(simulated.Lake, "_incoming", "orders")).Single();
        (int code, string output, string errors) = ScreeningProcess.Run("contracts", "check", "orders", file);
        Assert.True(code == ExitCodes.Done, errors);
        Assert.Contains("0 quarantined", output, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    private (int Code, string Output, string Errors) Query(string sql, params string[] options) =>
        ScreeningProcess.Run(["query", sql, "--lake", simulated.Lake, .. options]);
}
