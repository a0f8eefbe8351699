using System.Globalization;
using System.Text;
using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>A night as plain text for a terminal, without colours or control characters.</summary>
public static class AlertTable
{
    /// <summary>Fewest columns in which a line can say anything.</summary>
    public const int LeastWidth = 40;

    // Below this the sentence stands on lines of its own under each subject.
    private const int SideBySide = 96;
    private const int Rank = 4, Risk = 5, Stake = 14, Codes = 11, Gap = 2;

    /// <summary>The table, no line wider than <paramref name="width"/> columns (at least <see cref="LeastWidth"/>), lines ended by LF.</summary>
    public static string Render(NightlyList list, int width)
    {
        ArgumentNullException.ThrowIfNull(list);
        width = Math.Max(width, LeastWidth);
        var table = new StringBuilder();
        if (list.Alerts.Count == 0) return "No alerts.\n";

        bool isWide = width >= SideBySide;
        int subject = isWide ? Math.Min(36, width / 4) : width - Rank - Risk - Stake - (3 * Gap);
        int why = width - Rank - Risk - subject - Stake - Codes - (5 * Gap);
        List<(int Width, bool Right)> columns = [(Rank, true), (Risk, true), (subject, false), (Stake, true)];
        if (isWide) columns.AddRange([(why, false), (Codes, false)]);
        string[] head = ["rank", "risk", "subject", "stake", "why", "typologies"];
        Line(table, columns, head);
        table.Append('─', width).Append('\n');
        int place = 0;
        if (list.Capacity <= 0) CapacityLine(table, list.Capacity, width);
        foreach (Alert alert in list.Alerts)
        {
            string codes = string.Join(" ", alert.Reasons.Where(Figures.IsTypology).Select(r => r.Code));
            string sentence = Outside.Clamp(Outside.Text(alert.Sentence), 600);
            string name = Outside.Clamp(Outside.Text(Figures.Name(alert)), 200);
            // The country stays readable however long the name is.
            string country = $" ({Outside.Clamp(Outside.Text(alert.Country ?? "?"), 3)})";
            string who = Cells.Cut(name, subject - Cells.Width(country)) + country;
            string hold = alert.Lane == Lane.Ranked ? "" : Figures.Lane(alert.Lane);
            List<string> first = [Figures.Exact((long)alert.Rank), Figures.Risk(alert.Risk), who, Short(alert.StakeH100e, "H100e")];
            List<string> second = ["", "", hold, Short(alert.StakeUsd, "USD")];
            if (isWide)
            {
                List<string> reasons = Cells.Wrap(sentence, why), codeLines = Cells.Wrap(codes, Codes);
                for (int i = 0; i < Math.Max(2, Math.Max(reasons.Count, codeLines.Count)); i++)
                {
                    List<string> line = i == 0 ? first : i == 1 ? second : ["", "", "", ""];
                    Line(table, columns, [.. line, reasons.ElementAtOrDefault(i) ?? "", codeLines.ElementAtOrDefault(i) ?? ""]);
                }
            }
            else
            {
                Line(table, columns, first);
                Line(table, columns, second);
                string indent = new(' ', Rank + Gap);
                foreach (string line in Cells.Wrap(sentence, width - indent.Length)) table.Append(indent).Append(line).Append('\n');
                if (codes.Length > 0)
                    foreach (string line in Cells.Wrap(codes, width - indent.Length)) table.Append(indent).Append(line).Append('\n');
            }

            place++;
            if (place == list.Capacity) CapacityLine(table, place, width);
        }

        return table.ToString();
    }

    private static void CapacityLine(StringBuilder table, int capacity, int width)
    {
        string words = $"── capacity: {Words.Count(Math.Max(0, capacity), "place")} ";
        table.Append(words).Append('─', Math.Max(0, width - Cells.Width(words))).Append('\n');
    }

    private static void Line(StringBuilder table, List<(int Width, bool Right)> columns, IReadOnlyList<string> cells)
    {
        var line = new StringBuilder();
        for (int i = 0; i < columns.Count; i++)
        {
            if (i > 0) line.Append(' ', Gap);
            line.Append(Cells.Fit(cells[i], columns[i].Width, columns[i].Right));
        }

        table.Append(line.ToString().TrimEnd(' ')).Append('\n');
    }

    // Short enough for its column whatever the amount: a number whose unit is cut off says nothing.
    private static string Short(double value, string unit) => Math.Abs(value) switch
    {
        >= 1e15 => value.ToString("0.0e0", CultureInfo.InvariantCulture) + " " + unit,
        >= 995e9 => Words.Number(value / 1e12) + " tn " + unit,
        >= 995e6 => Words.Number(value / 1e9) + " bn " + unit,
        >= 995e3 => Words.Number(value / 1e6) + " m " + unit,
        _ => Words.Number(value) + " " + unit,
    };
}
