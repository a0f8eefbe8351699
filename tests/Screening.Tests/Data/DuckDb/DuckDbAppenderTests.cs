#pragma warning disable xUnit1051 // these statements end by themselves
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Data.DuckDb;

public sealed class DuckDbAppenderTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public DuckDbAppenderTests() => _connection = _database.Connect();

    public static TheoryData<string, object?> Values => new()
    {
        { "BOOLEAN", true },
        { "TINYINT", sbyte.MinValue },
        { "SMALLINT", short.MaxValue },
        { "INTEGER", int.MinValue },
        { "BIGINT", long.MinValue },
        { "UTINYINT", byte.MaxValue },
        { "USMALLINT", ushort.MaxValue },
        { "UINTEGER", uint.MaxValue },
        { "UBIGINT", ulong.MaxValue },
        { "HUGEINT", Int128.MinValue },
        { "FLOAT", 0.1f },
        { "DOUBLE", double.NegativeInfinity },
        { "DECIMAL(4,2)", -99.99m },
        { "DECIMAL(9,0)", 999_999_999m },
        { "DECIMAL(18,2)", -9999999999999999.99m },
        { "DECIMAL(38,10)", 123456789012345678.0123456789m },
        { "VARCHAR", "" },
        { "VARCHAR", "twelve bytes" },
        { "VARCHAR", "thirteen byte" },
        { "VARCHAR", "Überlänge, 東京, \0 and 🚢" },
        { "BLOB", new byte[] { 0, 255 } },
        { "BLOB", new byte[20_000] },
        { "DATE", DateOnly.MinValue },
        { "DATE", DateOnly.MaxValue },
        { "TIME", new TimeOnly(23, 59, 59, 999, 999) },
        { "TIMESTAMP", new DateTime(2025, 12, 31, 23, 59, 59, 999, 999, DateTimeKind.Utc) },
        { "TIMESTAMP", new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
        { "TIMESTAMPTZ", new DateTime(1969, 12, 31, 23, 59, 59, 1, DateTimeKind.Utc) },
        { "TIMESTAMP_S", new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc) },
        { "TIMESTAMP_MS", new DateTime(2025, 1, 1, 0, 0, 0, 1, DateTimeKind.Utc) },
        { "TIMESTAMP_NS", new DateTime(2025, 1, 1, 0, 0, 0, 1, 1, DateTimeKind.Utc) },
        { "ENUM('open', 'held')", "held" },
        { "VARCHAR[]", new[] { "a", null, "", "longer than twelve bytes" } },
        { "VARCHAR[]", Array.Empty<string>() },
    };

    public static TheoryData<string, object, Type> Refused => new()
    {
        { "TINYINT", 128, typeof(OverflowException) },
        { "INTEGER", 2_147_483_648L, typeof(OverflowException) },
        { "UINTEGER", -1, typeof(OverflowException) },
        { "BIGINT", ulong.MaxValue, typeof(OverflowException) },
        { "BIGINT", 1.0, typeof(InvalidCastException) },
        { "BIGINT", "1", typeof(InvalidCastException) },
        { "DOUBLE", 1, typeof(InvalidCastException) },
        { "VARCHAR", 1, typeof(InvalidCastException) },
        { "BOOLEAN", 1, typeof(InvalidCastException) },
        { "DATE", "2025-01-01", typeof(InvalidCastException) },
        { "DECIMAL(4,2)", 100m, typeof(OverflowException) },
        { "DECIMAL(4,2)", -100, typeof(OverflowException) },
        { "DECIMAL(4,2)", 0.001m, typeof(OverflowException) },
        { "TIMESTAMP", new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Local), typeof(ArgumentException) },
        { "TIMESTAMP_S", new DateTime(2025, 1, 1, 0, 0, 0, 5, DateTimeKind.Utc), typeof(OverflowException) },
        { "ENUM('open', 'held')", "closed", typeof(ArgumentException) },
        { "VARCHAR", "half a pair \ud83d", typeof(ArgumentException) },
        { "VARCHAR[]", "x", typeof(InvalidCastException) },
        { "VARCHAR", new Version(1, 0), typeof(ArgumentException) },
    };

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void AValueComesBackAsItWasAppended(string type, object? value)
    {
        _connection.Execute($"CREATE TABLE t (i INTEGER, v {type})");
        using (var appender = _connection.Appender("t"))
        {
            appender.AppendRow(0, null);
            appender.AppendRow(1, value);
            appender.AppendRow(2, null);
            appender.AppendRow(3, value);
            appender.Close();
        }
        using var result = _connection.Query("SELECT v FROM t ORDER BY i");
        Assert.Equal([null, value, null, value], result.Rows().Select(row => row[0]));
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void AValueThatDoesNotFitNamesItsColumnAndRowAndIsNotStored(string type, object value, Type expected)
    {
        _connection.Execute($"CREATE TABLE loads (i INTEGER, amount {type})");
        using var appender = _connection.Appender("loads");
        appender.AppendRow(1, null);

        var error = Assert.Throws(expected, () => appender.AppendRow(2, value));
        Assert.Contains("loads, row 2, column amount", error.Message, StringComparison.Ordinal);

        appender.AppendRow(3, null);
        appender.Close();
        using var result = _connection.Query("SELECT i, amount FROM loads ORDER BY i");
        Assert.Equal([[1, null], [3, null]], result.Rows());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(300_001)]
    public void ManyRowsAreWhatAFormulaSays(int rows)
    {
        _connection.Execute("CREATE TABLE t (id BIGINT, price DECIMAL(18,2), name VARCHAR, tags VARCHAR[], day DATE, seen_at TIMESTAMP, score DOUBLE, ok BOOLEAN, n SMALLINT)");
        using (var appender = _connection.Appender("t"))
        {
            for (var i = 0; i < rows; i++)
            {
                appender.Long(i);
                if (i % 7 == 3) appender.Null();
                else appender.Unscaled(i * 3L);
                if (i % 2 == 0) appender.String($"order number {i}");
                else appender.Utf8("Łódź"u8);
                if (i % 5 == 0) appender.Strings(null);
                else appender.Strings([$"{i}", null, "a longer piece of text"]);
                appender.Date(new DateOnly(2020, 1, 1).AddDays(i % 1000)).TimestampMicros(i * 1_000_001L).Double(i / 4.0).Bool(i % 3 == 0).Int(i % 100);
                appender.EndRow();
            }
            Assert.Equal(rows, appender.RowCount);
            appender.Close();
        }

        Assert.Equal(rows, _connection.Scalar<long>("SELECT count(*) FROM t"));
        Assert.Equal(0, _connection.Scalar<long>("""
            SELECT count(*) FROM t WHERE price IS DISTINCT FROM (CASE WHEN id % 7 <> 3 THEN (id * 3)::DECIMAL(18,2) / 100 END)
                OR name IS DISTINCT FROM (CASE WHEN id % 2 = 0 THEN 'order number ' || id ELSE 'Łódź' END)
                OR tags IS DISTINCT FROM (CASE WHEN id % 5 <> 0 THEN [id::VARCHAR, NULL, 'a longer piece of text'] END)
                OR day <> DATE '2020-01-01' + (id % 1000)::INTEGER OR epoch_us(seen_at) <> id * 1_000_001 OR score <> id / 4.0 OR ok <> (id % 3 = 0) OR n <> id % 100
            """));
        Assert.Equal(rows, _connection.Scalar<long>("SELECT count(DISTINCT id) FROM t WHERE id >= 0"));
    }

    [Fact]
    public void ShortTextsAreFoundByComparison()
    {
        // A dirty byte behind an inlined string would make it unequal to the same text of a constant; the check is made before the table stores it anew.
        _connection.Execute("CREATE TABLE t (s VARCHAR CHECK (length(s) > 2 OR s = 'ab'))");
        using (var appender = _connection.Appender("t"))
        {
            for (var i = 0; i < 5000; i++)
            {
                appender.String(i % 2 == 0 ? "abcdefghijkl" : "abcdefghijklmnopqrstuvwxyz");
                appender.EndRow();
            }
            for (var i = 0; i < 2048; i++)
            {
                appender.String("ab");
                appender.EndRow();
            }
            appender.Close();
        }
        Assert.Equal(2048, _connection.Scalar<long>("SELECT count(*) FROM t WHERE s = 'ab'"));
        Assert.Equal(3, _connection.Scalar<long>("SELECT count(DISTINCT s) FROM t"));
    }

    [Fact]
    public void AnUnfinishedOrOverlongRowIsAnError()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER, b VARCHAR)");
        using var appender = _connection.Appender("t");
        appender.Int(1);

        AssertSays<InvalidOperationException>(appender.EndRow, "row 1", "1 of 2", "b VARCHAR");
        AssertSays<InvalidOperationException>(appender.Flush, "row 1");
        AssertSays<InvalidOperationException>(() => appender.AppendRow(1, "x"), "row 1");
        appender.String("x");
        AssertSays<InvalidOperationException>(() => appender.Int(2), "row 1", "2 columns");
        appender.EndRow();
        AssertSays<ArgumentException>(() => appender.AppendRow(1), "row 2", "1 values for 2 columns");
        appender.Close();
        Assert.Equal(1, _connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void AfterARefusedValueTheColumnMayStillBeGiven()
    {
        _connection.Execute("CREATE TABLE t (a TINYINT, b VARCHAR)");
        using var appender = _connection.Appender("t");
        Assert.Throws<OverflowException>(() => appender.Int(1000));
        appender.Null().String("kept").EndRow();
        appender.Close();

        Assert.Equal("kept", _connection.Scalar<string>("SELECT b FROM t WHERE a IS NULL"));
    }

    [Fact]
    public void AColumnThatWasNullInADroppedRowIsNotNullInTheNext()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER, b TINYINT)");
        using var appender = _connection.Appender("t");
        Assert.Throws<OverflowException>(() => appender.AppendRow(null, 1000));
        appender.AppendRow(7, 1);
        appender.Close();

        Assert.Equal(7, _connection.Scalar<int>("SELECT a FROM t"));
    }

    [Fact]
    public void RowsThatWereNotFlushedAreDropped()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER)");
        using (var appender = _connection.Appender("t"))
        {
            for (var i = 0; i < 10_000; i++) appender.AppendRow(i);
        }
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void FlushedRowsAreSeenAndTheAppenderGoesOn()
    {
        _connection.Execute("CREATE SCHEMA s; CREATE TABLE s.\"odd \"\" name\" (a INTEGER)");
        using var appender = _connection.Appender("odd \" name", "s");
        appender.AppendRow(1);
        appender.Flush();
        Assert.Equal(1, _connection.Scalar<long>("SELECT count(*) FROM s.\"odd \"\" name\""));
        appender.AppendRow(2);
        appender.Close();
        Assert.Equal(3, _connection.Scalar<long>("SELECT sum(a) FROM s.\"odd \"\" name\""));
        Assert.Throws<ObjectDisposedException>(() => appender.AppendRow(3));
    }

    [Fact]
    public void AConstraintIsReportedWithTheTableAndEndsTheAppender()
    {
        _connection.Execute("CREATE TABLE keyed (k INTEGER PRIMARY KEY, v VARCHAR NOT NULL)");
        using var appender = _connection.Appender("keyed");
        appender.AppendRow(1, "a");
        appender.AppendRow(1, "b");

        var error = Assert.Throws<DuckDbException>(appender.Flush);
        Assert.Equal(DuckDbErrorType.Constraint, error.ErrorType);
        Assert.Contains("keyed", error.Message, StringComparison.Ordinal);
        AssertSays<InvalidOperationException>(() => appender.AppendRow(2, "c"), "keyed", "failed before");
        appender.Dispose();
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM keyed"));
    }

    [Fact]
    public void AnAbsentTableIsAnError()
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Appender("absent"));
        Assert.Equal(DuckDbErrorType.Catalog, error.ErrorType);
    }

    private static void AssertSays<T>(Action call, params string[] parts)
        where T : Exception
    {
        var error = Assert.Throws<T>(call);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
