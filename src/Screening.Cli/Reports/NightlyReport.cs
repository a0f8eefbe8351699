using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>
/// A night as one page that needs nothing else: no script, no request, readable offline, on a phone and on paper. The same list gives the
/// same bytes.
/// </summary>
public static class NightlyReport
{
    /// <summary>The page, to be written as UTF-8.</summary>
    public static string Render(NightlyList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var html = new Html();
        html.Doctype();
        using (html.In("html", ("lang", "en")))
        {
            using (html.In("head"))
            {
                html.Empty("meta", ("charset", "utf-8"));
                html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportStyle.ContentSecurityPolicy));
                html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Empty("meta", ("name", "referrer"), ("content", "no-referrer"));
                html.Add("title", $"Nightly list, {Figures.LongDay(list.Date)}");
                html.Style(ReportStyle.Css);
            }

            html.Line();
            using (html.In("body"))
            {
                html.Add("a", "To the list", ("class", "skip"), ("href", "#queue"));
                Patterns(html);
                Head(html, list);
                html.Line();
                using (html.In("main"))
                {
                    QueueTable.Write(html, list);
                    Alerts(html, list);
                    if (list.Drift is { } drift) DriftSection.Write(html, drift);
                }

                html.Line();
                Foot(html, list);
            }
        }

        html.Line();
        return html.ToString();
    }

    private static void Patterns(Html html)
    {
        using (html.In("svg", ("class", "patterns"), ("aria-hidden", "true"), ("width", "0"), ("height", "0")))
        using (html.In("pattern", ("id", "hatch-deposits"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)")))
        {
            html.Empty("rect", ("class", "hatch-ground"), ("width", "6"), ("height", "6"));
            html.Empty("rect", ("class", "hatch-line"), ("width", "3"), ("height", "6"));
        }
    }

    private static void Head(Html html, NightlyList list)
    {
        using (html.In("header", ("class", "head")))
        {
            html.Add("h1", $"Nightly list, {Figures.LongDay(list.Date)}");
            html.Add(
                "p",
                "Orders and shipments whose goods may end elsewhere than told, ranked by risk and by what is at stake. A place on the list is a question to an analyst, not a finding against anyone. "
                + Meaning(list.Versions.Model),
                ("class", "lead"));
            using (html.In("div", ("class", "about")))
            {
                using (html.In("section", ("aria-labelledby", "blind")))
                {
                    html.Add("h2", "What the night could not see", ("id", "blind"));
                    if (list.Blind.Count == 0) html.Add("p", "No gap in the night's data is known.");
                    using (html.In("ul", ("class", "blind")))
                    {
                        foreach (string gap in list.Blind)
                            using (html.In("li")) html.Named(gap, 600);
                    }
                }

                using (html.In("section", ("aria-labelledby", "tonight")))
                {
                    html.Add("h2", "What it looked at", ("id", "tonight"));
                    using (html.In("dl"))
                    {
                        Fact(html, "As of", Figures.Moment(list.AsOf));
                        Fact(html, "Orders assessed", Figures.Exact((long)list.OrdersAssessed));
                        Fact(html, "Subjects assessed", Figures.Exact((long)list.SubjectsAssessed));
                        Fact(html, "New orders", Figures.Exact((long)list.NewOrders));
                        Fact(html, "Compared with", Words.Count(list.PeersFitted, "earlier order"));
                        Fact(html, "Capacity", Words.Count(list.Capacity, "place"));
                    }
                }

                using (html.In("section", ("aria-labelledby", "versions")))
                {
                    html.Add("h2", "What made it", ("id", "versions"));
                    using (html.In("dl"))
                    {
                        Fact(html, "Data", list.Versions.Data);
                        Fact(html, "Lists", list.Versions.Lists);
                        Fact(html, "Feature set", list.Versions.FeatureSet);
                        Fact(html, "Policy", list.Versions.Policy);
                        Fact(html, "Model", list.Versions.Model);
                        if (list.ModelPart is { } part) Fact(html, "Its part", part);
                        Fact(html, "Run", list.RunId);
                    }
                }
            }
        }
    }

    private static string Meaning(string model) => model.EndsWith("@0", StringComparison.Ordinal) || !model.Contains('@', StringComparison.Ordinal)
        ? "Risk is a blend of signs that ranks; it is not a probability."
        : "Risk is a blend of signs with what a model learnt from earlier cases; it ranks and is not a probability.";

    private static void Alerts(Html html, NightlyList list)
    {
        if (list.Alerts.Count == 0) return;
        html.Line();
        using (html.In("section", ("class", "alerts"), ("aria-labelledby", "alerts")))
        {
            html.Add("h2", "Each alert", ("id", "alerts"));
            html.Add(
                "p",
                "In each table of signs a bar begins where the one above it ended, on one scale for all alerts. What signs add is a weight of evidence: "
                + "one more makes the odds 2.7 times as high, and the sum is the risk. The weights are the policy's judgement, and the anomaly compares an order with its peers.",
                ("class", "note"));
            var reasons = new ReasonChart(list.Alerts);
            foreach (Alert alert in list.Alerts) AlertSection.Write(html, alert, list, reasons);
        }
    }

    private static void Foot(Html html, NightlyList list)
    {
        using (html.In("footer"))
        {
            html.Add("h2", "Rows known as of the night");
            using (html.In("dl", ("class", "datasets")))
            {
                foreach ((string dataset, long rows) in list.Known) Fact(html, dataset, Figures.Exact(rows));
            }

            html.Add("p", "H100e: compute in units of one NVIDIA H100 SXM. Times are UTC. Sentences round to two figures; tables do not round.", ("class", "note"));
        }
    }

    private static void Fact(Html html, string term, string value)
    {
        using (html.In("div"))
        {
            html.Add("dt", term);
            using (html.In("dd")) html.Named(value, 80);
        }
    }
}
