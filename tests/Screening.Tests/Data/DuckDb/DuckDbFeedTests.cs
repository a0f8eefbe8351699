using System.Text;
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Data.DuckDb;

public sealed class DuckDbFeedTests : IDisposable
{
    private const string Types = "SELECT 0::BIGINT AS n, CAST(NULL AS DECIMAL(9,2)) AS amount, NULL::DATE AS day, '' AS text, false AS yes LIMIT 0";
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;
    private readonly DuckDbFeed _feed;
    private readonly DuckDbColumnInfo[] _columns;

    public DuckDbFeedTests()
    {
        _connection = _database.Connect();
        _feed = DuckDbFeed.Create(_connection, "feed");
        using var none = _connection.Query(Types, TestContext.Current.CancellationToken);
        _columns = [.. none.Columns];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_048)]
    [InlineData(5_000)]
    public void RowsArriveInTheirOrderWithEveryValue(int rows)
    {
        Feed("CREATE TABLE t AS SELECT * FROM feed()", rows);

        Assert.Equal(rows, _connection.Scalar<long>("SELECT count(*) FROM t", TestContext.Current.CancellationToken));
        Assert.Equal(0, _connection.Scalar<long>("""
            SELECT count(*) FROM t WHERE n <> rowid OR amount IS DISTINCT FROM CASE WHEN n % 3 = 0 THEN NULL ELSE (n * 25 / 100)::DECIMAL(9,2) END OR day <> DATE '1970-01-01' + n::INTEGER
                                      OR text IS DISTINCT FROM CASE WHEN n % 5 = 0 THEN NULL ELSE repeat('é', (n % 30)::INTEGER) END OR yes <> (n % 2 = 0)
            """, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void OneFeedServesManyStatementsOfDifferentColumns()
    {
        Feed("CREATE TABLE a AS SELECT * FROM feed()", 10);
        var next = 0;
        _feed.Execute("CREATE TABLE b AS SELECT yes FROM feed()", _columns[4..], chunk =>
        {
            chunk.SetTruths(0, [true], [0]);
            return next++ == 0 ? 1 : 0;
        }, TestContext.Current.CancellationToken);

        Assert.Equal((10, true), (_connection.Scalar<long>("SELECT count(*) FROM a", TestContext.Current.CancellationToken), _connection.Scalar<bool>("SELECT yes FROM b", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void WhatGoesWrongWhileFillingIsThrownAsItWas()
    {
        var error = new InvalidTimeZoneException("invented");

        Assert.Same(error, Assert.Throws<InvalidTimeZoneException>(() => _feed.Execute("CREATE TABLE t AS SELECT * FROM feed()", _columns, _ => throw error, TestContext.Current.CancellationToken)));
        Feed("CREATE TABLE t AS SELECT * FROM feed()", 3);
    }

    [Fact]
    public void AStatementThatNobodyFeedsFails()
    {
        Assert.Contains("does not feed it", Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT * FROM feed()", TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACancelledStatementAsksNoMore()
    {
        using var source = new CancellationTokenSource();
        var asked = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => _feed.Execute("CREATE TABLE t AS SELECT * FROM feed()", _columns[..1], chunk =>
        {
            if (++asked == 10) source.Cancel();
            chunk.SetNumbers(0, [1], [0]);
            return asked < 1_000_000 ? 1 : 0;
        }, source.Token));
        Assert.InRange(asked, 10, 999_999);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private unsafe void Feed(string sql, int rows)
    {
        var numbers = Enumerable.Range(0, rows).Select(n => (long)n).ToArray();
        var amounts = numbers.Select(n => n * 25).ToArray();
        var truths = numbers.Select(n => n % 2 == 0).ToArray();
        var text = Encoding.UTF8.GetBytes(new string('é', 30));
        var next = 0;
        fixed (byte* bytes = text)
        {
            var at = (nint)bytes;
            _feed.Execute(sql, _columns, chunk =>
            {
                var some = Enumerable.Range(next, Math.Min(chunk.MostRows, rows - next)).ToArray();
                chunk.SetNumbers(0, numbers, some);
                chunk.SetNumbers(1, amounts, some);
                chunk.SetNumbers(2, numbers, some);
                for (var r = 0; r < some.Length; r++)
                {
                    if (some[r] % 3 == 0) chunk.SetNull(1, r);
                    if (some[r] % 5 == 0) chunk.SetNull(3, r);
                    else chunk.ReferText(3, r, (byte*)at, some[r] % 30 * 2);
                }
                chunk.SetTruths(4, truths, some);
                next += some.Length;
                return some.Length;
            }, TestContext.Current.CancellationToken);
        }
    }
}
