using Screening.Data.Contracts;

namespace Screening.Data.Ingest;

/// <summary>How a text says a value of a type, as SQL: the rules of <see cref="CellText"/>, for the expressions of a mapping.</summary>
internal static class TypedSql
{
    private const string Number = @"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)";
    private const string RealNumber = Number + @"([eE][+-]?[0-9]+)?\s*";
    private const string Day = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}";
    private const string Clock = @"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?";
    private const string Offset = "[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?";

    /// <summary>The typed value of a text: NULL where the text is NULL or does not say, exactly, a value of the type.</summary>
    public static string Of(ColumnType type, string text) => type.Kind switch
    {
        ColumnKind.Text => text,
        ColumnKind.Whole => $"CASE WHEN {Matches(text, @"\s*[+-]?[0-9]+(\.0*)?\s*")} THEN TRY_CAST({text} AS BIGINT) END",
        ColumnKind.Exact => $"CASE WHEN {Matches(text, WithinScale(type.Scale))} THEN TRY_CAST({text} AS {type.Sql}) END",
        ColumnKind.Real => $"CASE WHEN {Matches(text, RealNumber)} AND isfinite(TRY_CAST({text} AS DOUBLE)) THEN TRY_CAST({text} AS DOUBLE) END",
        ColumnKind.Boolean => $"CASE WHEN {Matches(text, "(?i)(true|t|yes|y|1)")} THEN true WHEN {Matches(text, "(?i)(false|f|no|n|0)")} THEN false END",
        ColumnKind.Date => $"CASE WHEN {Matches(text, $@"{Day}([ T]00:00(:00(\.0{{1,6}})?)?(Z|[+-]00(:?00)?)?)?")} THEN TRY_CAST(left({text}, 10) AS DATE) END",
        ColumnKind.Timestamp => $"CASE WHEN {Matches(text, $"{Day}([ T]{Clock}Z?)?")} THEN TRY_CAST(rtrim({text}, 'Z') AS TIMESTAMP) WHEN {Matches(text, $"{Day}[ T]{Clock} ?{Offset}")} THEN {WithOffset(text)} END",
        _ => throw new InvalidOperationException($"no reading for {type.Kind}"),
    };

    /// <summary>DuckDB reads an offset only behind seconds and without a blank, so the two are read apart.</summary>
    private static string WithOffset(string text)
    {
        string Part(int group) => FormattableString.Invariant($"regexp_extract({text}, {Sql.Literal("([+-])([01][0-9]):?([0-5][0-9])?$")}, {group})");
        var minutes = $"TRY_CAST({Part(2)} AS INTEGER) * 60 + coalesce(TRY_CAST(nullif({Part(3)}, '') AS INTEGER), 0)";
        return $"TRY_CAST(regexp_replace({text}, {Sql.Literal($" ?{Offset}$")}, '') AS TIMESTAMP) - to_minutes(CASE {Part(1)} WHEN '-' THEN -1 ELSE 1 END * ({minutes}))";
    }

    private static string Matches(string text, string pattern) => $"regexp_full_match({text}, {Sql.Literal(pattern)})";

    private static string WithinScale(int scale) =>
        scale == 0 ? @"\s*[+-]?[0-9]+(\.0*)?\s*" : FormattableString.Invariant($@"\s*[+-]?([0-9]+(\.[0-9]{{0,{scale}}}0*)?|\.[0-9]{{1,{scale}}}0*)\s*");
}
