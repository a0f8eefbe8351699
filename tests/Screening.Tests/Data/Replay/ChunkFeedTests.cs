using Screening.Data.DuckDb;
using Screening.Data.Replay;
using Xunit;

namespace Screening.Tests.Data.Replay;

public sealed class ChunkFeedTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 2 });
    private readonly DuckDbConnection _connection, _second;

    public ChunkFeedTests() => (_connection, _second) = (_database.Connect(), _database.Connect());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheRowsOfQueriesComeOneQueryAfterAnother(bool isAhead)
    {
        using ChunkFeed feed = Feed(isAhead, Numbers(0, 200_000), Numbers(200_000, 200_000), Numbers(200_000, 300_000));
        long next = 0;
        while (feed.Next() is { } chunk)
        {
            for (int row = 0; row < chunk.RowCount; row++) Assert.Equal(next++, chunk[0].Int64(row));
        }

        Assert.Equal(300_000, next);
        Assert.Null(feed.Next());
    }

    [Fact]
    public void TheRowsBeforeMayBeReadWhileTheNextAreAskedFor()
    {
        using ChunkFeed feed = Feed(true, Numbers(0, 200_000));
        DuckDbChunk before = feed.Next()!;
        for (long first = 0; feed.Next() is { } chunk; first += before.RowCount, before = chunk) Assert.Equal(first, before[0].Int64(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFailureIsTold(bool isAhead)
    {
        using ChunkFeed feed = Feed(isAhead, Numbers(0, 10), "SELECT error('torn')");
        Assert.NotNull(feed.Next());
        Assert.Contains("torn", Assert.Throws<DuckDbException>(feed.Next).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFeedThatIsLeftHalfReadEndsItsThreadAndKeepsNothing()
    {
        int open = _database.OpenHandles;
        using (ChunkFeed feed = Feed(true, Numbers(0, 5_000_000))) Assert.NotNull(feed.Next());
        Assert.Equal(open, _database.OpenHandles);
    }

    [Fact]
    public void WithTwoConnectionsTheRowsComeInTheSameOrder()
    {
        using var feed = new ChunkFeed([_connection, _second], Queries(Numbers(0, 200_000), Numbers(0, 0), Numbers(200_000, 250_000), Numbers(250_000, 300_000)), true, TestContext.Current.CancellationToken);
        long next = 0;
        while (feed.Next() is { } chunk)
        {
            for (int row = 0; row < chunk.RowCount; row++) Assert.Equal(next++, chunk[0].Int64(row));
        }

        Assert.Equal(300_000, next);
    }

    [Fact]
    public void AFailureOfTheQueryThatIsSortedAheadIsToldAfterTheRowsBeforeIt()
    {
        using var feed = new ChunkFeed([_connection, _second], Queries(Numbers(0, 5_000), "SELECT error('torn')"), true, TestContext.Current.CancellationToken);
        for (int rows = 0; rows < 5_000;) rows += feed.Next()!.RowCount;
        Assert.Contains("torn", Assert.Throws<DuckDbException>(feed.Next).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void WhatWasSortedAheadIsLetGoWithTheFeed(int chunks)
    {
        int open = _database.OpenHandles;
        using (var feed = new ChunkFeed([_connection, _second], Queries(Numbers(0, 3_000_000), Numbers(0, 5_000_000)), true, TestContext.Current.CancellationToken))
        {
            for (int i = 0; i < chunks; i++) Assert.NotNull(feed.Next());
        }

        Assert.Equal(open, _database.OpenHandles);
    }

    [Fact]
    public async Task CancellingStopsTheReading()
    {
        using var stop = new CancellationTokenSource();
        using var feed = new ChunkFeed([_connection], [(Numbers(0, long.MaxValue), [])], isAhead: true, stop.Token);
        Assert.NotNull(feed.Next());
        await stop.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (feed.Next() is not null)
            {
            }
        });
    }

    public void Dispose()
    {
        _connection.Dispose();
        _second.Dispose();
        _database.Dispose();
    }

    private ChunkFeed Feed(bool isAhead, params string[] queries) =>
        new([_connection], Queries(queries), isAhead, TestContext.Current.CancellationToken);

    private static IEnumerable<(string Sql, object?[] Parameters)> Queries(params string[] queries) => queries.Select(sql => (sql, Array.Empty<object?>()));

    private static string Numbers(long from, long to) => FormattableString.Invariant($"SELECT range FROM range({from}, {to})");
}
