using System.Globalization;
using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>
/// The subject's orders over time. Above, what its accelerators would draw, added up, against the power of its sites; below, every order
/// as a stem as tall as its compute. Two scales, so two panels over one axis of time.
/// </summary>
internal static class TimelineChart
{
    // Pixels from the top: the upper panel, the lower one, and the axis.
    private const double Top = 20, PowerBase = 128, StemTop = 152, StemBase = 204, Height = 224;

    // Room for letters of one line.
    private const double LabelHeight = 14;

    // The picture's time runs from here to here along its width, so that stems at its ends are whole.
    private const double Left = 0.01, Right = 0.985;

    private const int MostTitles = 200;

    /// <summary>Draws it.</summary>
    /// <returns>What is absent and so not drawn; <c>null</c> when drawn.</returns>
    public static string? Write(Html html, Alert alert)
    {
        OrderPoint[] orders =
        [
            .. alert.Evidence.OrderHistory.Where(o => double.IsFinite(o.H100e) && double.IsFinite(o.AcceleratorKw))
                .OrderBy(o => o.Date).ThenBy(o => o.OrderId, StringComparer.Ordinal),
        ];
        if (orders.Length == 0) return "timeline (no orders of two years with known accelerators)";

        double total = orders.Sum(o => o.AcceleratorKw);
        if (total <= 0 && orders.All(o => o.H100e <= 0)) return "timeline (no accelerators in the orders of two years)";

        using (html.In("figure"))
        {
            html.Add("figcaption", "Orders, and the power they need");
            DateOnly last = DateOnly.FromDateTime(alert.AsOf);
            if (orders[^1].Date > last) last = orders[^1].Date;
            DateOnly first = orders[0].Date < last.AddDays(-90) ? orders[0].Date : last.AddDays(-90);
            double X(DateOnly day) => Left + ((Right - Left) * (day.DayNumber - first.DayNumber) / (last.DayNumber - first.DayNumber));

            using (Picture.In(
                html, "timeline", "Orders over time",
                $"{Words.Count(orders.Length, "order")} from {Figures.Day(orders[0].Date)} to {Figures.Day(orders[^1].Date)} with {Words.Number(total)} kW of accelerators in all. {PowerTold(alert.Evidence)}"))
            {
                Axis(html, first, last, X);
                Power(html, alert.Evidence, orders, total, X);
                Stems(html, alert, orders, X);
            }

            bool told = alert.Evidence is { SitePowerKw: not null } or { VerifiedPowerKw: not null };
            html.Add("p", PowerTold(alert.Evidence) + (told ? " Accelerators can have only part of a site's power; the sentence above counts that part." : ""), ("class", "note"));
        }

        return null;
    }

    private static string PowerTold(AlertEvidence evidence) => (evidence.SitePowerKw, evidence.VerifiedPowerKw) switch
    {
        (null, null) => "No site power is known.",
        ({ } told, null) => $"Site power of {Words.Number(told)} kW is told and confirmed by nobody independent.",
        ({ } told, { } verified) when told != verified => $"Site power of {Words.Number(told)} kW is told, {Words.Number(verified)} kW of it verified.",
        (_, { } verified) => $"Site power of {Words.Number(verified)} kW is verified.",
    };

