namespace Screening.Data.DuckDb;

/// <summary>DuckDB refused a statement or failed in it. The message holds DuckDB's own and the SQL, shortened to about 500 characters.</summary>
public sealed class DuckDbException : Exception
{
    private const int ShownSql = 500;

    internal DuckDbException(string message, string sql, DuckDbErrorType errorType = DuckDbErrorType.Unknown)
        : base(sql.Length == 0 ? message : $"{message}{Environment.NewLine}SQL: {Shorten(sql)}")
    {
        Sql = sql;
        ErrorType = errorType == DuckDbErrorType.Unknown ? FromPrefix(message) : errorType;
    }

    /// <summary>The whole text that was given, empty when the error was not about a statement.</summary>
    public string Sql { get; }

    /// <summary>DuckDB's class of the error.</summary>
    public DuckDbErrorType ErrorType { get; }

    internal static string Shorten(string sql)
    {
        sql = sql.Trim();
        return sql.Length <= ShownSql ? sql : FormattableString.Invariant($"{sql[..ShownSql]}… ({sql.Length} characters)");
    }

    // Preparing and appending give text only; it begins with "Binder Error: " and the like.
    private static DuckDbErrorType FromPrefix(string message)
    {
        var end = message.IndexOf(" Error: ", StringComparison.Ordinal);
        if (end < 0) return DuckDbErrorType.Unknown;
        var name = message[..end].Replace(" ", "", StringComparison.Ordinal);
        if (name == "INTERRUPT") return DuckDbErrorType.Interrupt;
        return Enum.TryParse<DuckDbErrorType>(name, ignoreCase: true, out var type) ? type : DuckDbErrorType.Unknown;
    }
}
