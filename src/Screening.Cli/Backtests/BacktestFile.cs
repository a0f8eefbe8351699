using Screening.Cli.Queries;
using Screening.Data;
using Screening.Data.DuckDb;

namespace Screening.Cli.Backtests;

/// <summary>Writes scored tellings to a Parquet or CSV file, in the order in which they arrived.</summary>
internal sealed class BacktestFile : IDisposable
{
    private readonly string _format, _spill;
    private readonly ResultFile _file;
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;
    private readonly DuckDbAppender _appender;

    /// <param name="path">Where, .parquet or .csv.</param>
    /// <param name="mayReplace">Whether a file that is there may be replaced.</param>
    /// <param name="lake">The lake, in which no result is written.</param>
    /// <exception cref="UsageException">The place or the name is not as accepted.</exception>
    public BacktestFile(string path, bool mayReplace, string lake)
    {
        _format = ResultFile.Format(path);
        _file = ResultFile.At(path, mayReplace, lake);
        _spill = Directory.CreateTempSubdirectory("screening-backtest-").FullName;
        _database = DuckDbDatabase.Open(Path.Combine(_spill, "rows.duckdb"), new DuckDbOptions { TempDirectory = _spill });
        _connection = _database.Connect();
        _connection.Execute("CREATE TABLE tellings (order_id VARCHAR, version BIGINT, as_of TIMESTAMP, margin DOUBLE, risk DOUBLE, mandatory_hold BOOLEAN, found VARCHAR, not_assessed VARCHAR)");
        _appender = _connection.Appender("tellings");
    }

    /// <summary>Adds one.</summary>
    public void Take(ScoredTelling telling)
    {
        _appender.String(telling.OrderId).Long(telling.Version).TimestampMicros(telling.AsOf).Double(telling.Margin).Double(telling.Risk).Bool(telling.IsMandatoryHold);
        _appender.String(string.Join(' ', telling.Found)).String(string.Join(' ', telling.NotAssessed));
        _appender.EndRow();
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Place(CancellationToken cancellation)
    {
        _appender.Close();
        _connection.Execute($"COPY tellings TO {Sql.Literal(_file.Making)} ({_format})", cancellation);
        _file.Place();
    }

    public void Dispose()
    {
        _appender.Dispose();
        _connection.Dispose();
        _database.Dispose();
        _file.Dispose();
        Directory.Delete(_spill, recursive: true);
    }
}
