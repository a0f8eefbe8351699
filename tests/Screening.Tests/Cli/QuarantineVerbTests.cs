using System.Text.Json;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>A steward's way from a refused row to a row in the lake, as a user has it.</summary>
public sealed class QuarantineVerbTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void RefusedRowsAreListedShownMendedAndTakenIn()
    {
        string delivery = Deliver();
        Assert.Contains("3 rows refused, 3 open", Run("list").Output, StringComparison.Ordinal);
        Assert.Contains("orders.csv line 403: quantity 'many'", Run("show", delivery[..20], "--check", "type", "--column", "quantity").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("403", Run("show", delivery, "--column", "destination_country").Output, StringComparison.Ordinal);

        string fix = Path.Combine(_some.Folder, "fix.yaml"), corrected = Path.Combine(_some.Folder, "corrected.csv");
        Assert.Contains("+ destination_country: 1 of 1 refused cells: names of countries looked up", Run("fix-map", delivery, "--out", fix).Output, StringComparison.Ordinal);
        Assert.Contains("1 row would be settled", Run("replay", delivery, "--map", fix, "--dry-run", "--lines", "402").Output, StringComparison.Ordinal);
        Assert.Contains("1 row settled, 2 of these stay open", Run("replay", delivery, "--map", fix).Output, StringComparison.Ordinal);

        Assert.Equal("2 rows", Run("export", delivery, "--out", corrected).Errors.Trim());
        File.WriteAllText(corrected, File.ReadAllText(corrected).Replace(",many,", ",5,", StringComparison.Ordinal).Replace(",-7,", ",7,", StringComparison.Ordinal));
        Assert.Contains("2 rows settled, 0 of these stay open", Run("replay", delivery, "--corrected", corrected).Output, StringComparison.Ordinal);
        Assert.Contains("no row of", Run("replay", delivery).Output, StringComparison.Ordinal);

        using JsonDocument list = JsonDocument.Parse(Run("list", "--json", "--dataset", "orders").Output);
        JsonElement one = Assert.Single(list.RootElement.EnumerateArray());
        Assert.Equal((3, 0, "taken_in"), (one.GetProperty("refused_rows").GetInt32(), one.GetProperty("open_rows").GetInt32(), one.GetProperty("state").GetString()));
        Assert.Equal("[]", Run("list", "--json", "--open").Output.Trim());
        Assert.Equal(403, _some.Lake.Snapshot().Rows("orders"));
    }

    // Eight kinds of refusals of seven rows (a country that is no code breaks two rules), of which five are told one by one.
    [Fact]
    public void WhatIsNotToldOneByOneIsCounted()
    {
        string file = _some.Orders(
            "orders.csv",
            [
                .. SomeDelivery.Orders(400), SomeDelivery.Order(1000, ("destination_country", "Germany")), SomeDelivery.Order(1001, ("quantity", "many")), SomeDelivery.Order(1002, ("quantity", "-7")),
                SomeDelivery.Order(1003, ("ordered_at", "soon")), SomeDelivery.Order(1004, ("value_usd", "dear")), SomeDelivery.Order(1005, ("seller_id", "")), SomeDelivery.Order(1006, ("status", "lost")),
            ]);
        (int code, string output, string errors) = ScreeningProcess.Run("ingest", "orders", file, "--lake", _some.Lake.FullPath, "--delivered-at", "2024-06-01");
        Assert.True(code == 0, errors);
        Assert.Contains("  and 3 more rows of 3 kinds; 'screening quarantine show' lists every row", output, StringComparison.Ordinal);
        Assert.Contains("  and 3 more rows of 3 kinds", Run("list").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no refused row belongs to a delivery '1999'", "show", "1999")]
    [InlineData("--lines is 'x'; accepted: lines from 1", "replay", "2024", "--lines", "x")]
    [InlineData("nothing.yaml' does not exist", "replay", "2024", "--map", "nothing.yaml")]
    [InlineData("nothing.csv' does not exist", "replay", "2024", "--corrected", "nothing.csv")]
    [InlineData("--out", "export", "2024")]
    [InlineData("whose folder does not exist", "export", "2024", "--out", "no/such/folder.csv")]
    [InlineData("no refused row of a file 'x.csv'", "replay", "2024", "--file", "x.csv")]
    [InlineData("nowhere", "list", "--dataset", "nowhere")]
    public void AMistakeIsOneSentence(string expected, params string[] arguments)
    {
        Deliver();
        (int code, string output, string errors) = ScreeningProcess.Run(["quarantine", .. arguments, "--lake", _some.Lake.FullPath]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheMappingThatRowsCameThroughItIsAskedFor()
    {
        string mapping = _some.Write("map.yaml", SomeDelivery.OrderColumns.Select(c => $"  {c}: {{from: {c}}}").Prepend("columns:").Prepend("dataset: orders"));
        string file = Rows();
        Assert.Equal(0, ScreeningProcess.Run("ingest", "orders", file, "--lake", _some.Lake.FullPath, "--map", mapping, "--delivered-at", "2024-06-01").Code);
        Assert.Contains("with --map", ScreeningProcess.Run("quarantine", "replay", "2024", "--lake", _some.Lake.FullPath).Errors, StringComparison.Ordinal);

        string delivered = Directory.CreateDirectory(Path.Combine(_some.Lake.FullPath, "_delivered", "orders")).FullName;
        File.Copy(mapping, Path.Combine(delivered, "mapping.yaml"));
        Assert.Contains("0 rows settled, 3 of these stay open", Run("replay", "2024").Output, StringComparison.Ordinal);
    }

    public void Dispose() => _some.Dispose();

    private (string Output, string Errors) Run(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(["quarantine", .. arguments, "--lake", _some.Lake.FullPath]);
        Assert.True(code == 0, errors);
        return (output, errors);
    }

    private string Rows() => _some.Orders(
        "orders.csv",
        [.. SomeDelivery.Orders(400), SomeDelivery.Order(1000, ("destination_country", "Germany")), SomeDelivery.Order(1001, ("quantity", "many"), ("end_use", "=1+1")), SomeDelivery.Order(1002, ("quantity", "-7"))]);

    private string Deliver()
    {
        Assert.Equal(0, ScreeningProcess.Run("ingest", "orders", Rows(), "--lake", _some.Lake.FullPath, "--delivered-at", "2024-06-01").Code);
        return Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(_some.Lake.FullPath, "_quarantine", "orders")).Single());
    }
}
