using System.Text;
using Screening.Data;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>The order of a slice's rows against DuckDB's ORDER BY, with many rows that are equal in a part of it.</summary>
public sealed class SliceOrderLaws(ITestOutputHelper output)
{
    private static readonly string[] Texts = ["", "A", "Z", "a", "ab", "a b", "é", "e\u0301", "ÿ", "Ā", "株", "株式", "\uFFFD", "𝄞", "0", "10", "9"];

    public static TheoryData<string> Datasets => [.. SomeDelivery.Contracts.Contracts.Select(c => c.Dataset)];

    [Theory]
    [MemberData(nameof(Datasets))]
    public void RowsAreSortedAsDuckDbSortsThem(string dataset)
    {
        var contract = SomeDelivery.Contracts[dataset];
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        // Few moments and many rows: long runs that are equal in the first columns. Many moments: short ones.
        foreach (var (rows, moments) in ((int, int)[])[(0, 1), (1, 1), (40, 1), (3_000, 1), (3_000, 3), (3_000, 200), (3_000, 100_000)])
        {
            var (slice, accepted) = Slice(contract, random, rows, moments);
            Assert.Equal(Sorted(connection, contract, slice, accepted), new SliceOrder(contract).Sort(slice, RowState.Accepted));
        }
    }

    private static (Slice Slice, List<int> Accepted) Slice(DataContract contract, Random random, int rows, int moments)
    {
        var slice = new Slice(contract.Columns.Count);
        slice.Begin(0, 0);
        slice.Add(new long[rows], []);
        var accepted = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            if (random.Next(10) == 0) slice.States[row] = (RowState)random.Next(1, 9);
            else accepted.Add(row);
            foreach (var name in contract.SortColumns)
            {
                var column = slice.Columns[contract.ColumnNames.ToList().IndexOf(name)];
                var kind = contract.Find(name)!.Type.Kind;
                column.Missing[row] = name == contract.EventTime && random.Next(6) == 0;
                var text = Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);
                column.Values[row] = kind == ColumnKind.Text ? Screening.Data.Ingest.Slice.Place(slice.Append(text), text.Length)
                    : kind == ColumnKind.Real ? BitConverter.DoubleToInt64Bits(random.Next(-2, 3) / 2.0)
                    : name == DataContract.KnownAt ? random.Next(moments)
                    : random.Next(-3, 4);
            }
        }
        return (slice, accepted);
    }

    private static int[] Sorted(DuckDbConnection connection, DataContract contract, Slice slice, List<int> accepted)
    {
        static string Type(ColumnKind kind) => kind switch { ColumnKind.Text => "VARCHAR", ColumnKind.Real => "DOUBLE", _ => "BIGINT" };
        var columns = contract.SortColumns.Select(c => (Name: c, contract.Find(c)!.Type.Kind, Place: contract.ColumnNames.ToList().IndexOf(c))).ToList();
        connection.Execute($"CREATE OR REPLACE TABLE rows (i INTEGER, {string.Join(", ", columns.Select(c => $"{Sql.Identifier(c.Name)} {Type(c.Kind)}"))})", TestContext.Current.CancellationToken);
        using (var appender = connection.Appender("rows"))
        {
            foreach (var row in accepted)
            {
                var values = columns.Select(object? (c) => slice.Columns[c.Place] is var column && column.Missing[row] ? null
                    : c.Kind == ColumnKind.Text ? (object)Encoding.UTF8.GetString(slice.Text(column.Values[row]))
                    : c.Kind == ColumnKind.Real ? (object)BitConverter.Int64BitsToDouble(column.Values[row])
                    : (object)column.Values[row]);
                appender.AppendRow([row, .. values]);
            }
            appender.Close();
        }
        using var result = connection.Query($"SELECT i FROM rows ORDER BY {string.Join(", ", columns.Select(c => Sql.Identifier(c.Name)))}, i", TestContext.Current.CancellationToken);
        return [.. result.Rows().Select(r => (int)r[0]!)];
    }
}
