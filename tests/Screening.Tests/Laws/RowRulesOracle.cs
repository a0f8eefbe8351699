using System.Globalization;
using Screening.Data;
using Screening.Data.Contracts;

namespace Screening.Tests.Laws;

/// <summary>One rule that a row can break.</summary>
/// <param name="Column">The contract's column.</param>
/// <param name="Check">The rule's short name.</param>
/// <param name="Broken">SQL over the text and the typed value of the column: true where the rule is broken, never NULL.</param>
/// <param name="Reason">Why, with what is accepted; the same for every row.</param>
internal sealed record RowCheck(string Column, string Check, string Broken, string Reason);

/// <summary>
/// A contract's rules spelt a second time, as SQL over each column's text and typed value: what the readers of the ingestion are held against. It shares with
/// them nothing but the contract.
/// </summary>
internal sealed class RowRulesOracle
{
    private const string Number = @"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)";
    private const string RealNumber = Number + @"([eE][+-]?[0-9]+)?\s*";

    private readonly ContractStore _contracts;
    private readonly DateTime _deliveredAtUtc;

    public RowRulesOracle(DataContract contract, ContractStore contracts, DateTime deliveredAtUtc)
    {
        Contract = contract;
        _contracts = contracts;
        _deliveredAtUtc = deliveredAtUtc;
        Checks = [.. contract.Columns.SelectMany(ChecksOf)];
    }

    public DataContract Contract { get; }

    /// <summary>Every rule, in the order of the columns.</summary>
    public IReadOnlyList<RowCheck> Checks { get; }

    /// <summary>Types that the rules use: run once per database, before anything else.</summary>
    public IEnumerable<string> Setup()
    {
        foreach (var reference in Contract.Columns.Select(c => c.ReferenceTable).OfType<ColumnAddress>().Distinct())
            yield return $"CREATE TYPE {ReferenceType(reference)} AS ENUM ({Literals(_contracts.Reference(reference.Table).Values(reference.Column))})";
        foreach (var column in Contract.Columns.Where(c => c.Allowed.Count > 0))
            yield return $"CREATE TYPE {AllowedType(column)} AS ENUM ({Literals(column.Allowed)})";
    }

    /// <summary>The column that holds a column's text while it is checked.</summary>
    public static string Text(string column) => Sql.Identifier("__text_" + column);

    /// <summary>The column that holds a column's typed value while it is checked.</summary>
    public static string Value(string column) => Sql.Identifier("__value_" + column);

    private static string Matches(string text, string pattern) => $"regexp_full_match({text}, {Sql.Literal(pattern)})";

    private static string WithinScale(int scale) =>
        scale == 0 ? @"\s*[+-]?[0-9]+(\.0*)?\s*" : FormattableString.Invariant($@"\s*[+-]?([0-9]+(\.[0-9]{{0,{scale}}}0*)?|\.[0-9]{{1,{scale}}}0*)\s*");

    private static string Literals(IEnumerable<string> values) => string.Join(", ", values.Select(Sql.Literal));

    private static string AllowedType(ContractColumn column) => Sql.Identifier("__allowed_" + column.Name);

    private static string ReferenceType(ColumnAddress reference) => Sql.Identifier($"__reference_{reference}");

    private IEnumerable<RowCheck> ChecksOf(ContractColumn column)
    {
        var text = Text(column.Name);
        var value = column.Type.Kind == ColumnKind.Text ? text : Value(column.Name);
        RowCheck Check(string check, string broken, string reason) => new(column.Name, check, broken, reason);

        if (column.Required) yield return Check("required", $"{text} IS NULL", "is missing; a value is required");
        foreach (var check in TypeChecks(column, text, value)) yield return Check(check.Name, check.Broken, check.Reason);

        var range = Range(column);
        if (column.Minimum is { } minimum) yield return Check("minimum", Compare(value, "<", Constant(column, minimum)), $"is below the accepted range {range}");
        if (column.ExclusiveMinimum is { } above) yield return Check("minimum", Compare(value, "<=", Constant(column, above)), $"is below the accepted range {range}");
        if (column.Maximum is { } maximum) yield return Check("maximum", Compare(value, ">", Constant(column, maximum)), $"is above the accepted range {range}");
        if (column.ExclusiveMaximum is { } below) yield return Check("maximum", Compare(value, ">=", Constant(column, below)), $"is above the accepted range {range}");
        if (Latest(column) is { } latest) yield return Check("after_delivery", Compare(value, ">", Constant(column, latest)), $"is above the accepted range {range}");

        if (column.MinLength is { } shortest) yield return Check("length", FormattableString.Invariant($"coalesce(length({text}) < {shortest}, false)"), $"is shorter than accepted; accepted: {Lengths(column)}");
        if (column.MaxLength is { } longest) yield return Check("length", FormattableString.Invariant($"coalesce(length({text}) > {longest}, false)"), $"is longer than accepted; accepted: {Lengths(column)}");
        if (column.Pattern is { } pattern) yield return Check("pattern", $"coalesce(NOT {Matches(text, pattern)}, false)", $"does not match the accepted pattern {pattern}");
        if (column.Allowed.Count > 0)
            yield return Check("allowed", $"({text} IS NOT NULL AND TRY_CAST({text} AS {AllowedType(column)}) IS NULL)", $"is not accepted; accepted: {string.Join(", ", column.Allowed)}");
        if (column.ReferenceTable is { } reference)
            yield return Check("reference", $"({text} IS NOT NULL AND TRY_CAST({text} AS {ReferenceType(reference)}) IS NULL)", $"is not in column {reference.Column} of the reference table {reference.Table}");
    }

