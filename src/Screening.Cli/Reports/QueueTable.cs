using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>The night's list as a table, with the line after the last place that the analysts' day allows.</summary>
internal static class QueueTable
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, NightlyList list)
    {
        using Html.Scope section = html.In("section", ("aria-labelledby", "queue"));
        html.Add("h2", list.Alerts.Count == 0 ? "The list is empty" : $"The list: {Words.Count(list.Alerts.Count, "alert")}", ("id", "queue"));
        if (list.Alerts.Count == 0)
        {
            html.Add("p", "No subject reached the least risk of the policy tonight. That is not the same as a clean night: see what the night could not see.");
            return;
        }

        using (html.In("table", ("class", "queue")))
        {
            using (html.In("thead"))
            using (html.In("tr"))
            {
                html.Add("th", "#", ("scope", "col"), ("class", "rank"), ("title", "Place on the list"));
                html.Add("th", "Risk", ("scope", "col"), ("class", "risk-column"));
                html.Add("th", "Subject", ("scope", "col"), ("class", "subject"));
                html.Add("th", "Why, and what changed", ("scope", "col"), ("class", "why"));
                html.Add("th", "Signs", ("scope", "col"), ("class", "signs"));
                html.Add("th", "At stake", ("scope", "col"), ("class", "number stake"));
                html.Add("th", "Listed as", ("scope", "col"), ("class", "lane"));
            }

            using (html.In("tbody"))
            {
                int place = 0;
                if (list.Capacity <= 0) CapacityLine(html, list, place);
                foreach (Alert alert in list.Alerts)
                {
                    Row(html, alert);
                    place++;
                    if (place == list.Capacity) CapacityLine(html, list, place);
                }
            }
        }

        if (list.Alerts.Count < list.Capacity)
            html.Add("p", $"{list.Alerts.Count} of {Words.Count(list.Capacity, "place")} taken; nothing else reached the policy's least risk.", ("class", "note"));
    }

    private static void CapacityLine(Html html, NightlyList list, int place)
    {
        int beyond = list.Alerts.Count - place;
        int holds = list.Alerts.Skip(place).Count(a => a.Lane == Lane.MandatoryHold);
        string what = beyond == 0 ? "every place is taken"
            : holds == beyond ? $"beyond it {Words.Count(holds, "mandatory hold")}, listed all the same"
            : $"beyond it {beyond}, of them {Words.Count(holds, "mandatory hold")}";
        html.Line();
        using (html.In("tr", ("class", "capacity")))
            html.Add("td", $"Capacity of the analysts' day: {Words.Count(list.Capacity, "place")}; {what}", ("colspan", "7"));
    }

    private static void Row(Html html, Alert alert)
    {
        html.Line();
        using (html.In("tr", ("class", alert.Lane == Lane.MandatoryHold ? "hold" : null)))
        {
            html.Add("td", Figures.Exact((long)alert.Rank), ("class", "rank"));
            using (html.In("td", ("class", "risk-column"))) RiskBar.Write(html, alert.Risk);
            using (html.In("th", ("scope", "row"), ("class", "subject")))
            {
                using (html.In("a", ("href", "#" + Uri.EscapeDataString(alert.Id)))) html.Named(Figures.Name(alert), 60);
                html.Add("span", $"{Figures.Country(alert.Country)} · {Outside.Clamp(Outside.Text(alert.Kind), 40)} · {Figures.Age(alert.AgeDays)}", ("class", "detail"));
            }

            using (html.In("td", ("class", "why")))
            {
                html.Named(alert.Sentence, 480);
                if (alert.Changed.Length > 0)
                    using (html.In("span", ("class", "detail"))) html.Named(alert.Changed, 160);
            }

            using (html.In("td", ("class", "signs"))) Signs(html, alert);
            using (html.In("td", ("class", "number stake")))
            {
                html.Add("span", Words.H100e(alert.StakeH100e));
                html.Add("span", Words.Usd(alert.StakeUsd), ("class", "detail"));
            }

            using (html.In("td", ("class", "lane")))
                html.Add("span", Figures.Lane(alert.Lane), ("class", alert.Lane == Lane.MandatoryHold ? "word must" : "word"));
        }
    }

    /// <summary>The typologies as chips: code and two words.</summary>
    public static void Signs(Html html, Alert alert)
    {
        using Html.Scope signs = html.In("ul", ("class", "chips"));
        bool any = false;
        foreach (Reason reason in alert.Reasons.Where(Figures.IsTypology))
        {
            any = true;
            using Html.Scope chip = html.In("li", ("title", reason.Name));
            html.Add("b", reason.Code);
            html.Text(" " + reason.Chip);
        }

        if (!any) html.Add("li", "no typology", ("class", "none"));
    }
}
