using Xunit;

namespace Screening.Tests.Cli;

/// <summary>Rubbish as a user feeds it: one sentence with file, line, column, value and what is accepted, exit code 2, the lake as before.</summary>
public sealed class BadInputTests
{
    private const string Header =
        "order_id,version,line_no,status,ordered_at,seller_id,purchaser_id,intermediate_consignee_id,ultimate_consignee_id,end_user_id,forwarding_agent_id,payer_id,"
        + "sales_representative,destination_country,ship_to_country,end_use,"
        + "hs_code,eccn,licence_code,licence_number,incoterms,mode,carrier,routed_export,related_parties,ultimate_consignee_type,port_of_export,port_of_unlading,end_use_location,packaging_country,assembly_country,deployment_country,payment_terms,currency,"
        + "product_id,quantity,value_usd,known_at";

    private const string Newer = ",,,,,,,,,,,,,,,,,,";

    [Theory]
    [InlineData("empty", "", "empty (0 bytes)")]
    [InlineData("truncated", Header + "\nB,1,1,placed,2024", "line 2", "truncated")]
    [InlineData("wrong delimiter", "order_id;version;line_no\nA;1;1\n", "delimited by ';'", "line 1")]
    [InlineData("a column missing", "order_id,version,line_no\nA,1,1\n", "line 1", "'status' is missing")]
    [InlineData("a column doubled", Header + ",quantity\nA\n", "line 1", "'quantity' is there twice")]
    [InlineData("a date in 1900", Header + "\nA,1,1,placed,1900-05-01,S,P,,,,,,,SG,,," + Newer + "X,1,10.00,2024-05-01\n", "line 2", "ordered_at '1900-05-01'", "1990-01-01")]
    [InlineData("a date in 2999", Header + "\nA,1,1,placed,2999-05-01,S,P,,,,,,,SG,,," + Newer + "X,1,10.00,2024-05-01\n", "line 2", "ordered_at '2999-05-01'", "accepted range")]
    [InlineData("a negative quantity", Header + "\nA,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,-1,10.00,2024-05-01\n", "line 2", "quantity '-1'", "more than 0")]
    [InlineData("a quantity of nothing", Header + "\nA,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,0,10.00,2024-05-01\n", "line 2", "quantity '0'", "more than 0")]
    [InlineData("an enormous quantity", Header + "\nA,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,1000000001,10.00,2024-05-01\n", "line 2", "quantity '1000000001'", "1000000000")]
    [InlineData("an enormous value", Header + "\nA,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,1,100000000001,2024-05-01\n", "line 2", "value_usd '100000000001'", "100000000000")]
    [InlineData("not a number", Header + "\nA,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,1,NaN,2024-05-01\n", "line 2", "value_usd 'NaN'", "finite")]
    [InlineData("an unknown country", Header + "\nA,1,1,placed,2024-05-01,S,P,,,,,,,XX,,," + Newer + "X,1,10.00,2024-05-01\n", "line 2", "destination_country 'XX'", "countries")]
    public void IsOneSentenceAndTheLakeIsAsBefore(string what, string content, params string[] said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["good.csv"], Header + "\nG,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,1,10.00,2024-05-01\n");
        Assert.Equal(0, ScreeningProcess.Run("ingest", "orders", folder["good.csv"], "--lake", folder["lake"]).Code);
        string[] before = Commits(folder);

        File.WriteAllText(folder["bad.csv"], content);
        (int code, string output, string errors) = ScreeningProcess.Run("ingest", "orders", folder["bad.csv"], "--lake", folder["lake"]);
        string sentence = errors.TrimEnd().Split('\n')[^1];
        Assert.True(code == 2 && (output.Length == 0 || output.StartsWith("orders: ", StringComparison.Ordinal)), $"{what}: exit {code}, {output}, {errors}");
        Assert.Contains("bad.csv", sentence, StringComparison.Ordinal);
        Assert.All(said, words => Assert.Contains(words, sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(before, Commits(folder));
    }

    [Fact]
    public void AMissingFileADirectoryAndAnUnknownDatasetAreNamed()
    {
        using var folder = new TemporaryFolder();
        (int code, _, string errors) = ScreeningProcess.Run("ingest", "orders", folder["nowhere.csv"], "--lake", folder["lake"]);
        Assert.Equal(2, code);
        Assert.Contains("nowhere.csv", errors, StringComparison.Ordinal);
        (code, _, errors) = ScreeningProcess.Run("ingest", "orders", folder.Path, "--lake", folder["lake"]);
        Assert.Equal(2, code);
        Assert.Contains("directory", errors, StringComparison.Ordinal);
        (code, _, errors) = ScreeningProcess.Run("ingest", "invoices", folder["nowhere.csv"], "--lake", folder["lake"]);
        Assert.Equal(2, code);
        Assert.Contains("invoices", errors, StringComparison.Ordinal);
        Assert.Contains("balance_sheets", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ADuplicateKeyIsQuarantinedWithBothLines()
    {
        using var folder = new TemporaryFolder();
        IEnumerable<string> rows = Enumerable.Range(1, 30).Select(i => $"A{i},1,1,placed,2024-05-01,S,P,,,,,,,SG,,,{Newer}X,1,10.00,2024-05-01");
        File.WriteAllLines(folder["orders.csv"], [Header, .. rows, "A3,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,2,10.00,2024-05-01"]);
        (int code, string output, _) = ScreeningProcess.Run("ingest", "orders", folder["orders.csv"], "--lake", folder["lake"]);
        Assert.Equal(0, code);
        Assert.Contains("31 in = 30 accepted + 0 already known + 1 quarantined", output, StringComparison.Ordinal);
        Assert.Contains("line 32: has the key and known_at of line 4", output, StringComparison.Ordinal);

        (code, string list, _) = ScreeningProcess.Run("quarantine", "list", "--lake", folder["lake"]);
        Assert.Equal(0, code);
        Assert.Contains("1 x conflict", list, StringComparison.Ordinal);
        (code, string show, _) = ScreeningProcess.Run("quarantine", "show", list[..10], "--lake", folder["lake"]);
        Assert.Equal(0, code);
        Assert.Contains("orders.csv line 32", show, StringComparison.Ordinal);
        Assert.Contains("A3,1,1,placed,2024-05-01,S,P,,,,,,,SG,,," + Newer + "X,2,10.00,2024-05-01", show, StringComparison.Ordinal);
        Assert.Equal(2, ScreeningProcess.Run("quarantine", "show", "nowhere", "--lake", folder["lake"]).Code);
    }

    private static string[] Commits(TemporaryFolder folder) => [.. Directory.GetFiles(Path.Combine(folder["lake"], "_manifests")).Order(StringComparer.Ordinal)];
}
