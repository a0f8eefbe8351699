#pragma warning disable xUnit1051 // these statements end by themselves
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Data.DuckDb;

/// <summary>Runs alone: it measures the process's memory.</summary>
[CollectionDefinition(nameof(DuckDbHandleTests), DisableParallelization = true)]
[Collection(nameof(DuckDbHandleTests))]
public sealed class DuckDbHandleTests
{
    [Fact]
    public void ManyQueriesLeaveNoHandleAndLittleMemory()
    {
        using var database = DuckDbDatabase.Open();
        using (var connection = database.Connect())
        {
            connection.Execute("CREATE TABLE sink (i BIGINT, s VARCHAR, l VARCHAR[])");
            Round(connection, 1000);
            var before = Settled();
            for (var round = 0; round < 10; round++) Round(connection, 1000);
            var growth = Settled() - before;

            Assert.Equal(2, database.OpenHandles);
            Assert.True(growth < 100_000_000, $"the process grew by {growth} bytes");
        }
        Assert.Equal(1, database.OpenHandles);
        database.Dispose();
        Assert.Equal(0, database.OpenHandles);
    }

    [Fact]
    public void FailuresLeaveNoHandle()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY)");
        for (var i = 0; i < 100; i++)
        {
            Assert.Throws<DuckDbException>(() => connection.Execute("SELEC"));
            Assert.Throws<DuckDbException>(() => connection.Query("SELECT absent"));
            Assert.Throws<DuckDbException>(() => connection.Query("SELECT 'x'::INTEGER FROM range(2)"));
            Assert.Throws<ArgumentException>(() => connection.Query("SELECT ?", [new object()]));
            Assert.Throws<ArgumentException>(() => connection.Query("SELECT 1; SELECT ?", [1]));
            Assert.Throws<DuckDbException>(() => connection.Appender("absent"));
            using var appender = connection.Appender("t");
            appender.AppendRow(1);
            appender.AppendRow(1);
            Assert.Throws<DuckDbException>(appender.Close);
        }
        Assert.Equal(2, database.OpenHandles);
    }

    [Fact]
    public void WhatIsNotDisposedIsFinalized()
    {
        using var database = DuckDbDatabase.Open();
        Abandon(database);
        for (var i = 0; i < 50 && database.OpenHandles > 1; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(1, database.OpenHandles);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Abandon(DuckDbDatabase database)
    {
        var connection = database.Connect();
        connection.Execute("CREATE TABLE t (i INTEGER)");
        connection.Appender("t").AppendRow(1);
        connection.Query("SELECT i FROM range(10_000) r(i)").NextChunk();
        Assert.True(database.OpenHandles > 5);
    }

    private static void Round(DuckDbConnection connection, int small)
    {
        for (var i = 0; i < small; i++) Assert.Equal(i, connection.Scalar<int>("SELECT ?", [i]));
        using (var half = connection.Query("SELECT i, repeat('x', 200) FROM range(1_000_000) r(i)")) half.NextChunk();
        using (var large = connection.Query("SELECT i, 'text number ' || i, ['a', 'b'] FROM range(100_000) r(i)"))
        {
            while (large.NextChunk() is { } chunk) Assert.NotNull(chunk[1].String(chunk.RowCount - 1));
        }
        using var appender = connection.Appender("sink");
        for (var i = 0; i < 20_000; i++) appender.Long(i).String("a text of more than twelve bytes").Strings(["a", "b"]).EndRow();
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Environment.WorkingSet;
    }
}
