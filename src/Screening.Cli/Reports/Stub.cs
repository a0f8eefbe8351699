using Screening.Alerts;
namespace Screening.Cli.Reports;

internal static class NightlyReport { public static string Render(NightlyList list) => list.RunId; }
internal static class AlertTable { public static string Render(NightlyList list, int width) => string.Concat(list.Alerts.Select(a => $"{a.Rank} {a.Risk:P1} {a.Name} {a.Country} {a.StakeH100e:0} | {a.Sentence} | {string.Join(' ', a.Reasons.Select(r => r.Code))}\n")); }
internal static class AlertCsv { public static string Render(NightlyList list) => list.RunId; }
