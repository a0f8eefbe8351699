#pragma warning disable xUnit1051 // these statements end by themselves
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Data.DuckDb;

public sealed class DuckDbDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-duckdb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheLibraryIsThePinnedOne() => Assert.Equal("v1.5.6", DuckDbDatabase.LibraryVersion);

    [Fact]
    public void OptionsReachDuckDb()
    {
        var spill = Path.Combine(_folder, "spill");
        using var database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 1, MemoryLimit = "256MB", TempDirectory = spill });
        using var connection = database.Connect();

        Assert.Equal("1", Setting(connection, "threads"));
        Assert.Equal("244.1 MiB", Setting(connection, "memory_limit"));
        Assert.Equal(spill, Setting(connection, "temp_directory"));
        Assert.Equal("UTC", Setting(connection, "TimeZone"));
        Assert.Equal("false", Setting(connection, "autoinstall_known_extensions"));
        Assert.Equal("false", Setting(connection, "autoload_known_extensions"));
        Assert.Equal("false", Setting(connection, "allow_community_extensions"));
    }

    [Fact]
    public void OptionsOutsideTheirRangeAreNamed()
    {
        AssertRefused(new DuckDbOptions { Threads = -1 }, "Threads", "-1");
        AssertRefused(new DuckDbOptions { Threads = 1025 }, "Threads", "1025");
        AssertRefused(new DuckDbOptions { MemoryLimit = "lots" }, "MemoryLimit", "lots");
        AssertRefused(new DuckDbOptions { MemoryLimit = "0GB" }, "MemoryLimit", "0GB");
        AssertRefused(new DuckDbOptions { MemoryLimit = "2GB; DROP" }, "MemoryLimit", "2GB; DROP");
        AssertRefused(new DuckDbOptions { TempDirectory = " " }, "TempDirectory");
        AssertRefused(new DuckDbOptions { ReadOnly = true }, "ReadOnly");
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("json")]
    public void FilesAreWrittenAndReadWithoutAnyExtensionFromElsewhere(string format)
    {
        var file = Path.Combine(_folder, $"rows.{format}");
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();

        Assert.Equal(5000, connection.Execute($"COPY (SELECT i, 'ü' || i AS s FROM range(5000) r(i)) TO '{file}' (FORMAT {format})"));
        Assert.Equal(12_497_500, connection.Scalar<long>($"SELECT sum(i)::BIGINT FROM '{file}' WHERE s = 'ü' || i"));
    }

    [Fact]
    public void AFileKeepsItsRowsAndReadOnlyChangesNothing()
    {
        var path = Path.Combine(_folder, "lager.duckdb");
        using (var database = DuckDbDatabase.Open(path))
        using (var connection = database.Connect())
        {
            connection.Execute("CREATE TABLE t AS SELECT 42 AS answer");
        }
        using var reopened = DuckDbDatabase.Open(path, new DuckDbOptions { ReadOnly = true });
        using var reader = reopened.Connect();

        Assert.Equal(42, reader.Scalar<int>("SELECT answer FROM t"));
        Assert.Contains("read-only", Assert.Throws<DuckDbException>(() => reader.Execute("DELETE FROM t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNoDatabaseIsAnError()
    {
        var path = Path.Combine(_folder, "text.duckdb");
        File.WriteAllText(path, new string('x', 100_000));

        var error = Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(path));
        Assert.Contains("text.duckdb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoConnectionsWorkAtOnce()
    {
        using var database = DuckDbDatabase.Open();
        using var first = database.Connect();
        using var second = database.Connect();
        first.Execute("CREATE TABLE t AS SELECT i FROM range(10_000) r(i)");
        using var rows = first.Query("SELECT i FROM t");
        var count = 0;
        while (rows.NextChunk() is { } chunk)
        {
            count += chunk.RowCount;
            Assert.Equal(10_000, second.Scalar<long>("SELECT count(*) FROM t"));
        }
        Assert.Equal(10_000, count);
    }

    private static string? Setting(DuckDbConnection connection, string name) => connection.Scalar<string>("SELECT current_setting(?)::VARCHAR", [name]);

    private static void AssertRefused(DuckDbOptions options, params string[] parts)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => DuckDbDatabase.Open(null, options));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
