using System.Globalization;
using System.Text.RegularExpressions;
using Screening.Data;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Records;

namespace Screening.Cli.Queries;

/// <summary>
/// One question to a snapshot, in a database of its own that can reach the snapshot's files and nothing else. What the SQL says can only read; the lake's
/// folder is never written to, and what spills goes to a temporary folder that is gone afterwards.
/// </summary>
internal sealed partial class LakeQuery : IDisposable
{
    private const string CurrentSuffix = "_current";
    private const string HistorySuffix = "_history";
    private const string SourcesView = "sources";
    private readonly string _spill = Directory.CreateTempSubdirectory("screening-query-").FullName;
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;
    private readonly LakeSnapshot _snapshot;
    private readonly IReadOnlyList<string> _datasets;
    private readonly string _memory;

    private LakeQuery(LakeSnapshot snapshot, ContractStore contracts, string memory, int threads)
    {
        _snapshot = snapshot;
        _memory = memory;
        _datasets = [.. contracts.Datasets];
        try
        {
            _database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads, MemoryLimit = memory, TempDirectory = _spill });
            _connection = _database.Connect();
        }
        catch
        {
            _database?.Dispose();
            Directory.Delete(_spill, recursive: true);
            throw;
        }
    }

    /// <summary>Prepares a question.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="contracts">Its datasets.</param>
    /// <param name="sql">The question, one SELECT.</param>
    /// <param name="writes">The one file that may be written, by <see cref="CopyToParquet"/>; null when none is.</param>
    /// <param name="memory">Most memory, such as 1GiB.</param>
    /// <param name="threads">Threads, 0 for one per core.</param>
    /// <param name="cancellation">Stops it.</param>
    public static LakeQuery Open(LakeSnapshot snapshot, ContractStore contracts, string sql, string? writes, string memory, int threads, CancellationToken cancellation)
    {
        var query = new LakeQuery(snapshot, contracts, memory, threads);
        try
        {
            query.CreateViews(contracts, sql, cancellation);
            query.Confine(writes, cancellation);
            return query;
        }
        catch (DuckDbException e) when (query.Explain(e) is { } explained)
        {
            query.Dispose();
            throw new UsageException(explained);
        }
        catch
        {
            query.Dispose();
            throw;
        }
    }

    /// <summary>The rows, streamed.</summary>
    /// <param name="sql">The question.</param>
    /// <param name="rows">The most rows wanted; one more comes if there are more. Null for all.</param>
    /// <param name="cancellation">Stops it.</param>
    public DuckDbResult Rows(string sql, long? rows, CancellationToken cancellation) =>
        _connection.Query($"{Read(sql)}{(rows is { } most && most < long.MaxValue ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {most + 1}") : "")}", cancellation);

    /// <summary>Writes the rows to the file that was named at the beginning.</summary>
    /// <returns>How many.</returns>
    public long CopyToParquet(string sql, long? rows, string path, CancellationToken cancellation) =>
        _connection.Execute(
            $"COPY ({Read(sql)}{(rows is { } most ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {most}") : "")}) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)", cancellation);

    /// <summary>What went wrong, in one sentence for the one who asked; null when the fault is not in the question.</summary>
    public string? Explain(DuckDbException error)
    {
        if (UnknownTable().Match(error.Message) is { Success: true } table)
            return $"there is no table {table.Groups["table"].Value}; the datasets are {string.Join(", ", _datasets)}, and {SourcesView} lists what was delivered";
        return error.ErrorType switch
        {
            DuckDbErrorType.OutOfMemory => $"the query needs more than {_memory} of memory; ask for fewer rows or columns at once, or give more with --memory",
            DuckDbErrorType.Io =>
                $"a file of snapshot {_snapshot.Number} cannot be read: {Sentence(error.Message)}; 'screening lake verify' says which are missing or damaged, and a snapshot that was pruned meanwhile is gone",
            DuckDbErrorType.Internal or DuckDbErrorType.Fatal => null,
            _ => Sentence(error.Message),
        };
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_spill, recursive: true);
    }

    // DuckDB's query() takes one statement that reads, and nothing else.
    private static string Read(string sql) => $"SELECT * FROM query({Sql.Literal(sql.Trim().TrimEnd(';'))})";

    /// <summary>Every version of a dataset's rows; the newest of each key, for a question that asks for it; and all with deletions and where each row came from.</summary>
    private static IEnumerable<(string Name, string Relation)> ViewsOf(LakeSnapshot snapshot, DataContract contract, string sql)
    {
        yield return (contract.Dataset, snapshot.Relation(contract));
        if (sql.Contains(CurrentSuffix, StringComparison.OrdinalIgnoreCase)) yield return (contract.Dataset + CurrentSuffix, snapshot.Current(contract));
        if (sql.Contains(HistorySuffix, StringComparison.OrdinalIgnoreCase)) yield return (contract.Dataset + HistorySuffix, snapshot.History(contract));
    }

    private void CreateViews(ContractStore contracts, string sql, CancellationToken cancellation)
    {
        foreach ((string name, string relation) in contracts.Contracts.SelectMany(c => ViewsOf(_snapshot, c, sql)))
            _connection.Execute($"CREATE VIEW {Sql.Identifier(name)} AS SELECT * FROM {relation}", cancellation);
        // A long list, which few questions are about.
        if (!contracts.TryGet(SourcesView, out _) && sql.Contains(SourcesView, StringComparison.OrdinalIgnoreCase)) CreateSources(cancellation);
    }

    private void CreateSources(CancellationToken cancellation)
    {
        _connection.Execute(
            $"""
            CREATE TABLE {SourcesView} (
                dataset VARCHAR, file VARCHAR, sha256 VARCHAR, mapping_sha256 VARCHAR, rows_in BIGINT, accepted BIGINT, already_known BIGINT, quarantined BIGINT,
                not_for_dataset BIGINT, collapsed BIGINT, delivered_at TIMESTAMP)
            """,
            cancellation);
        using DuckDbAppender appender = _connection.Appender(SourcesView);
        foreach (LakeSource source in _snapshot.Sources)
        {
            appender.String(source.Dataset).String(source.File).String(source.Sha256).String(source.MappingSha256).Long(source.RowsIn).Long(source.Accepted).Long(source.AlreadyKnown)
                .Long(source.Quarantined).Long(source.NotForDataset).Long(source.Collapsed).TimestampMicros(Micros.FromDateTime(source.DeliveredAtUtc)).EndRow();
        }

        appender.Close();
    }

    private void Confine(string? writes, CancellationToken cancellation)
    {
        IEnumerable<string> paths = _snapshot.AllFiles.Select(_snapshot.FullPath).Concat(writes is null ? [] : [writes]);
        _connection.Execute($"SET allowed_paths = {Sql.List(paths)}; SET enable_external_access = false; SET lock_configuration = true", cancellation);
    }

    // DuckDB says in several lines what is wrong, what it might have been and where in our own statement it stood.
    private static string Sentence(string message) =>
        Breaks().Replace(message.Split("\n\nLINE", 2)[0].Split("\nLINE", 2)[0].Split("\nSQL:", 2)[0].Trim(), "; ").Replace("!;", ";", StringComparison.Ordinal);

    [GeneratedRegex(@"Table with name (?<table>.+?) does not exist", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownTable();

    [GeneratedRegex(@"\s*[\r\n]+\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Breaks();
}
