using Screening.Alerts;

namespace Screening.Web.Drawing;

/// <summary>
/// The reasons as a waterfall in a table: each row says what, with the numbers, and its bar goes on where the one above ended. All alerts
/// of a page share one scale, marked in risk, so that their bars can be compared.
/// </summary>
internal sealed class ReasonChart
{
    // Risk, its label, and whether there is room for the label on paper of the width of a hand.
    private static readonly (double Risk, string Label, bool Narrow)[] Marks =
    [
        (0.0001, "0.0001", false), (0.001, "0.001", false), (0.01, "0.01", true), (0.1, "0.1", true), (0.5, "0.5", true),
        (0.9, "0.9", true), (0.99, "0.99", true), (0.999, "0.999", false), (0.9999, "0.9999", false),
    ];

    private readonly double _low, _high;

    /// <summary>Makes the scale of a list.</summary>
    public ReasonChart(IEnumerable<Alert> alerts)
    {
        (double low, double high) = (-2.5, 2.5);
        foreach (WaterfallStep step in alerts.SelectMany(Waterfall.Of)) (low, high) = (Math.Min(low, step.To), Math.Max(high, step.To));
        (_low, _high) = (low - 0.5, high + 0.5);
    }

    /// <summary>Draws an alert's.</summary>
    /// <returns>What is absent and so not drawn; <c>null</c> when drawn.</returns>
    public string? Write(Html html, Alert alert)
    {
        IReadOnlyList<WaterfallStep> steps = Waterfall.Of(alert);
        if (steps.Count == 0) return "reasons (no weights are told)";
        using (html.In("table", ("class", "reasons")))
        {
            html.Add("caption", "Why: what each sign adds, from left to right on a scale of risk");
            using (html.In("thead"))
            using (html.In("tr"))
            {
                html.Add("th", "Sign", ("scope", "col"));
                using (html.In("th", ("scope", "col"), ("class", "plot"))) Scale(html);
                html.Add("th", "Adds", ("scope", "col"), ("class", "number"));
            }

            using (html.In("tbody"))
            {
                for (int i = 0; i < steps.Count; i++) Row(html, steps[i], i > 0);
            }

            using (html.In("tfoot")) Total(html, alert, steps[^1].ShownTo);
        }

        return null;
    }

    private void Row(Html html, WaterfallStep step, bool hasAbove)
    {
        html.Line();
        using (html.In("tr"))
        {
            using (html.In("th", ("scope", "row")))
            {
                if (Figures.IsTypology(step.Reason)) html.Add("span", step.Reason.Code, ("class", "code"));
                html.Text(step.Reason.Name);
                if (step.Reason.Sentence.Length > 0)
                    using (html.In("span", ("class", "detail"))) html.Named(step.Reason.Sentence, 600);
            }

            using (html.In("td", ("class", "plot")))
            using (html.In("svg", ("role", "img"), ("width", "100%"), ("height", "100%")))
            {
                html.Add("title", step.Reason.Code == "start" ? $"{step.Reason.Name}: {RiskAt(step.To)}" : $"{step.Reason.Name} adds {Figures.Signed(step.ShownAdds)}: {RiskAt(step.From)} before it, {RiskAt(step.To)} with it");
                Grid(html);
                double from = step.Reason.Code == "start" ? 0 : step.From;
                (double left, double right) = (At(Math.Min(from, step.To)), At(Math.Max(from, step.To)));
                string kind = step.Reason.Code == "start" ? "bar-start" : step.To < step.From ? "bar-less" : Figures.IsTypology(step.Reason) ? "bar-more" : "bar-own";
                if (hasAbove) html.Empty("line", ("class", "joint"), ("x1", Figures.Share(At(from))), ("x2", Figures.Share(At(from))), ("y1", "0"), ("y2", "50%"));
                html.Empty("line", ("class", "joint"), ("x1", Figures.Share(At(step.To))), ("x2", Figures.Share(At(step.To))), ("y1", "50%"), ("y2", "100%"));
                Bar(html, kind, left, right);
            }

            html.Add("td", Figures.Signed(step.ShownAdds), ("class", "number"));
        }
    }

    private void Total(Html html, Alert alert, decimal margin)
    {
        using (html.In("tr"))
        {
            using (html.In("th", ("scope", "row")))
            {
                html.Text($"Sum: {RiskAt(alert.Margin)}");
            }

            using (html.In("td", ("class", "plot")))
            using (html.In("svg", ("role", "img"), ("width", "100%"), ("height", "100%")))
            {
                html.Add("title", $"The parts add up to {Figures.Signed(margin)}, {RiskAt(alert.Margin)}");
                Grid(html);
                html.Empty("line", ("class", "joint"), ("x1", Figures.Share(At(alert.Margin))), ("x2", Figures.Share(At(alert.Margin))), ("y1", "0"), ("y2", "50%"));
                Bar(html, "bar-sum", At(Math.Min(0, alert.Margin)), At(Math.Max(0, alert.Margin)));
            }

            html.Add("td", Figures.Signed(margin), ("class", "number"));
        }
    }

    private static void Bar(Html html, string kind, double left, double right) => html.Empty(
        "rect", ("class", kind), ("x", Figures.Share(left)), ("width", Figures.Share(Math.Max(right - left, 0.002))), ("y", "50%"), ("height", "10"), ("transform", "translate(0 -5)"));

    private void Scale(Html html)
    {
        html.Add("span", "Risk, as the signs add up", ("class", "hidden"));
        using (html.In("svg", ("aria-hidden", "true"), ("width", "100%"), ("height", "100%")))
        {
            foreach ((double risk, string label, bool narrow) in Marks)
            {
                if (!IsOnScale(risk)) continue;
                html.Add(
                    "text", label, ("x", Figures.Share(At(Logit(risk)))), ("y", "100%"), ("dy", "-8"), ("text-anchor", "middle"), ("class", narrow ? null : "wide"));
            }
        }
    }

    private void Grid(Html html)
    {
        foreach ((double risk, _, _) in Marks)
        {
            if (!IsOnScale(risk)) continue;
            string x = Figures.Share(At(Logit(risk)));
            html.Empty("line", ("class", risk == 0.5 ? "middle" : "grid"), ("x1", x), ("x2", x), ("y1", "0"), ("y2", "100%"));
        }
    }

    private static string RiskAt(double sum) => "risk " + Figures.Risk(1 / (1 + Math.Exp(-sum)));

    private bool IsOnScale(double mark) => At(Logit(mark)) is > 0.03 and < 0.97;

    private static double Logit(double risk) => Math.Log(risk / (1 - risk));

    private double At(double sum) => (sum - _low) / (_high - _low);
}
