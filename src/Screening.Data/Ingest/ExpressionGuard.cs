namespace Screening.Data.Ingest;

/// <summary>
/// Lets through one DuckDB scalar expression and nothing that could end it, hide it or begin a statement. What an expression may then reach is limited a
/// second time by the database, which can open no file but the delivery's and the lake's.
/// </summary>
internal static class ExpressionGuard
{
    private static readonly HashSet<string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "with", "union", "intersect", "except", "values", "table", "where", "having", "group", "order", "limit", "join", "lateral", "over", "window", "qualify",
        "insert", "update", "delete", "merge", "truncate", "create", "drop", "alter", "copy", "attach", "detach", "export", "import", "install", "load", "pragma", "set", "reset", "use",
        "call", "execute", "prepare", "deallocate", "begin", "commit", "rollback", "vacuum", "checkpoint", "analyze", "explain", "describe", "summarize", "show", "pivot", "unpivot",
        "getenv", "getvariable", "current_setting", "query", "query_table", "read_csv", "read_text", "read_blob", "read_parquet", "read_json", "glob",
        "now", "today", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "get_current_timestamp", "get_current_time", "transaction_timestamp", "statement_timestamp", "clock_timestamp",
        "random", "setseed", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "nextval", "currval", "rowid",
    };

    /// <summary>The names that stand in double quotes.</summary>
    public static IEnumerable<string> Quoted(string expression)
    {
        for (var i = 0; i < expression.Length; i++)
        {
            if (expression[i] is not ('"' or '\'')) continue;
            var end = expression.IndexOf(expression[i], i + 1);
            while (end > 0 && end + 1 < expression.Length && expression[end + 1] == expression[i]) end = expression.IndexOf(expression[i], end + 2);
            if (end < 0) yield break;
            if (expression[i] == '"') yield return expression[(i + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal);
            i = end;
        }
    }

    /// <summary>Null when the text may stand in parentheses as an expression; else what is wrong with it.</summary>
    public static string? Problem(string expression)
    {
        var depth = 0;
        for (var i = 0; i < expression.Length; i++)
        {
            var c = expression[i];
            switch (c)
            {
                case '\'' or '"':
                    i = expression.IndexOf(c, i + 1);
                    if (i < 0) return $"has a {c} that is never closed";
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    if (--depth < 0) return $"has a {c} that closes nothing";
                    break;
                case ',' when depth == 0:
                    return "has a comma outside parentheses; accepted: one expression";
                case ';' or '$' or '?' or '\\' or '\0':
                    return $"holds '{c}'; accepted: one scalar expression";
                case '-' when i + 1 < expression.Length && expression[i + 1] == '-':
                case '/' when i + 1 < expression.Length && expression[i + 1] == '*':
                    return "holds a comment; accepted: one scalar expression";
                default:
                    if (!char.IsLetter(c) && c != '_') break;
                    var end = i;
                    while (end < expression.Length && (char.IsLetterOrDigit(expression[end]) || expression[end] == '_')) end++;
                    var word = expression[i..end];
                    if (Refused.Contains(word)) return $"holds the word '{word}', which may not stand in an expression (a column of this name goes in double quotes)";
                    // e'..' strings have backslash escapes, x'..' and b'..' are other literals.
                    if (end < expression.Length && expression[end] == '\'') return $"holds the literal {word}'...; accepted: '...'";
                    i = end - 1;
                    break;
            }
        }
        return depth == 0 ? null : "has parentheses that are not closed";
    }
}