    private static void Power(Html html, AlertEvidence evidence, OrderPoint[] orders, double total, Func<DateOnly, double> x)
    {
        Picture.Label(html, "accelerators ordered, added up, kW", 0, 11, kind: "panel");
        Picture.Across(html, "axis", PowerBase);
        (double Kw, string Label, string Kind)[] told =
        [
            .. new (double? Kw, string Label, string Kind)[]
                {
                    (evidence.VerifiedPowerKw, "kW verified site power", "power-verified"),
                    (evidence.SitePowerKw == evidence.VerifiedPowerKw ? null : evidence.SitePowerKw, "kW site power, as told", "power-told"),
                }
                .Where(line => line.Kw is { } kw && double.IsFinite(kw) && kw >= 0)
                .Select(line => (line.Kw!.Value, line.Label, line.Kind)),
        ];

        // A site far larger than all orders would press them flat: it is named instead, above the picture.
        double high = Math.Max(1e-9, told.Where(line => line.Kw <= 4 * total).Select(line => line.Kw).Append(total).Max());
        double Y(double kw) => PowerBase - ((PowerBase - Top - LabelHeight) * kw / high);

        double above = double.PositiveInfinity;
        foreach ((double kw, string label, string kind) in told.OrderBy(line => line.Kw))
        {
            bool fits = kw <= high;
            double y = fits ? Y(kw) : Top + LabelHeight;
            if (fits) Picture.Across(html, kind, y);
            double letters = Math.Min(y - 4, above - LabelHeight);
            Picture.Label(html, $"{Words.Number(kw)} {label}{(fits ? "" : ", above this picture")}", 0, letters);
            above = letters;
        }

        var step = new List<(double X, double Y)> { (0, PowerBase / Height) };
        double sum = 0;
        foreach (OrderPoint order in orders)
        {
            step.Add((x(order.Date), Y(sum) / Height));
            sum += order.AcceleratorKw;
            step.Add((x(order.Date), Y(sum) / Height));
        }

        step.Add((1, Y(sum) / Height));
        Picture.Path(html, "step", [step]);
        Picture.Label(html, $"{Words.Number(sum)} kW", 1, Y(sum) - 5, "end", "strong");
    }

    private static void Stems(Html html, Alert alert, OrderPoint[] orders, Func<DateOnly, double> x)
    {
        OrderPoint largest = orders.MaxBy(o => o.H100e)!;
        double along = x(largest.Date);
        // The largest is named above its stem, or in the heading where the heading would be in the way.
        bool isClear = along > 0.5;
        Picture.Label(html, isClear ? "each order, H100e" : $"each order, H100e; the largest {Words.Number(largest.H100e)}", 0, StemTop - 8, kind: "panel");
        if (isClear) Picture.Label(html, Words.H100e(largest.H100e), Math.Min(1, along + 0.015), StemTop - 8, "end", "strong");
        Picture.Across(html, "axis", StemBase);
        double most = Math.Max(1e-9, largest.H100e);
        var contributes = alert.Orders.Select(o => o.OrderId).Append(alert.OrderId).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < orders.Length; i++)
        {
            OrderPoint order = orders[i];
            string at = Figures.Share(x(order.Date));
            string y = Figures.Coordinate(StemBase - ((StemBase - StemTop) * Math.Max(0, order.H100e) / most));
            string kind = contributes.Contains(order.OrderId) ? "in" : "out";
            using (html.In("g"))
            {
                if (i < MostTitles)
                    html.Add("title", $"{Figures.Day(order.Date)}, {Outside.Clamp(order.OrderId, 60)}: {Figures.Exact(order.H100e)} H100e, {Figures.Exact(order.AcceleratorKw)} kW, {Figures.ExactUsd(order.ValueUsd)} USD");
                html.Empty("line", ("class", "stem-" + kind), ("x1", at), ("x2", at), ("y1", Figures.Coordinate(StemBase)), ("y2", y));
                html.Empty("circle", ("class", "head-" + kind), ("cx", at), ("cy", y), ("r", "3.5"));
            }
        }
    }

    private static void Axis(Html html, DateOnly first, DateOnly last, Func<DateOnly, double> x)
    {
        int months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        int every = months switch { <= 4 => 1, <= 12 => 3, <= 24 => 6, _ => 12 };
        for (var tick = new DateOnly(first.Year, 1, 1); tick <= last; tick = tick.AddMonths(every))
        {
            if (tick < first) continue;
            double at = x(tick);
            html.Empty("line", ("class", "grid"), ("x1", Figures.Share(at)), ("x2", Figures.Share(at)), ("y1", Figures.Coordinate(Top)), ("y2", Figures.Coordinate(StemBase)));
            Picture.Label(html, tick.ToString("MMM yyyy", CultureInfo.InvariantCulture), at, Height - 4, at < 0.08 ? "start" : at > 0.92 ? "end" : "middle", "panel");
        }
    }
}
