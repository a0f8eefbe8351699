using System.Globalization;
using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>One alert in the order in which it is read: who, how sure and how bad, why, what is not known, what changed; then the pictures, then every row.</summary>
internal static class AlertSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, Alert alert, NightlyList list, ReasonChart reasons)
    {
        html.Line();
        using (html.In("article", ("id", alert.Id), ("aria-label", $"{alert.Rank}. {Outside.Clamp(Outside.Text(Figures.Name(alert)), 80)}")))
        {
            using (html.In("header"))
            {
                Who(html, alert);
                HowBad(html, alert, list);
                using (html.In("p", ("class", "sentence"))) html.Named(alert.Sentence, 1200);
                using (html.In("dl", ("class", "known")))
                {
                    Facts(html, "Not known", [.. alert.NotAssessed, .. Coverage.OfEveryOrder(list.Signs)], Coverage.Nothing(list.Signs));
                    if (alert.Notes.Count > 0) Facts(html, "Note", alert.Notes, "");
                    Facts(html, "Changed", alert.Changed.Length == 0 ? [] : [alert.Changed], "nothing told");
                }
            }

            var absent = new List<string?> { reasons.Write(html, alert) };
            using (html.In("div", ("class", "figures")))
            {
                absent.Add(TimelineChart.Write(html, alert));
                absent.Add(BalanceChart.Write(html, alert.Evidence.Statements));
                absent.Add(RouteMap.Write(html, alert.Evidence.Route));
            }

            string missing = string.Join("; ", absent.OfType<string>());
            if (missing.Length > 0) html.Add("p", $"Not drawn: {missing}.", ("class", "note absent"));

            ListMatches(html, alert);
            Orders(html, alert);
            Members(html, alert);
            Citations(html, alert);
        }
    }

    private static void Who(Html html, Alert alert)
    {
        using (html.In("h3"))
        {
            html.Add("span", Figures.Exact((long)alert.Rank), ("class", "place-number"));
            html.Named(Figures.Name(alert), 120);
            html.Add("span", $"{Figures.Country(alert.Country)} · {Outside.Clamp(Outside.Text(alert.Kind), 60)} · {Figures.Age(alert.AgeDays)}", ("class", "who"));
        }
    }

    private static void HowBad(Html html, Alert alert, NightlyList list)
    {
        using (html.In("ul", ("class", "measures")))
        {
            using (html.In("li"))
            {
                html.Add("span", "Risk", ("class", "label"));
                RiskBar.Write(html, alert.Risk);
            }

            if (alert.Model is { } model) Measure(html, "Model", $"{Figures.Risk(model.Probability)}{(model.IsSimulated ? ", simulated" : "")}{(model.Weight == 0 ? ", not counted" : "")}");
            Measure(html, "Place", $"{alert.Rank} of {list.Alerts.Count}");
            Measure(html, "At stake", $"{Words.H100e(alert.StakeH100e)}, {Words.Usd(alert.StakeUsd)}");
            string chance = alert.ShownProbability < 1 ? $", chance {Figures.Exact(alert.ShownProbability)}" : "";
            using (html.In("li"))
            {
                html.Add("span", "Listed as", ("class", "label"));
                html.Add("span", Figures.Lane(alert.Lane) + chance, ("class", alert.Lane == Lane.MandatoryHold ? "word must" : "word"));
            }

            Measure(html, "Order", $"{Outside.Clamp(alert.OrderId, 40)}, version {alert.OrderVersion.ToString(CultureInfo.InvariantCulture)}");
            using (html.In("li", ("class", "back"))) html.Add("a", "Back to the list", ("href", "#queue"));
        }
    }

    private static void Measure(Html html, string label, string value)
    {
        using (html.In("li"))
        {
            html.Add("span", label, ("class", "label"));
            html.Add("span", value, ("class", "value"));
        }
    }

    private static void Facts(Html html, string term, IReadOnlyList<string> facts, string none)
    {
        html.Add("dt", term);
        foreach (string fact in facts.Count == 0 ? [none] : facts)
            using (html.In("dd")) html.Named(fact, 400);
    }

    private static void ListMatches(Html html, Alert alert)
    {
        if (alert.ListMatches.Count == 0) return;
        Rows(
            html, "matches", "Names that stand on lists",
            [("Role", null), ("Party", null), ("Bears the name", null), ("List", null), ("Entry", null), ("How", null)],
            alert.ListMatches.Select(m => new (string?, int)[] { (m.Role, 40), (m.Party, 120), (m.ListedName, 120), (m.List, 120), (m.Entry, 80), (ListHitText.How(m), 400) }));
    }

    private static void Orders(Html html, Alert alert)
    {
        Rows(
            html, "orders", $"Orders that contribute: {Figures.Exact((long)alert.Orders.Count)}",
            [
                ("Order", null), ("Placed, UTC", null), ("State", null), ("Purchaser", null), ("End user", null), ("To", null), ("H100e", "number"), ("USD", "number"), ("Goods", null),
            ],
            alert.Orders.Select(o => new (string?, int)[]
            {
                ($"{o.OrderId}, v{o.Version.ToString(CultureInfo.InvariantCulture)}", 60), (Placed(o), 90), (o.Status, 30), (o.Purchaser, 80),
                (o.EndUser ?? "not named", 80), (o.Destination ?? "not told", 20), (Figures.Exact(o.H100e), 40), (Figures.ExactUsd(o.ValueUsd), 40),
                (o.Goods.Count == 0 ? "none told" : string.Join("; ", o.Goods), 400),
            }));
    }

    // An order that became known on a later day than it was placed says so: the night knew nothing of it in between.
    private static string Placed(AlertOrder o) =>
        Figures.Second(o.OrderedAt) + (o.KnownAt is { } known && DateOnly.FromDateTime(known) != DateOnly.FromDateTime(o.OrderedAt) ? $" (known {Figures.Second(known)})" : "");

    private static void Rows(Html html, string kind, string caption, (string Name, string? Kind)[] columns, IEnumerable<(string? Text, int Most)[]> rows)
    {
        using (html.In("table", ("class", "rows " + kind)))
        {
            html.Add("caption", caption);
            using (html.In("thead"))
            using (html.In("tr"))
            {
                foreach ((string name, string? columnKind) in columns) html.Add("th", name, ("scope", "col"), ("class", columnKind));
            }

            using (html.In("tbody"))
            {
                foreach ((string? Text, int Most)[] row in rows)
                {
                    html.Line();
                    using (html.In("tr"))
                    {
                        for (int i = 0; i < row.Length; i++)
                            using (html.In("td", ("class", columns[i].Kind), ("data-label", columns[i].Name))) html.Named(row[i].Text, row[i].Most);
                    }
                }
            }
        }
    }

    private static void Members(Html html, Alert alert)
    {
        if (alert.Members.Count == 0) return;
        using (html.In("div", ("class", "members")))
        {
            html.Add("h4", alert.Members.Count == 1 ? "Linked parties: none but itself" : $"Linked parties, itself included: {Figures.Exact(alert.Members.Count)}");
            using (html.In("ul"))
            {
                foreach (string member in alert.Members)
                    using (html.In("li")) html.Named(member, 120);
            }

            foreach (string link in alert.Links)
                using (html.In("p", ("class", "note"))) html.Named(link, 400);
        }
    }

    private static void Citations(Html html, Alert alert)
    {
        Reason[] cited = [.. alert.Reasons.Where(r => r.Citation.Length > 0).DistinctBy(r => r.Code)];
        if (cited.Length == 0) return;
        using (html.In("div", ("class", "citations")))
        {
            html.Add("h4", "Where the signs come from");
            using (html.In("ul"))
            {
                foreach (Reason reason in cited)
                {
                    using Html.Scope item = html.In("li");
                    if (Figures.IsTypology(reason)) html.Add("b", reason.Code + " ");
                    html.Text($"{reason.Name}: {reason.Citation}");
                }
            }
        }
    }
}
