using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>Whether a source's columns are those that its contract or its mapping needs.</summary>
internal static class SourceColumns
{
    private const string OtherDelimiters = ";\t|";

    /// <summary>Without a mapping: the contract's columns in any order, of which those may be left out that are not required, and perhaps <c>_deleted</c>.</summary>
    /// <param name="columns">The source's.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="knownAtIsGiven">True when known_at is not read from the file.</param>
    /// <exception cref="IngestException">A column is missing, doubled or unknown.</exception>
    public static void RequireContract(IReadOnlyList<string> columns, DataContract contract, bool knownAtIsGiven)
    {
        var expected = string.Join(", ", contract.Columns.Select(c => c.Required ? c.Name : c.Name + "?"));
        if (columns is [var only] && only.AsSpan().IndexOfAny(OtherDelimiters) is >= 0 and var at)
            throw new IngestException($"line 1: the header is one column, '{only}'; it looks delimited by '{(only[at] == '\t' ? "\\t" : only[at].ToString())}', expected ','; a mapping file can say source.delimiter");
        RequireOnce(columns);
        if (columns.FirstOrDefault(c => c != SliceTable.Deleted && contract.Find(c) is null) is { } unknown)
            throw new IngestException($"line 1: column '{unknown}' is not in the contract of {contract.Dataset}; expected {expected}");
        if (knownAtIsGiven && columns.Contains(DataContract.KnownAt)) throw new IngestException("line 1: the file has the column 'known_at', and another known_at was asked for; leave one of them out");
        if (contract.Columns.FirstOrDefault(c => c.Required && !columns.Contains(c.Name) && !(knownAtIsGiven && c.Name == DataContract.KnownAt)) is { } missing)
            throw new IngestException($"line 1: column '{missing.Name}' is missing; expected {expected} (? may be left out)");
    }

    /// <summary>With a mapping: at least the columns it names.</summary>
    /// <exception cref="IngestException">A column is doubled.</exception>
    /// <exception cref="MappingException">A column that the mapping names is missing, or an expression is invalid.</exception>
    public static void RequireMapping(IReadOnlyList<string> columns, string file, MappingFile mapping, MappingSql sql, DuckDbConnection connection, CancellationToken cancellation)
    {
        RequireOnce(columns);
        foreach (var (key, column) in sql.NamedColumns())
        {
            if (!columns.Contains(column)) throw new MappingException($"{mapping.File}: {key} is '{column}', which is no column of {file}; it has {string.Join(", ", columns)}");
        }
        var empty = string.Join(", ", columns.Select(c => $"NULL::VARCHAR AS {Sql.Identifier(c)}"));
        foreach (var (key, expression) in sql.Expressions())
        {
            try
            {
                connection.Execute($"SELECT CAST(({expression}) AS {(key is "where" or "delete_when" ? "BOOLEAN" : "VARCHAR")}) FROM (SELECT {empty}) WHERE false", cancellation);
            }
            catch (DuckDbException e)
            {
                throw new MappingException($"{mapping.File}: {key} is '{expression}', which DuckDB does not accept over the columns of {file}: {e.Message.Split('\n')[0]}", e);
            }
        }
    }

    /// <summary>Names in SQL ignore case, so two that differ only in case are one too many as well.</summary>
    private static void RequireOnce(IReadOnlyList<string> columns)
    {
        if (columns.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } doubled)
            throw new IngestException($"line 1: column '{doubled.Key}' is there {(doubled.Count() == 2 ? "twice" : "several times")}; expected once");
    }
}