    private IEnumerable<(string Name, string Broken, string Reason)> TypeChecks(ContractColumn column, string text, string value)
    {
        if (column.Type.Kind == ColumnKind.Text) yield break;
        var unread = $"({text} IS NOT NULL AND {value} IS NULL";
        var range = Range(column) is { Length: > 0 } r ? $"; accepted: {r}" : "";
        if (!column.Type.IsNumber)
        {
            yield return ("type", unread + ")", column.Type.Kind switch
            {
                ColumnKind.Boolean => "is not true or false; accepted: true, false, yes, no, 1, 0",
                ColumnKind.Date => $"is not a day of the form 2024-05-01{range}",
                _ => $"is not a moment of the form 2024-05-01, 2024-05-01 12:00:00[.ffffff][Z or +02:00] or with T between{range}",
            });
            yield break;
        }

        var notFinite = $"coalesce({Matches(text, @"(?i)\s*[+-]?(nan|inf|infinity)\s*")}, false)";
        if (column.Type.Kind == ColumnKind.Real) notFinite = $"({notFinite} OR {unread} AND {Matches(text, RealNumber)}))";
        yield return ("not_finite", notFinite, $"is not a finite number{range}");
        if (column.Type.Kind != ColumnKind.Exact)
        {
            var kind = column.Type.Kind == ColumnKind.Whole ? "a whole number of 64 bits" : "a number";
            yield return ("type", $"{unread} AND NOT {notFinite})", $"is not {kind}{range}");
            yield break;
        }

        var tooFine = $"({Matches(text, Number + @"\s*")} AND NOT {Matches(text, WithinScale(column.Type.Scale))})";
        yield return ("scale", $"{unread} AND {tooFine})", FormattableString.Invariant($"has more than {column.Type.Scale} digits after the point; nothing is rounded silently"));
        yield return ("type", $"{unread} AND NOT {tooFine} AND NOT {notFinite})", FormattableString.Invariant($"is not a plain number of at most {column.Type.Precision - column.Type.Scale} digits before the point and {column.Type.Scale} after it{range}"));
    }

    private static string Compare(string value, string sign, string bound) => $"coalesce({value} {sign} {bound}, false)";

    private static string Constant(ContractColumn column, string value)
    {
        // A bound may have more digits than the column; DuckDB compares the two exactly in the wider type.
        var type = column.Type.Kind == ColumnKind.Exact ? "DECIMAL(38,10)" : column.Type.Sql;
        return $"CAST({Sql.Literal(value)} AS {type})";
    }

    private string? Latest(ContractColumn column)
    {
        if (column.MaximumDaysAfterDelivery is not { } days) return null;
        var latest = _deliveredAtUtc.AddDays(days);
        return latest.ToString(column.Type.Kind == ColumnKind.Date ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }

    private string Range(ContractColumn column)
    {
        var low = column.Minimum is { } minimum ? minimum : column.ExclusiveMinimum is { } above ? $"more than {above}" : null;
        var high = column.Maximum is { } maximum ? maximum : column.ExclusiveMaximum is { } below ? $"less than {below}" : null;
        if (Latest(column) is { } latest)
        {
            var late = column.MaximumDaysAfterDelivery switch { 0 => "the delivery", 1 => "1 day after the delivery", var days => FormattableString.Invariant($"{days} days after the delivery") };
            high = high is null ? $"{latest} ({late})" : $"{high}, not later than {latest} ({late})";
        }
        return (low, high) switch
        {
            (null, null) => "",
            (null, _) => $"up to {high}",
            (_, null) => $"{low} or more",
            _ => $"{low} to {high}",
        };
    }

    private static string Lengths(ContractColumn column) => (column.MinLength, column.MaxLength) switch
    {
        ({ } shortest, { } longest) => FormattableString.Invariant($"{shortest} to {longest} characters"),
        (null, { } longest) => FormattableString.Invariant($"at most {longest} characters"),
        ({ } shortest, null) => FormattableString.Invariant($"at least {shortest} characters"),
        _ => "",
    };
}
