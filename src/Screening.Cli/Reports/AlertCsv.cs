using System.Globalization;
using System.Text;
using Screening.Alerts;
using Screening.Data.Quarantines;

namespace Screening.Cli.Reports;

/// <summary>
/// A night as a table for other programs: RFC 4180, lines ended by CR LF, to be written as UTF-8. A text that a spreadsheet would run as a
/// formula is led by an apostrophe; numbers are numbers; what is not known is empty.
/// </summary>
public static class AlertCsv
{
    /// <summary>The columns. New ones are added at the end; none is ever renamed.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "alert_id", "rank", "lane", "risk", "margin", "priority", "subject_id", "name", "country", "kind", "age_days", "stake_h100e", "stake_usd",
        "sentence", "typologies", "not_assessed", "order_id", "order_version", "orders", "changed", "shown_probability", "as_of", "run_id",
        "data_version", "list_version", "feature_set", "policy_version", "model_version",
    ];

    /// <summary>The table with its header, one line per alert.</summary>
    public static string Render(NightlyList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var csv = new StringBuilder();
        csv.AppendJoin(',', Columns).Append("\r\n");
        foreach (Alert alert in list.Alerts) csv.AppendJoin(',', Cells(alert, list)).Append("\r\n");
        return csv.ToString();
    }

    private static string[] Cells(Alert a, NightlyList list) =>
    [
        Text(a.Id), Number(a.Rank), Text(Lane(a.Lane)), Number(a.Risk), Number(a.Margin), Number(a.Priority), Text(a.Subject), Text(a.Name), Text(a.Country),
        Text(a.Kind), Number(a.AgeDays), Number(a.StakeH100e), Number(a.StakeUsd), Text(a.Sentence),
        Text(string.Join("; ", a.Reasons.Where(Figures.IsTypology).Select(r => r.Code))), Text(string.Join("; ", a.NotAssessed)), Text(a.OrderId),
        Number(a.OrderVersion), Text(string.Join("; ", a.Orders.Select(o => o.OrderId))), Text(a.Changed), Number(a.ShownProbability),
        Text(a.AsOf.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)), Text(list.RunId), Text(list.Versions.Data),
        Text(list.Versions.Lists), Text(list.Versions.FeatureSet), Text(list.Versions.Policy), Text(list.Versions.Model),
    ];

    /// <summary>A text cell, quoted where it must be and harmless to a spreadsheet.</summary>
    internal static string Text(string? text) => SpreadsheetText.Cell(text);

    private static string Number(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Lane(Lane lane) => lane switch
    {
        Alerts.Lane.MandatoryHold => "mandatory_hold",
        Alerts.Lane.Ranked => "ranked",
        Alerts.Lane.SmallCertain => "small_certain",
        Alerts.Lane.Exploration => "exploration",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "Not a lane."),
    };
}
