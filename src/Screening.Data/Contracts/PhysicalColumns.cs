namespace Screening.Data.Contracts;

/// <summary>
/// What data files hold after their contract's columns: whether the row says that its key is deleted (then only the key and <c>known_at</c> have values),
/// and the source file and line it came from. Files written before there were such columns lack them.
/// </summary>
public static class PhysicalColumns
{
    /// <summary>BOOLEAN: true in a row that deletes its key.</summary>
    public const string Deleted = "_deleted";

    /// <summary>VARCHAR: the source file's name.</summary>
    public const string Source = "_source";

    /// <summary>BIGINT: the line in it, from 1.</summary>
    public const string Line = "_line";

    /// <summary>Their names for a SELECT.</summary>
    internal static string Names { get; } = string.Join(", ", new[] { Deleted, Source, Line }.Select(Sql.Identifier));

    /// <summary>A value of each column of a contract and of each physical one: NULL, and not deleted.</summary>
    internal static string Nulls(DataContract contract) => string.Join(", ", contract.Columns.Select(c => $"NULL::{c.Type.Sql} AS {Sql.Identifier(c.Name)}"))
        + $", false AS {Sql.Identifier(Deleted)}, NULL::VARCHAR AS {Sql.Identifier(Source)}, NULL::BIGINT AS {Sql.Identifier(Line)}";

    /// <summary>The argument of <c>read_parquet</c> that matches columns by name, gives absent ones a default and the others the contract's type.</summary>
    internal static string Schema(DataContract contract)
    {
        var columns = contract.Columns.Select(c => Column(c.Name, c.Type.Sql, "NULL")).Concat([Column(Deleted, "BOOLEAN", "'false'"), Column(Source, "VARCHAR", "NULL"), Column(Line, "BIGINT", "NULL")]);
        return $"MAP {{{string.Join(", ", columns)}}}";

        static string Column(string name, string type, string absent) => $"{Sql.Literal(name)}: {{name: {Sql.Literal(name)}, type: {Sql.Literal(type)}, default_value: {absent}}}";
    }
}
