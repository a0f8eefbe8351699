using System.Globalization;
using System.Text;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Data.Quarantines;
using Screening.Data.Store;

namespace Screening.Cli.Reports;

/// <summary>Cases as a table for other programs; the words of the store. A text that a spreadsheet would run as a formula is led by an apostrophe in CSV; what is not known is empty.</summary>
internal static class CaseCsv
{
    /// <summary>The columns. New ones are added at the end; none is ever renamed.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "case_id", "subject_id", "name", "country", "state", "state_since", "opened_at", "due_on", "assignee", "version", "changed_by", "changed_at", "alert_id", "shown_on", "risk", "priority",
        "stake_h100e", "stake_usd", "dismissed_until", "hold_id", "merged_into", "previous_case", "withdrawn",
    ];

    /// <summary>The table with its header, one line per case, lines ended by CR LF.</summary>
    public static string Render(IEnumerable<CaseRecord> cases)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', Columns).Append("\r\n");
        foreach (CaseRecord one in cases)
        {
            csv.AppendJoin(
                ',', Text(one.CaseId), Text(one.Subject), Text(one.Name), Text(one.Country), Text(Word(one.State.ToString())), Moment(one.StateSinceUtc), Moment(one.OpenedAtUtc), Day(one.DueOn), Text(one.Assignee),
                one.Version.ToString(CultureInfo.InvariantCulture), Text(one.ChangedBy), Moment(one.ChangedAtUtc), Text(one.AlertId), Day(one.ShownOn), Number(one.Risk), Number(one.Priority), Number(one.StakeH100e),
                Number(one.StakeUsd), Day(one.DismissedUntil), Text(one.HoldId), Text(one.MergedInto), Text(one.PreviousCase), one.IsWithdrawn ? "true" : "false").Append("\r\n");
        }

        return csv.ToString();
    }

    /// <summary>The same as Parquet, with types: moments are UTC, days are dates.</summary>
    public static void WriteParquet(string path, IEnumerable<CaseRecord> cases)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        connection.Execute(
            """
            CREATE TEMP TABLE cases (
                case_id VARCHAR, subject_id VARCHAR, name VARCHAR, country VARCHAR, state VARCHAR, state_since VARCHAR, opened_at VARCHAR, due_on VARCHAR, assignee VARCHAR, version INTEGER, changed_by VARCHAR,
                changed_at VARCHAR, alert_id VARCHAR, shown_on VARCHAR, risk DOUBLE, priority DOUBLE, stake_h100e DOUBLE, stake_usd DOUBLE, dismissed_until VARCHAR, hold_id VARCHAR, merged_into VARCHAR,
                previous_case VARCHAR, withdrawn VARCHAR, place INTEGER)
            """);
        using (DuckDbAppender appender = connection.Appender("cases"))
        {
            foreach ((int place, CaseRecord one) in cases.Index()) Append(appender, one, place);
            appender.Close();
        }

        connection.Execute(
            $"""
            COPY (SELECT * EXCLUDE (place) REPLACE (CAST(state_since AS TIMESTAMP) AS state_since, CAST(opened_at AS TIMESTAMP) AS opened_at, CAST(changed_at AS TIMESTAMP) AS changed_at, CAST(due_on AS DATE) AS due_on,
                CAST(shown_on AS DATE) AS shown_on, CAST(dismissed_until AS DATE) AS dismissed_until, CAST(withdrawn AS BOOLEAN) AS withdrawn) FROM cases ORDER BY place) TO {Sql.Literal(path)} (FORMAT parquet)
            """);
    }

    private static void Append(DuckDbAppender appender, CaseRecord one, int place)
    {
        appender.String(one.CaseId).String(one.Subject).String(one.Name).String(one.Country).String(Word(one.State.ToString())).String(Plain(one.StateSinceUtc)).String(Plain(one.OpenedAtUtc)).String(Plain(one.DueOn))
            .String(one.Assignee).Int((int)Math.Min(one.Version, int.MaxValue)).String(one.ChangedBy).String(Plain(one.ChangedAtUtc)).String(one.AlertId).String(Plain(one.ShownOn)).Double(one.Risk).Double(one.Priority)
            .Double(one.StakeH100e).Double(one.StakeUsd).String(Plain(one.DismissedUntil)).String(one.HoldId).String(one.MergedInto).String(one.PreviousCase).String(one.IsWithdrawn ? "true" : "false").Int(place);
        appender.EndRow();
    }

    private static string Word(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Text(string? text) => SpreadsheetText.Cell(text);

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateOnly? day) => Plain(day) ?? "";

    private static string Plain(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string? Plain(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
