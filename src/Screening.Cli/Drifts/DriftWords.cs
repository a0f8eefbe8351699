using Screening.Alerts;
using Screening.Features;
using Screening.Learning.Drift;
using Screening.Typologies;

namespace Screening.Cli.Drifts;

/// <summary>Drift in sentences that an analyst would say.</summary>
internal static class DriftWords
{
    private const int Named = 3;

    /// <summary>What moved most of a feature: the share of orders in the bin that moved.</summary>
    public static string Of(Feature feature, ColumnDrift drift, DriftOptions windows)
    {
        string label = FeatureLabel.Of(feature);
        string of = drift.Moved switch
        {
            { IsMissing: true } => $"whose {label} is unknown",
            { Only: 1 or 0 } or { Above: >= 0 and < 1, UpTo: >= 1 } when feature.Unit == "0 or 1" => TrueOf(feature),
            _ => $"with {label} {Between(drift.Moved, feature.Unit)}",
        };
        bool isNegated = feature.Unit == "0 or 1" && drift.Moved.Only == 0;
        return Shares($"share of orders {of}", isNegated ? 1 - drift.MissingNow - drift.Moved.ShareNow : drift.Moved.ShareNow, isNegated ? 1 - drift.MissingBefore - drift.Moved.ShareBefore : drift.Moved.ShareBefore, windows);
    }

    /// <summary>What moved most of a score.</summary>
    public static string OfScore(string label, ColumnDrift drift, DriftOptions windows) => Shares(
        drift.Moved.IsMissing ? $"share of orders without {label}" : $"share of orders with {label} {Between(drift.Moved, "1")}", drift.Moved.ShareNow, drift.Moved.ShareBefore, windows);

    /// <summary>A night's note.</summary>
    public static DriftNote Note(DriftReport report, DriftOptions windows)
    {
        List<DriftedColumn> moved = [.. report.Features.Where(feature => feature.IsAlarm)];
        List<string> beside =
        [
            .. report.Scores.Where(score => score.IsAlarm).Select(score => score.Sentence), Labels(report, windows), Alerts(report, windows),
        ];
        return new DriftNote(
            windows.LatestDays, windows.ReferenceDays, report.LatestOrders, report.ReferenceOrders, report.Features.Count, moved.Count, Math.Round(report.Features.Count * (1 - report.Level), 1),
            [.. moved.Take(Named).Select(feature => feature.Sentence)], beside)
        {
            NotAssessed = report.NotAssessed,
        };
    }

    /// <summary>How many features moved, held against how many do by chance.</summary>
    /// <param name="note">The note.</param>
    /// <param name="isWhole">Whether all that moved are told after it, not the first alone.</param>
    public static string Verdict(DriftNote note, bool isWhole = false) => note switch
    {
        { NotAssessed: { } why } => why,
        { Moved: 0 } => FormattableString.Invariant($"None of {note.Features} features moved by more than chance explains."),
        _ => FormattableString.Invariant(
            $"{Words.Count(note.Moved, "feature")} of {note.Features} moved by more than chance explains; when nothing changes it is about {note.ByChance:0.#}.{(!isWhole && note.Most.Count < note.Moved ? FormattableString.Invariant($" The {note.Most.Count} that moved most:") : "")}"),
    };

    private static string Labels(DriftReport report, DriftOptions windows) =>
        FormattableString.Invariant($"orders decided: {Decided(report.LatestLabels)} in the last {Words.Count(windows.LatestDays, "day")}, {Decided(report.ReferenceLabels)} in the {windows.ReferenceDays} before");

    private static string Decided(DecidedOrders labels) => labels.Decided == 0
        ? "none"
        : FormattableString.Invariant($"{labels.Decided:#,0} ({Words.Percent(labels.Diversions / (double)labels.Decided)} of them diversion)");

    private static string Alerts(DriftReport report, DriftOptions windows) =>
        FormattableString.Invariant($"alerts a night: {Volume(report.LatestAlerts)} in the last {Words.Count(windows.LatestDays, "day")}, {Volume(report.ReferenceAlerts)} in the {windows.ReferenceDays} before");

    private static string Volume(AlertVolume volume) => volume.Nights == 0 ? "no night was run" : $"{Words.Number(volume.Alerts / (double)volume.Nights)} on {Words.Count(volume.Nights, "night")}";

    private static string Shares(string of, double now, double before, DriftOptions windows) =>
        FormattableString.Invariant($"{of}: {Words.Percent(now)} in the last {Words.Count(windows.LatestDays, "day")}, {Words.Percent(before)} in the {windows.ReferenceDays} before");

    // "Whether the order names an end user" is said of orders as "in which it is so that the order names an end user".
    private static string TrueOf(Feature feature) => feature.Description.StartsWith("Whether ", StringComparison.Ordinal)
        ? "of which it is true that " + feature.Description["Whether ".Length..]
        : $"with {FeatureLabel.Of(feature)}";

    private static string Between(MovedBin bin, string unit)
    {
        string Said(double value) => unit switch
        {
            "USD" => Words.Money(value),
            "1" or "0 or 1" => Words.Number(value),
            "d" => Words.Count(value, "day"),
            _ => $"{Words.Number(value)} {unit}",
        };
        if (bin.Only is { } only) return "of " + Said(only);
        if (double.IsInfinity(bin.Above)) return double.IsInfinity(bin.UpTo) ? "told" : $"of {Said(bin.UpTo)} or less";
        return double.IsInfinity(bin.UpTo) ? $"above {Said(bin.Above)}" : $"above {Said(bin.Above)} and up to {Said(bin.UpTo)}";
    }
}
