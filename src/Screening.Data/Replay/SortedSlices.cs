using Screening.Data.DuckDb;

namespace Screening.Data.Replay;

/// <summary>
/// Slices that are sorted into scratch files one after another, each with all of DuckDB's memory, before any is taken: where memory is short, what is sorted of all datasets at once
/// would not fit. What is read then streams by.
/// </summary>
internal static class SortedSlices
{
    /// <summary>Sorts slices into files.</summary>
    /// <param name="connection">Sorts them.</param>
    /// <param name="folder">Where files go; they may be deleted once they are read.</param>
    /// <param name="name">Begins their names.</param>
    /// <param name="queries">SQL and parameters of the slices.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>SQL that reads the files, in the same order.</returns>
    public static IReadOnlyList<(string Sql, object?[] Parameters)> Write(
        DuckDbConnection connection, string folder, string name, IEnumerable<(string Sql, object?[] Parameters)> queries, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        List<(string, object?[])> sorted = [];
        foreach ((string sql, object?[] parameters) in queries)
        {
            string file = Sql.Literal(Path.Combine(folder, FormattableString.Invariant($"{name}-{sorted.Count}.parquet")));
            connection.Execute($"COPY ({sql}) TO {file} (FORMAT parquet)", parameters, cancellation);
            sorted.Add(($"FROM read_parquet({file})", []));
        }

        return sorted;
    }
}
