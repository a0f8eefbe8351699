using System.Globalization;
using Screening.Cli.Reports;
using Screening.Inspections;
using Screening.Typologies;

namespace Screening.Cli.Inspections;

/// <summary>A plan as one page that needs nothing else. The same plan gives the same bytes.</summary>
internal static class InspectionPage
{
    // A page is read; who works through all of them has the table.
    private const int MostStatements = 200;

    /// <summary>The page.</summary>
    /// <param name="file">The plan.</param>
    /// <param name="due">Statements that are due, the oldest first.</param>
    public static string Render(InspectionFile file, IReadOnlyList<Renewal> due)
    {
        InspectionPlan plan = file.Plan;
        var html = new Html();
        html.Doctype();
        using (html.In("html", ("lang", "en")))
        {
            using (html.In("head"))
            {
                html.Empty("meta", ("charset", "utf-8"));
                html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportStyle.ContentSecurityPolicy));
                html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Add("title", Title(plan));
                html.Style(ReportStyle.Css);
            }

            using (html.In("body"))
            {
                using (html.In("header", ("class", "head")))
                {
                    html.Add("h1", Title(plan));
                    html.Add("p", "Confidential until the visits are done: who reads it can warn somebody.", ("class", "lead simulated"));
                    html.Add("p", InspectionWords.Promise(plan.Options), ("class", "lead"));
                    html.Add("p", FormattableString.Invariant($"Holders as known on {Figures.LongDay(file.AsOf)} by snapshot {file.Snapshot}, their risk by policy {file.Policy}. Drawn by a seed whose SHA-256 is {plan.Commitment}: show this before, and the seed afterwards."), ("class", "note"));
                }

                using (html.In("main"))
                {
                    Table(html, "How many, and what that may miss", ["stratum", "holders", "H100e held", "visits", "supposed diverting", "chance to see nothing"], plan.Strata.Select(s => (string[])
                    [
                        $"{InspectionWords.Tier(s.Risk)} risk, {InspectionWords.Size(s.IsLarge, plan.Options)}", Figures.Exact((long)s.Holders), Words.Number(s.StockH100e), Figures.Exact((long)s.Visits),
                        Figures.Exact((long)s.SupposedDiverting), Words.Percent(s.MissChance),
                    ]));
                    Visits(html, plan);
                    Table(
                        html, "Statements of end users that are due", ["holder", "latest statement", "due by"], due.Take(MostStatements).Select(r => (string[])
                            [$"{r.Name} ({r.PartyId})", r.CertifiedOn is { } given ? Figures.Day(given) : "none", r.DueOn is { } day ? Figures.Day(day) : "now"]),
                        due.Count <= MostStatements ? null : FormattableString.Invariant($"The first {MostStatements} of {due.Count:#,0}; {InspectionFile.RenewalSheet} has all of them."));
                }
            }
        }

        html.Line();
        return html.ToString();
    }

    private static string Title(InspectionPlan plan) => $"Inspections from {Figures.LongDay(plan.Options.From)} to {Figures.LongDay(plan.Options.To)}";

    private static void Visits(Html html, InspectionPlan plan)
    {
        int alone = plan.Visits.Count(visit => visit.Auditor is null);
        Table(
            html, "Visits by day, announced to nobody", ["visit", "day", "holder", "why", "auditor", "to be seen"], plan.Visits.Select(visit => (string[])
            [
                visit.Id, Figures.Day(visit.Day), $"{visit.Holder.Name} ({visit.Holder.PartyId}, {Figures.Country(visit.Holder.Country)})",
                $"{InspectionWords.Tier(visit.Risk)} risk{(visit.Holder.Risk is { } risk ? "" : ", not assessed")}, {Words.Number(visit.Holder.StockH100e)} H100e, {(visit.Holder.LastInspectedOn is { } last ? "last inspected " + Figures.Day(last) : "never inspected")}",
                visit.Auditor ?? "nobody may go",
                visit.Whole ? "everything: no serial number is known" : string.Create(CultureInfo.InvariantCulture, $"{visit.Serials.Count:#,0} of {visit.Holder.Serials.Count:#,0} devices, by the sheet"),
            ]),
            alone == 0 ? null : $"{Words.Count(alone, "visit")} {(alone == 1 ? "has" : "have")} no auditor: all of them have been there before, or have as many visits as they may make. Name more auditors and plan again with the same seed.");
    }

    private static void Table(Html html, string title, string[] heads, IEnumerable<string[]> rows, string? note = null)
    {
        using (html.In("section"))
        {
            html.Add("h2", title);
            using (html.In("table", ("class", "judged")))
            {
                using (html.In("thead"))
                using (html.In("tr"))
                {
                    foreach (string head in heads) html.Add("th", head, ("scope", "col"));
                }

                using (html.In("tbody"))
                {
                    foreach (string[] row in rows)
                    {
                        using (html.In("tr"))
                        {
                            html.Add("th", row[0], ("scope", "row"));
                            for (int column = 1; column < row.Length; column++) html.Add("td", row[column], ("class", DateOnly.TryParseExact(row[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? "word" : null), ("data-label", heads[column]));
                        }
                    }
                }
            }

            if (note is not null) html.Add("p", note, ("class", "note"));
        }
    }
}
