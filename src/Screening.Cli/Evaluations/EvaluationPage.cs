using System.Text;
using Screening.Cli.Reports;
using Screening.Learning.Evaluation;

namespace Screening.Cli.Evaluations;

/// <summary>An evaluation as one page that needs nothing else. The same report gives the same bytes.</summary>
internal static class EvaluationPage
{
    private static readonly string[] s_drawn = ["model", "against", "blend", "anomaly", "value", "random", "raw columns"];

    /// <summary>Writes the page, whole or not at all.</summary>
    public static void Write(string path, EvaluationReport report)
    {
        string half = path + ".tmp";
        File.WriteAllText(half, Render(report), new UTF8Encoding(false));
        File.Move(half, path, overwrite: true);
    }

    /// <summary>The page.</summary>
    public static string Render(EvaluationReport report)
    {
        var html = new Html();
        html.Doctype();
        using (html.In("html", ("lang", "en")))
        {
            using (html.In("head"))
            {
                html.Empty("meta", ("charset", "utf-8"));
                html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportStyle.ContentSecurityPolicy));
                html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Add("title", Title(report));
                html.Style(ReportStyle.Css);
            }

            using (html.In("body"))
            {
                Head(html, report);
                using (html.In("main"))
                {
                    Rankings(html, report);
                    Plots(html, report);
                    Kinds(html, report);
                    Features(html, report);
                    Fairness(html, report);
                    Leaks(html, report);
                }
            }
        }

        html.Line();
        return html.ToString();
    }

    private static string Title(EvaluationReport report) => report.Model is null ? "Evaluation of the blend" : "Evaluation of model " + report.Model;

    private static void Head(Html html, EvaluationReport report)
    {
        using (html.In("header", ("class", "head")))
        {
            html.Add("h1", Title(report));
            if (report.IsSimulated) html.Add("p", "A simulated world. The figures show that ranking works, and which part of it does what; not how well real diversion is found.", ("class", "lead simulated"));
            html.Add(
                "p", FormattableString.Invariant(
                    $"{report.Orders:#,0} orders that arrived from {Figures.LongDay(report.From)} to {Figures.LongDay(report.To)}, each read as it arrived; {report.Diversions:#,0} of them were diversion by {report.Truth}. {report.Capacity} subjects are looked at a day. {report.KnownBefore:#,0} subjects known as diversion before the first day are left out. What was known and usual comes from {report.OrdersBefore:#,0} orders before. In brackets: what 95 of 100 resamples of days, subjects or orders give."),
                ("class", "lead"));
        }
    }

    private static void Rankings(Html html, EvaluationReport report) => Table(
        html, "Rankings", ["ranking", "average precision", "AUC", "precision at capacity", "recall at capacity", "value caught", "value of the oracle's", "compute of the oracle's"],
        report.Rankers.Select(r => (string[])[r.Name, r.AveragePrecision.ToString(), Plain(r.AreaUnderCurve), r.Precision.ToString(), r.Recall.ToString(), r.ValueUsd.ToString(), r.ValueToOracle.ToString(), r.H100eToOracle.ToString()]),
        [.. report.Rankers.Select(r => r.ValueToOracle)], "value of the oracle's, 0 to 1",
        report.Gain is { } gain ? FormattableString.Invariant($"{report.Model} over {report.Against ?? "the blend"}, on the same days: value {gain.ValueUsd}, compute {gain.H100e}, orders {gain.Recall}. {gain.TopOverlap:0%} of the alerts of both are the same.") : null);

    private static void Plots(Html html, EvaluationReport report)
    {
        using (html.In("section", ("class", "plots")))
        {
            var precision = new LinePlot("Precision against recall, over orders", "recall", "precision", 1, 1);
            var value = new LinePlot("Value caught against subjects looked at a day", "subjects a day", "share of the diverted value", 200, 1, isLogarithmic: true);
            string? main = report.Curves.FirstOrDefault(curves => s_drawn.Contains(curves.Name))?.Name;
            foreach (RankerCurves curves in report.Curves)
            {
                if (s_drawn.Contains(curves.Name)) precision.Add(curves.Name, curves.PrecisionByRecall, curves.Name == main);
                if (s_drawn.Contains(curves.Name) || curves.Name == EvaluationReport.Oracle) value.Add(curves.Name, curves.ValueByCapacity, curves.Name == main);
            }

            precision.Write(html);
            value.Write(html);
            if (report.Reliability is not { } reliability) return;
            double most = Math.Max(0.01, reliability.Bins.Max(bin => Math.Max(bin.Said, bin.Seen)));
            var calibration = new LinePlot("Probability said against share seen", "said", "seen", most, most);
            calibration.Add("seen", [.. reliability.Bins.Select(bin => new CurvePoint(bin.Said, bin.Seen))], isMain: true);
            calibration.Add("as said", [new CurvePoint(0, 0), new CurvePoint(most, most)], isMain: false);
            calibration.Write(html, FormattableString.Invariant($"Brier score {reliability.Brier:0.00000}; said and seen lie {reliability.Error:0.00000} apart on average. Each point holds half of the orders that are left, the last the most probable {reliability.Bins[^1].Orders}."));
        }
    }

    private static void Kinds(Html html, EvaluationReport report)
    {
        if (report.Kinds.Count == 0) return;
        Table(
            html, "By scheme and typology, at capacity", ["kind", "subjects", "found", "recall", "half found within"],
            report.Kinds.Select(k => (string[])[k.Kind, Figures.Exact(k.Subjects), Figures.Exact(k.Found), k.Recall.ToString(), k.MedianDaysToAlert is { } days ? FormattableString.Invariant($"{days:0.#} days") : "-"]),
            [.. report.Kinds.Select(k => k.Recall)], "recall, 0 to 1",
            "A kind with few subjects has a wide interval: one more or less moves it much.");
    }

    private static void Features(Html html, EvaluationReport report)
    {
        if (report.Features.Count == 0) return;
        using (html.In("section"))
        {
            html.Add("h2", "What moves the model");
            double most = report.Features[0].MeanAbsolute;
            using (html.In("table", ("class", "weights")))
            {
                foreach (FeatureWeight weight in report.Features)
                {
                    using (html.In("tr"))
                    {
                        html.Add("th", weight.Name, ("scope", "row"));
                        using (html.In("td"))
                        using (html.In("svg", ("width", "100%"), ("height", "12"), ("aria-hidden", "true")))
                            html.Empty("rect", ("class", "weight"), ("height", "12"), ("width", Figures.Share(weight.MeanAbsolute / most)));
                        html.Add("td", FormattableString.Invariant($"{weight.MeanAbsolute:0.000}"), ("class", "number"));
                    }
                }
            }

            html.Add("p", "Mean of the absolute Shapley value over orders, in log-odds.", ("class", "note"));
        }
    }

    private static void Fairness(Html html, EvaluationReport report) => Table(
        html, "False alarms by destination and size", ["honest orders", "orders", "alerted", "share"],
        report.Parity.Select(p => (string[])[p.Group, Figures.Exact(p.Orders), Figures.Exact(p.Alerted), p.Share.ToString()]), null, null, "Groups of 100 honest orders and more.");

    private static void Leaks(Html html, EvaluationReport report) => Table(
        html, "One key alone", ["key", "average precision", ""],
        report.Lookups.Select(l => (string[])[l.Key, l.AveragePrecision.ToString(), l.IsAlarm ? "nearly as good as the first ranking: a leak, or a world simpler than life" : ""]),
        null, null,
        "The rate of earlier known diversion of the key.");

    // Figures in rows; at the end of each its interval on one scale, where there is one to draw.
    private static void Table(Html html, string title, string[] heads, IEnumerable<string[]> rows, IReadOnlyList<Interval>? drawn, string? drawnAs, string? note)
    {
        using (html.In("section"))
        {
            html.Add("h2", title);
            using (html.In("table", ("class", "judged")))
            {
                using (html.In("thead"))
                using (html.In("tr"))
                {
                    foreach (string head in heads) html.Add("th", head, ("scope", "col"), ("class", head == heads[0] ? null : "number"));
                    if (drawnAs is not null) html.Add("th", drawnAs, ("scope", "col"), ("class", "range"));
                }

                using (html.In("tbody"))
                {
                    foreach ((int i, string[] row) in rows.Index())
                    {
                        using (html.In("tr"))
                        {
                            html.Add("th", row[0], ("scope", "row"));
                            for (int column = 1; column < row.Length; column++) Figure(html, row[column], heads[column]);
                            if (drawn is not null) Range(html, drawn[i]);
                        }
                    }
                }
            }

            if (note is not null) html.Add("p", note, ("class", "note"));
        }
    }

    // A figure with its interval under it.
    private static void Figure(Html html, string cell, string head)
    {
        using (html.In("td", ("class", "number"), ("data-label", head)))
        {
            int bracket = cell.IndexOf(" (", StringComparison.Ordinal);
            html.Text(bracket < 0 ? cell : cell[..bracket]);
            if (bracket >= 0) html.Add("span", cell[(bracket + 1)..], ("class", "detail"));
        }
    }

    private static void Range(Html html, Interval interval)
    {
        using (html.In("td", ("class", "range")))
        {
            if (!double.IsFinite(interval.Low) || !double.IsFinite(interval.High)) return;
            using (html.In("svg", ("width", "100%"), ("height", "12"), ("aria-hidden", "true")))
            {
                html.Empty("line", ("class", "grid"), ("x1", "0"), ("x2", "100%"), ("y1", "6"), ("y2", "6"));
                html.Empty("line", ("class", "spread"), ("x1", Figures.Share(interval.Low)), ("x2", Figures.Share(interval.High)), ("y1", "6"), ("y2", "6"));
                html.Empty("circle", ("class", "point"), ("cx", Figures.Share(interval.Value)), ("cy", "6"), ("r", "3.5"));
            }
        }
    }

    private static string Plain(double value) => double.IsNaN(value) ? "-" : FormattableString.Invariant($"{value:0.000}");
}
