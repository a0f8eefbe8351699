using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>The readers of every column of every contract against the same rules in SQL: the same cells are refused, by the same checks, for the same reasons.</summary>
public sealed class RowReaderLaws(ITestOutputHelper output)
{
    private const int Rows = 1_500;

    public static TheoryData<string> Datasets => [.. SomeDelivery.Contracts.Contracts.Select(c => c.Dataset)];

    [Theory]
    [MemberData(nameof(Datasets))]
    public void EveryCellIsRefusedAsTheOracleRefusesIt(string dataset)
    {
        var contract = SomeDelivery.Contracts[dataset];
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var cells = new ContractCells(SomeDelivery.Contracts, SomeDelivery.DeliveredAtUtc, new Random(seed));
        string?[][] rows = [.. Enumerable.Range(0, Rows).Select(_ => contract.Columns.Select(cells.Of).ToArray())];
        var oracle = new RowRulesOracle(contract, SomeDelivery.Contracts, SomeDelivery.DeliveredAtUtc);

        var slice = Read(contract, rows);
        var actual = slice.Failed.Select(f => Refusal(rows, f.Row, f.Place - 1, f.Column, f.Check, f.Reason)).Order(StringComparer.Ordinal).ToList();
        var expected = Expected(contract, oracle, rows).Order(StringComparer.Ordinal).ToList();

        foreach (var refusal in expected.Except(actual)) output.WriteLine("only the oracle refuses " + refusal);
        foreach (var refusal in actual.Except(expected)) output.WriteLine("only the reader refuses " + refusal);
        Assert.Equal(expected, actual);
        var broken = slice.Failed.Select(f => f.Row).ToHashSet();
        Assert.All(Enumerable.Range(0, Rows), i => Assert.Equal(broken.Contains(i) ? RowState.Broken : RowState.Accepted, slice.States[i]));
        // A missing text is no text of length 0, so no cell can break a least length of 1.
        var seen = slice.Failed.Select(f => (f.Column, f.Check)).ToHashSet();
        Assert.Empty(oracle.Checks.Where(c => !seen.Contains((c.Column, c.Check)) && !(c.Check == "length" && contract.Find(c.Column)!.MaxLength is null)).Select(c => $"{c.Column} never broke {c.Check}"));
    }

    private static string Refusal(string?[][] rows, int row, int place, string column, string check, string reason) => FormattableString.Invariant($"{row}|{column}|{check}|{reason}|{rows[row][place] ?? "(missing)"}");

    private static Slice Read(DataContract contract, string?[][] rows)
    {
        var block = new RecordBlock();
        block.Clear(contract.Columns.Count);
        for (var i = 0; i < rows.Length; i++)
        {
            foreach (var cell in rows[i])
            {
                var text = Encoding.UTF8.GetBytes(cell ?? "");
                block.AddCell(block.Append(text), text.Length);
            }
            block.EndRecord(i + 2, -1, 0);
        }
        var slice = new Slice(contract.Columns.Count);
        slice.Begin(0, 0);
        var (row, bytes) = slice.Add(block.Lines.AsSpan(0, block.Count), block.Bytes);
        new RowReader(contract, SomeDelivery.Contracts, SomeDelivery.DeliveredAtUtc).Read(block, [.. Enumerable.Range(0, contract.Columns.Count)], null, slice, row, bytes);
        return slice;
    }

    private static List<string> Expected(DataContract contract, RowRulesOracle oracle, string?[][] rows)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        foreach (var statement in oracle.Setup()) connection.Execute(statement, TestContext.Current.CancellationToken);
        connection.Execute($"CREATE TABLE cells (i INTEGER, {string.Join(", ", contract.Columns.Select(c => RowRulesOracle.Text(c.Name) + " VARCHAR"))})", TestContext.Current.CancellationToken);
        using (var appender = connection.Appender("cells"))
        {
            for (var i = 0; i < rows.Length; i++) appender.AppendRow([i, .. rows[i]]);
            appender.Close();
        }
        var values = contract.Columns.Where(c => c.Type.Kind != ColumnKind.Text).Select(c => $", {TypedSql.Of(c.Type, RowRulesOracle.Text(c.Name))} AS {RowRulesOracle.Value(c.Name)}");
        connection.Execute($"CREATE TABLE typed AS SELECT *{string.Concat(values)} FROM cells", TestContext.Current.CancellationToken);
        var refused = new List<string>();
        foreach (var check in oracle.Checks)
        {
            var place = contract.ColumnNames.ToList().IndexOf(check.Column);
            using var result = connection.Query($"SELECT i FROM typed WHERE {check.Broken}", TestContext.Current.CancellationToken);
            refused.AddRange(result.Rows().Select(row => Refusal(rows, (int)row[0]!, place, check.Column, check.Check, check.Reason)));
        }
        return refused;
    }
}
