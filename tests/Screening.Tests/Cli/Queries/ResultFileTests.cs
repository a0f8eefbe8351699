using Screening.Cli.Queries;
using Screening.Data;
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Cli.Queries;

public sealed class ResultFileTests
{
    [Fact]
    public void ParquetIsWrittenInGroupsThatFitManyTimesIntoTheLeastMemory()
    {
        using var folder = new TemporaryFolder();
        string file = folder["rows.parquet"];
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        connection.Execute($"COPY (SELECT * FROM range(200000)) TO {Sql.Literal(file)} ({ResultFile.Format(file)})", TestContext.Current.CancellationToken);

        // 270 columns of 8 bytes, and 700 MB are the least that DuckDB is given.
        long most = connection.Scalar<long>($"SELECT max(row_group_num_rows) FROM parquet_metadata({Sql.Literal(file)})", TestContext.Current.CancellationToken);
        Assert.InRange(most * 270 * 8, 1, 70_000_000);
    }
}
