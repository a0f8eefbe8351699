#pragma warning disable xUnit1051 // these statements end by themselves; those that would not are given their own token
using System.Diagnostics;
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Data.DuckDb;

public sealed class DuckDbConnectionTests : IDisposable
{
    // Billions of pairs with a filter that cannot be reasoned away: minutes, if nothing stops it.
    private const string Endless = "SELECT count(*) FROM range(10_000_000) a(i), range(10_000_000) b(j) WHERE hash(i, j) % 1_000_003 = 7";

    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public DuckDbConnectionTests() => _connection = _database.Connect();

    public static TheoryData<object?> Parameters =>
    [
        (object?)null, true, false, int.MinValue, int.MaxValue, long.MinValue, long.MaxValue, -0.1, double.MaxValue, double.NegativeInfinity,
        0m, -0.01m, 12345.6789m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m,
        "", "x'; DROP TABLE t; --", "\"quoted\"", "100% _?", "NUL \0 inside", "Łódź 東京", new string('ü', 100_000),
        new DateOnly(1969, 12, 31), new DateOnly(2024, 2, 29), DateOnly.MinValue, DateOnly.MaxValue,
        new DateTime(2024, 2, 29, 23, 59, 59, 999, 999, DateTimeKind.Utc), new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Array.Empty<byte>(), new byte[] { 0, 1, 255, 0 },
    ];

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Parameters), DisableDiscoveryEnumeration = true)]
    public void AParameterComesBackAsItIs(object? value) => Assert.Equal(value, _connection.Scalar<object>("SELECT ?", [value]));

    [Fact]
    public void ADecimalParameterHasAWidthThatHoldsItsScale()
    {
        Assert.Equal("DECIMAL(3,3)", _connection.Scalar<string>("SELECT typeof(?)", [0.001m]));
        Assert.Equal("DECIMAL(5,2)", _connection.Scalar<string>("SELECT typeof(?)", [-123.45m]));
    }

    [Fact]
    public void AParameterIsNeverSql()
    {
        _connection.Execute("CREATE TABLE t (name VARCHAR); INSERT INTO t VALUES ('a')");
        const string Attack = "a' OR '1'='1'; DROP TABLE t; --";

        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM t WHERE name = ?", [Attack]));
        Assert.Equal(1, _connection.Execute("INSERT INTO t VALUES ($1)", [Attack]));
        Assert.Equal(Attack, _connection.Scalar<string>("SELECT name FROM t WHERE name <> 'a'"));
    }

    [Fact]
    public void ADateTimeThatIsNotUtcIsRefused()
    {
        foreach (var kind in new[] { DateTimeKind.Local, DateTimeKind.Unspecified })
        {
            var error = Assert.Throws<ArgumentException>(() => _connection.Scalar<DateTime>("SELECT ?::TIMESTAMP", [new DateTime(2025, 1, 1, 0, 0, 0, kind)]));
            Assert.Contains("Parameter 1", error.Message, StringComparison.Ordinal);
            Assert.Contains(kind.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(-1, -1)]
    [InlineData(-10, -1)]
    [InlineData(-11, -2)]
    public void ADateTimeIsRoundedDownToMicroseconds(long ticks, long micros) =>
        Assert.Equal(micros, _connection.Scalar<long>("SELECT epoch_us(?::TIMESTAMP)", [DateTime.UnixEpoch.AddTicks(ticks)]));

    [Fact]
    public void ParametersOfTheWrongNumberOrTypeAreRefused()
    {
        AssertSays<ArgumentException>(() => _connection.Execute("SELECT ?, ?", [1]), "2 parameters", "1 values");
        AssertSays<ArgumentException>(() => _connection.Execute("SELECT ?"), "1 parameters", "0 values");
        AssertSays<ArgumentException>(() => _connection.Execute("SELECT 1", [1]), "0 parameters", "1 values");
        AssertSays<ArgumentException>(() => _connection.Execute("SELECT 1, ?", [new Uri("http://a.example")]), "Parameter 1", "System.Uri");
        AssertSays<ArgumentException>(() => _connection.Execute("SELECT ?; SELECT ?", [1]), "2");
        AssertSays<ArgumentException>(() => _connection.Execute("SELECT ?", ["\ud800"]), "Parameter 1", "Unicode");
    }

    [Fact]
    public void ExecuteCountsChangedRowsOverAWholeScript()
    {
        Assert.Equal(0, _connection.Execute("CREATE TABLE t (i INTEGER)"));
        Assert.Equal(5, _connection.Execute("INSERT INTO t SELECT * FROM range(3); UPDATE t SET i = i + 1 WHERE i > 1; DELETE FROM t WHERE i = 0;"));
        Assert.Equal(2, _connection.Scalar<long>("SELECT count(*) FROM t"));
        Assert.Equal(0, _connection.Execute("SELECT * FROM t"));
    }

    [Fact]
    public void AQueryOfAScriptGivesTheLastStatementsRows()
    {
        using var result = _connection.Query("CREATE TABLE t AS SELECT 1 AS a; INSERT INTO t VALUES (2); SELECT sum(a)::INTEGER FROM t;");
        Assert.Equal(3, Assert.Single(result.Rows())[0]);
    }

    [Fact]
    public void AScalarIsConvertedAndMissingIsNotZero()
    {
        Assert.Equal(6, _connection.Scalar<long>("SELECT sum(i) FROM range(4) r(i)"));
        Assert.Equal(6.0, _connection.Scalar<double>("SELECT sum(i) FROM range(4) r(i)"));
        Assert.Equal(7m, _connection.Scalar<decimal?>("SELECT 7"));
        Assert.Null(_connection.Scalar<long?>("SELECT NULL"));
        Assert.Null(_connection.Scalar<string>("SELECT 'x' WHERE false"));
        AssertSays<InvalidOperationException>(() => _connection.Scalar<long>("SELECT NULL::BIGINT"), "Int64", "SELECT NULL::BIGINT");
        AssertSays<InvalidOperationException>(() => _connection.Scalar<long>("SELECT 1 WHERE false"), "Int64");
        AssertSays<OverflowException>(() => _connection.Scalar<int>("SELECT 3_000_000_000"), "3000000000", "Int32");
        AssertSays<OverflowException>(() => _connection.Scalar<long>("SELECT 2::HUGEINT * 9223372036854775807"), "Int64");
        AssertSays<InvalidCastException>(() => _connection.Scalar<DateOnly>("SELECT 'text'"), "text", "DateOnly");
    }

    [Theory]
    [InlineData("SELEC 1", DuckDbErrorType.Parser, "syntax error")]
    [InlineData("SELECT * FROM absent", DuckDbErrorType.Catalog, "absent does not exist")]
    [InlineData("SELECT absent FROM range(1)", DuckDbErrorType.Binder, "absent")]
    [InlineData("SELECT 'x'::INTEGER", DuckDbErrorType.Conversion, "Could not convert")]
    [InlineData("CREATE TABLE k (i INTEGER PRIMARY KEY); INSERT INTO k VALUES (1), (1)", DuckDbErrorType.Constraint, "PRIMARY KEY")]
    [InlineData("SELECT * FROM read_csv('absent/absent.csv')", DuckDbErrorType.Io, "absent.csv")]
    public void AnErrorCarriesDuckDbsMessageTheSqlAndItsType(string sql, DuckDbErrorType type, string message)
    {
        foreach (var run in new Action[] { () => _connection.Execute(sql), () => Drain(_connection.Query(sql)) })
        {
            _connection.Execute("DROP TABLE IF EXISTS k");
            var error = Assert.Throws<DuckDbException>(run);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Contains(sql, error.Message, StringComparison.Ordinal);
            Assert.Equal(sql, error.Sql);
            Assert.Equal(type, error.ErrorType);
        }
    }

    [Fact]
    public void LongSqlIsShortenedInTheMessageOnly()
    {
        var sql = $"SELECT '{new string('x', 5000)}' FROM absent";
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute(sql));

        Assert.Equal(sql, error.Sql);
        Assert.InRange(error.Message[error.Message.IndexOf("SQL: ", StringComparison.Ordinal)..].Length, 500, 550);
    }

    [Theory]
    [InlineData("-- only a comment")]
    [InlineData(";")]
    public void SqlWithoutAStatementIsAnError(string sql) => AssertSays<DuckDbException>(() => _connection.Execute(sql), "no statement");

    [Fact]
    public void SqlThatWouldBeCutShortIsRefused() => AssertSays<ArgumentException>(() => _connection.Execute("SELECT 1\0; DROP TABLE t"), "NUL");

    [Fact]
    public void AConnectionWorksOnAfterAnError()
    {
        Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT absent"));
        Assert.Equal(1, _connection.Scalar<int>("SELECT 1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALongStatementIsCancelledWithinSeconds(bool streaming)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();

        var error = Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            if (!streaming) _connection.Execute($"CREATE TABLE endless AS {Endless}", cancellation.Token);
            else Drain(_connection.Query(Endless, cancellation.Token));
        });

        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        Assert.Equal(1, _connection.Scalar<int>("SELECT 1"));
    }

    [Fact]
    public void AStreamIsCancelledInTheMiddleOfAFetchThoughItsConnectionIsDisposed()
    {
        // A small buffer lets the first rows out; the next would take hours.
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        _connection.Execute("SET streaming_buffer_size = '1KB'");
        using var result = _connection.Query("SELECT i FROM range(1_000_000_000_000) r(i) WHERE i < 10_000 OR hash(i) = 7", cancellation.Token);
        Assert.NotNull(result.NextChunk());
        _connection.Dispose();

        Assert.ThrowsAny<OperationCanceledException>(() => Drain(result));
    }

    [Fact]
    public void CancellingBetweenChunksEndsTheStream()
    {
        using var cancellation = new CancellationTokenSource();
        using var result = _connection.Query("SELECT i FROM range(100_000_000) r(i)", cancellation.Token);
        result.NextChunk();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => result.NextChunk());
    }

    [Fact]
    public void ACancelledTokenStartsNothing()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => _connection.Execute("CREATE TABLE t (i INTEGER)", cancellation.Token));
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM duckdb_tables()"));
    }

    [Fact]
    public void ATokenThatIsCancelledLaterDisturbsNoOtherStatement()
    {
        using var cancellation = new CancellationTokenSource();
        _connection.Execute("SELECT 1", cancellation.Token);
        cancellation.Cancel();
        Assert.Equal(49_995_000, _connection.Scalar<long>("SELECT sum(i) FROM range(10_000) r(i)"));
    }

    [Fact]
    public async Task ProgressIsReadFromAnotherThread()
    {
        Assert.Equal(-1, _connection.Progress);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        _connection.Execute("CREATE TABLE big AS SELECT i FROM range(2_000_000) r(i)");
        var query = Task.Run(() => _connection.Execute("SELECT max(md5(repeat(md5(i::VARCHAR), 100))) FROM big", cancellation.Token));
        var highest = -1.0;
        while (!query.IsCompleted && highest <= 0)
        {
            highest = Math.Max(highest, _connection.Progress);
            await Task.Delay(5);
        }
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);

        Assert.InRange(highest, double.Epsilon, 100);
        Assert.Equal(-1, _connection.Progress);
    }

    [Fact]
    public void UseAfterDisposeIsAnError()
    {
        _connection.Dispose();
        _connection.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _connection.Execute("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(() => _connection.Query("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(() => _connection.Progress);
        Assert.Throws<ObjectDisposedException>(() => _connection.Appender("t"));
    }

    private static void Drain(DuckDbResult result)
    {
        using (result)
        {
            while (result.NextChunk() is not null)
            {
            }
        }
    }

    private static void AssertSays<T>(Action call, params string[] parts)
        where T : Exception
    {
        var error = Assert.Throws<T>(call);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
