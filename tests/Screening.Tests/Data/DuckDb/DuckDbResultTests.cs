#pragma warning disable xUnit1051 // these statements end by themselves; cancellation has its own tests
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Data.DuckDb;

public sealed class DuckDbResultTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public DuckDbResultTests() => _connection = _database.Connect();

    public static TheoryData<string, object?> Literals => new()
    {
        { "true", true },
        { "false", false },
        { "(-128)::TINYINT", sbyte.MinValue },
        { "127::TINYINT", sbyte.MaxValue },
        { "(-32768)::SMALLINT", short.MinValue },
        { "32767::SMALLINT", short.MaxValue },
        { "(-2147483648)::INTEGER", int.MinValue },
        { "2147483647::INTEGER", int.MaxValue },
        { "(-9223372036854775808)::BIGINT", long.MinValue },
        { "9223372036854775807::BIGINT", long.MaxValue },
        { "255::UTINYINT", byte.MaxValue },
        { "65535::USMALLINT", ushort.MaxValue },
        { "4294967295::UINTEGER", uint.MaxValue },
        { "18446744073709551615::UBIGINT", ulong.MaxValue },
        { "'-170141183460469231731687303715884105728'::HUGEINT", Int128.MinValue },
        { "'170141183460469231731687303715884105727'::HUGEINT", Int128.MaxValue },
        { "'340282366920938463463374607431768211455'::UHUGEINT", UInt128.MaxValue },
        { "1.5::FLOAT", 1.5f },
        { "'-1.7976931348623157e308'::DOUBLE", double.MinValue },
        { "'nan'::DOUBLE", double.NaN },
        { "'inf'::DOUBLE", double.PositiveInfinity },
        { "'-99.99'::DECIMAL(4,2)", -99.99m },
        { "'9999999.99'::DECIMAL(9,2)", 9999999.99m },
        { "'-9999999999999999.99'::DECIMAL(18,2)", -9999999999999999.99m },
        { "'79228162514264337593543950335'::DECIMAL(38,0)", decimal.MaxValue },
        { "'-79228162514264337593543950.335'::DECIMAL(38,3)", -79228162514264337593543950.335m },
        { "'1.5'::DECIMAL(38,37)", 1.5m },
        { "''", "" },
        { "'twelve bytes'", "twelve bytes" },
        { "'thirteen byte'", "thirteen byte" },
        { "'Zürich'", "Zürich" },
        { "'上海华芯科技有限公司 – 第二号楼 🚢'", "上海华芯科技有限公司 – 第二号楼 🚢" },
        { "'it''s'", "it's" },
        { "'\\x00\\xFF\\x10'::BLOB", new byte[] { 0, 255, 16 } },
        { "DATE '1970-01-01'", new DateOnly(1970, 1, 1) },
        { "DATE '0001-01-01'", DateOnly.MinValue },
        { "DATE '9999-12-31'", DateOnly.MaxValue },
        { "TIME '23:59:59.999999'", new TimeOnly(23, 59, 59, 999, 999) },
        { "TIMESTAMP '2026-02-28 12:34:56.789012'", Utc(2026, 2, 28, 12, 34, 56, 789, 12) },
        { "TIMESTAMP '1969-12-31 23:59:59.999999'", Utc(1969, 12, 31, 23, 59, 59, 999, 999) },
        { "TIMESTAMPTZ '2026-02-28 12:34:56+02'", Utc(2026, 2, 28, 10, 34, 56) },
        { "TIMESTAMP_S '2026-02-28 12:34:56'", Utc(2026, 2, 28, 12, 34, 56) },
        { "TIMESTAMP_MS '2026-02-28 12:34:56.789'", Utc(2026, 2, 28, 12, 34, 56, 789) },
        { "TIMESTAMP_NS '2026-02-28 12:34:56.789012345'", Utc(2026, 2, 28, 12, 34, 56, 789, 12).AddTicks(3) },
        { "TIMESTAMP_NS '1969-12-31 23:59:59.999999999'", DateTime.UnixEpoch.AddTicks(-1) },
        { "INTERVAL '14 months 3 days 2 seconds'", new DuckDbInterval(14, 3, 2_000_000) },
        { "'held'::ENUM('open', 'held', 'größer als zwölf Zeichen')", "held" },
        { "'größer als zwölf Zeichen'::ENUM('open', 'held', 'größer als zwölf Zeichen')", "größer als zwölf Zeichen" },
        { "['a', NULL, 'a longer piece of text', '']", new[] { "a", null, "a longer piece of text", "" } },
        { "[]::VARCHAR[]", Array.Empty<string>() },
        { "[1, NULL, 3]", new object?[] { 1, null, 3 } },
        { "[['a'], NULL, ['b', 'c']]", new object?[] { new[] { "a" }, null, new[] { "b", "c" } } },
        { "NULL", null },
        { "NULL::VARCHAR", null },
        { "NULL::DECIMAL(18,2)", null },
        { "NULL::VARCHAR[]", null },
        { "NULL::ENUM('x')", null },
    };

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void AValueComesBackAsItIsThroughTheQueryAndThroughATableWithNulls(string literal, object? expected)
    {
        Assert.Equal(expected, _connection.Scalar<object>($"SELECT {literal}"));

        // NULL, value, NULL in a table: flat vectors with a validity mask instead of constants.
        _connection.Execute($"CREATE OR REPLACE TABLE t AS SELECT i, CASE WHEN i = 1 THEN {literal} END AS v FROM range(3) r(i)");
        using var result = _connection.Query("SELECT v FROM t ORDER BY i");
        Assert.Equal([null, expected, null], result.Rows().Select(row => row[0]));
    }

    [Fact]
    public void TypedReadersReadWhatTheyAreNamedFor()
    {
        using var result = _connection.Query("""
            SELECT 7::UTINYINT i, 1.25::FLOAT d, true b, 12.50::DECIMAL(9,2) m, DATE '2025-06-30' AS a_day, TIMESTAMP_NS '1970-01-01 00:00:00.000001999' t,
                   'né'::VARCHAR s, 'two'::ENUM('one', 'two') e, (2::HUGEINT ** 40)::HUGEINT h, 'infinity'::TIMESTAMP forever
            """);
        var chunk = result.NextChunk()!;

        Assert.Equal(7, chunk[0].Int64(0));
        Assert.Equal(7.0, chunk[0].Double(0));
        Assert.Equal(7m, chunk[0].Decimal(0));
        Assert.Equal(1.25, chunk[1].Double(0));
        Assert.True(chunk[2].Boolean(0));
        Assert.Equal(12.50m, chunk[3].Decimal(0));
        Assert.Equal(12.5, chunk[3].Double(0));
        Assert.Equal([1250], chunk[3].Values<int>());
        Assert.Equal(new DateOnly(2025, 6, 30), chunk[4].Date(0));
        Assert.Equal(1, chunk[5].TimestampMicros(0));
        Assert.Equal("né"u8.ToArray(), chunk[6].Utf8(0).ToArray());
        Assert.Equal("two", chunk[7].String(0));
        Assert.Equal(new byte[] { 1 }, chunk[7].Values<byte>().ToArray());
        Assert.Equal(1L << 40, chunk[8].Int64(0));
        Assert.Equal(long.MaxValue, chunk[9].TimestampMicros(0));
    }

    [Fact]
    public void TypedReadersGiveNullForNull()
    {
        using var result = _connection.Query("SELECT NULL::BIGINT, NULL::DOUBLE, NULL::BOOLEAN, NULL::DECIMAL(9,2), NULL::DATE, NULL::TIMESTAMP, NULL::VARCHAR, NULL::VARCHAR[]");
        var chunk = result.NextChunk()!;

        Assert.Null(chunk[0].Int64(0));
        Assert.Null(chunk[1].Double(0));
        Assert.Null(chunk[2].Boolean(0));
        Assert.Null(chunk[3].Decimal(0));
        Assert.Null(chunk[4].Date(0));
        Assert.Null(chunk[5].TimestampMicros(0));
        Assert.Null(chunk[6].String(0));
        Assert.True(chunk[6].Utf8(0).IsEmpty);
        Assert.Null(chunk[7].Strings(0));
        for (var column = 0; column < chunk.ColumnCount; column++) Assert.True(chunk[column].IsNull(0));
    }

    [Fact]
    public void ColumnsTellTheirNameTypeAndDetails()
    {
        using var result = _connection.Query("SELECT 1.5::DECIMAL(12,3) AS amount, 'b'::ENUM('a', 'b') AS \"größe\", ['x'] AS tags, 1::BIGINT AS n");

        Assert.Equal(["amount", "größe", "tags", "n"], result.Columns.Select(column => column.Name));
        Assert.Equal(["DECIMAL(12,3)", "ENUM", "VARCHAR[]", "BIGINT"], result.Columns.Select(column => column.TypeName));
        Assert.Equal((12, 3), (result.Columns[0].Width, result.Columns[0].Scale));
        Assert.Equal(["a", "b"], result.Columns[1].EnumValues);
        Assert.Equal(DuckDbType.Varchar, result.Columns[2].Element!.Type);
    }

    [Theory]
    [InlineData(254, typeof(byte))]
    [InlineData(300, typeof(ushort))]
    [InlineData(70_000, typeof(uint))]
    public void AnEnumOfAnySizeIsRead(int size, Type physical)
    {
        _connection.Execute($"CREATE TYPE wide AS ENUM (SELECT 'value ' || i FROM range({size}) r(i))");
        using var result = _connection.Query($"SELECT ('value ' || {size - 1})::wide");

        Assert.Equal(physical, result.Columns[0].PhysicalType);
        Assert.Equal($"value {size - 1}", result.NextChunk()![0].String(0));
    }

    [Fact]
    public void AQueryWithoutRowsHasColumnsAndNoChunk()
    {
        using var result = _connection.Query("SELECT 1 AS a, 'x' AS b WHERE false");

        Assert.Equal(2, result.Columns.Count);
        Assert.Null(result.NextChunk());
        Assert.Null(result.NextChunk());
    }

    [Theory]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(5000)]
    public void ManyRowsArriveInOrderWithTheirNulls(int rows)
    {
        using var result = _connection.Query(
            $"SELECT i, CASE WHEN i % 7 <> 3 THEN i * i END AS square, CASE WHEN i % 5 <> 0 THEN 'row number ' || i END AS name, [i::VARCHAR] AS list FROM range({rows}) r(i)");
        long at = 0;
        var chunks = 0;
        while (result.NextChunk() is { } chunk)
        {
            chunks++;
            var numbers = chunk[0].Values<long>();
            var squares = chunk[1];
            var names = chunk[2];
            var lists = chunk[3];
            for (var row = 0; row < chunk.RowCount; row++, at++)
            {
                Assert.Equal(at, numbers[row]);
                Assert.Equal(at % 7 == 3 ? null : at * at, squares.Int64(row));
                Assert.Equal(at % 7 != 3, squares.Validity.IsEmpty || (squares.Validity[row / 64] >> (row % 64) & 1) == 1);
                Assert.Equal(at % 5 == 0 ? null : $"row number {at}", names.String(row));
                Assert.Equal(new[] { $"{at}" }, lists.Strings(row));
            }
        }
        Assert.Equal(rows, at);
        Assert.Equal((rows + 2047) / 2048, chunks);
    }

    [Fact]
    public void AConstantColumnIsFlat()
    {
        using var result = _connection.Query("SELECT 42 AS answer, 'a constant of some length' AS text, ['p', 'q'] AS list FROM range(3000)");
        var rows = 0;
        while (result.NextChunk() is { } chunk)
        {
            foreach (var value in chunk[0].Values<int>()) Assert.Equal(42, value);
            for (var row = 0; row < chunk.RowCount; row++, rows++)
            {
                Assert.Equal("a constant of some length", chunk[1].String(row));
                Assert.Equal(new[] { "p", "q" }, chunk[2].Strings(row));
            }
        }
        Assert.Equal(3000, rows);
    }

    [Fact]
    public void RowsAreStreamedAndNotHeld()
    {
        // Two terabytes, if they were all made before the first is read.
        using var result = _connection.Query("SELECT i, repeat('x', 1000) FROM range(2_000_000_000) r(i)");
        for (var i = 0; i < 5; i++) Assert.Equal(i * 2048, result.NextChunk()![0].Int64(0));
    }

    [Fact]
    public void AnErrorInTheMiddleOfAStreamIsNotTheEndOfIt()
    {
        var rows = 0;
        var error = Assert.Throws<DuckDbException>(() =>
        {
            using var result = _connection.Query("SELECT CASE WHEN i = 1_000_000 THEN error('row a million is bad') ELSE i END FROM range(2_000_000) r(i)");
            while (result.NextChunk() is { } chunk) rows += chunk.RowCount;
        });
        Assert.Contains("row a million is bad", error.Message, StringComparison.Ordinal);
        Assert.Contains("range(2_000_000)", error.Sql, StringComparison.Ordinal);
        Assert.True(rows <= 1_000_000);
    }

    [Fact]
    public void AnotherStatementEndsAnOpenResultAloud()
    {
        using var result = _connection.Query("SELECT i FROM range(1_000_000) r(i)");
        result.NextChunk();
        Assert.Equal(1, _connection.Scalar<int>("SELECT 1"));

        var error = Assert.Throws<InvalidOperationException>(() => result.NextChunk());
        Assert.Contains("range(1_000_000)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChunkEndsWithTheNext()
    {
        using var result = _connection.Query("SELECT i FROM range(5000) r(i)");
        var first = result.NextChunk()!;
        var vector = first[0];
        result.NextChunk();
        try
        {
            vector.Int64(0);
            Assert.Fail("a chunk was read after its end");
        }
        catch (ObjectDisposedException)
        {
        }
        Assert.Throws<ObjectDisposedException>(() => first[0].Int64(0));
    }

    [Fact]
    public void WhatIsAskedWronglyIsNamed()
    {
        using var result = _connection.Query("SELECT 1::BIGINT AS quantity, 'x' AS name, {'a': 1} AS nested, '-1e30'::DECIMAL(38,0) AS huge, DATE 'infinity' AS never, '-170141183460469231731687303715884105728'::HUGEINT AS least");
        var chunk = result.NextChunk()!;

        AssertNames<InvalidCastException>(() => chunk[0].Values<int>().Length, "quantity BIGINT", "Int64", "Int32");
        AssertNames<InvalidCastException>(() => chunk[1].Values<long>().Length, "name VARCHAR");
        AssertNames<InvalidCastException>(() => chunk[1].Int64(0), "name VARCHAR");
        AssertNames<InvalidCastException>(() => chunk[0].String(0), "quantity BIGINT");
        AssertNames<InvalidCastException>(() => chunk[0].Date(0), "quantity BIGINT");
        AssertNames<InvalidCastException>(() => chunk[0].Boolean(0), "quantity BIGINT");
        AssertNames<InvalidCastException>(() => chunk[0].TimestampMicros(0), "quantity BIGINT");
        AssertNames<NotSupportedException>(() => chunk[2].Value(0), "nested STRUCT", "cast");
        AssertNames<OverflowException>(() => chunk[3].Decimal(0), "huge", "row 0");
        AssertNames<OverflowException>(() => chunk[4].Value(0), "never");
        AssertNames<OverflowException>(() => chunk[5].Decimal(0), "least");
        AssertNames<OverflowException>(() => chunk[5].Int64(0), "least");
        AssertNames<ArgumentOutOfRangeException>(() => chunk[0].Int64(1), "quantity", "1 rows");
        AssertNames<ArgumentOutOfRangeException>(() => chunk[0].IsNull(-1), "quantity");
        AssertNames<ArgumentOutOfRangeException>(() => chunk[6].Int64(0), "6 columns");
    }

    [Fact]
    public void AfterDisposeNothingIsRead()
    {
        var result = _connection.Query("SELECT 1");
        var chunk = result.NextChunk()!;
        result.Dispose();
        result.Dispose();

        Assert.Throws<ObjectDisposedException>(() => result.NextChunk());
        Assert.Throws<ObjectDisposedException>(() => chunk[0].Int64(0));
    }

    [Fact]
    public void AResultKeepsItsConnectionAndDatabaseOpen()
    {
        var database = DuckDbDatabase.Open();
        var connection = database.Connect();
        using (var result = connection.Query("SELECT i FROM range(10_000) r(i)"))
        {
            connection.Dispose();
            database.Dispose();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var rows = 0;
            while (result.NextChunk() is { } chunk) rows += chunk.RowCount;
            Assert.Equal(10_000, rows);
            Assert.Throws<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
            Assert.Throws<ObjectDisposedException>(() => database.Connect());
        }
        Assert.Equal(0, database.OpenHandles);
    }

    private static void AssertNames<T>(Func<object?> call, params string[] parts)
        where T : Exception
    {
        var error = Assert.Throws<T>(call);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static DateTime Utc(int year, int month, int day, int hour, int minute, int second, int millisecond = 0, int microsecond = 0) =>
        new(year, month, day, hour, minute, second, millisecond, microsecond, DateTimeKind.Utc);
}
