using System.Globalization;
using Screening.Learning.Evaluation;

namespace Screening.Cli.Evaluations;

/// <summary>
/// A plot of a few lines in one frame, named where they end rather than in a legend: the main one strong, each other told apart by colour and by its dashes, those
/// that ask nothing of the data in grey. Both axes from 0; across may be logarithmic.
/// </summary>
internal sealed class LinePlot(string title, string across, string up, double mostX, double mostY, bool isLogarithmic = false)
{
    private const double Width = 440, Height = 300, Left = 36, Right = 108, Top = 20, Bottom = 40;
    private const double LabelGap = 14, LabelsFrom = Width - Right + 12;

    private readonly List<(string Name, IReadOnlyList<CurvePoint> Points, bool IsMain)> _lines = [];

    /// <summary>Adds a line; the main one is drawn strongly.</summary>
    public void Add(string name, IReadOnlyList<CurvePoint> points, bool isMain)
    {
        if (points.Count > 0) _lines.Add((name, points, isMain));
    }

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="note">What a reader must know of it; <c>null</c> for nothing.</param>
    public void Write(Html html, string? note = null)
    {
        using (html.In("figure", ("class", "plot")))
        {
            html.Add("figcaption", title);
            if (_lines.Count == 0)
            {
                html.Add("p", "Nothing to draw: there is no diversion among the orders.", ("class", "note"));
                return;
            }

            using (html.In("svg", ("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), ("role", "img"), ("aria-label", title)))
            {
                html.Add("desc", string.Join(" ", _lines.Select(line => FormattableString.Invariant($"{line.Name}: from {line.Points[0].Y:0.00} to {line.Points[^1].Y:0.00}."))));
                Frame(html);
                foreach ((string name, IReadOnlyList<CurvePoint> points, bool isMain) in _lines)
                {
                    html.Empty(
                        "polyline", ("class", isMain ? "line main" : "line " + Class(name)), ("fill", "none"),
                        ("points", string.Join(' ', points.Select(p => $"{Figures.Coordinate(X(p.X))},{Figures.Coordinate(Y(p.Y))}"))));
                }

                Names(html);
            }

            if (note is not null) html.Add("p", note, ("class", "note"));
        }
    }

    private double X(double value) => Left + ((Width - Left - Right) * (isLogarithmic ? Math.Log(Math.Max(1, value)) / Math.Log(mostX) : value / mostX));

    private double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * Math.Min(1, value / mostY));

    private void Frame(Html html)
    {
        for (int i = 0; i <= 4; i++)
        {
            double value = mostY * i / 4;
            html.Empty("line", ("class", "grid"), ("x1", Figures.Coordinate(Left)), ("x2", Figures.Coordinate(Width - Right)), ("y1", Figures.Coordinate(Y(value))), ("y2", Figures.Coordinate(Y(value))));
            html.Add("text", value.ToString("0.##", CultureInfo.InvariantCulture), ("class", "tick"), ("x", Figures.Coordinate(Left - 6)), ("y", Figures.Coordinate(Y(value) + 4)), ("text-anchor", "end"));
        }

        double[] ticks = isLogarithmic ? [1, 2, 5, 10, 20, 50, 100, 200] : [0, mostX / 4, mostX / 2, mostX * 3 / 4, mostX];
        foreach (double tick in ticks.Where(tick => tick <= mostX))
            html.Add("text", tick.ToString("0.##", CultureInfo.InvariantCulture), ("class", "tick"), ("x", Figures.Coordinate(X(tick))), ("y", Figures.Coordinate(Height - Bottom + 16)), ("text-anchor", "middle"));
        html.Add("text", across, ("class", "tick"), ("x", Figures.Coordinate((Left + Width - Right) / 2)), ("y", Figures.Coordinate(Height - 6)), ("text-anchor", "middle"));
        html.Add("text", up, ("class", "tick"), ("x", Figures.Coordinate(4)), ("y", Figures.Coordinate(Top - 8)), ("text-anchor", "start"));
    }

    private static string Class(string name) => "of-" + name.Replace(' ', '-');

    // Names stand beside where their lines end, pushed apart where these meet and led to by a thin line then.
    private void Names(Html html)
    {
        List<(string Name, IReadOnlyList<CurvePoint> Points, bool IsMain)> lines =
            [.. _lines.OrderBy(line => Y(line.Points[^1].Y)).ThenBy(line => line.Name, StringComparer.Ordinal)];
        double last = double.NegativeInfinity;
        for (int i = 0; i < lines.Count; i++)
        {
            (string name, IReadOnlyList<CurvePoint> points, bool isMain) = lines[i];
            double end = Y(points[^1].Y), lowest = Height - Bottom + 4 - (LabelGap * (lines.Count - 1 - i));
            last = Math.Max(Math.Min(end + 4, lowest), last + LabelGap);
            html.Empty(
                "line", ("class", "lead-in"), ("x1", Figures.Coordinate(X(points[^1].X) + 2)), ("y1", Figures.Coordinate(end)),
                ("x2", Figures.Coordinate(LabelsFrom - 2)), ("y2", Figures.Coordinate(last - 4)));
            html.Add("text", name, ("class", isMain ? "tick strong" : "tick " + Class(name)), ("x", Figures.Coordinate(LabelsFrom)), ("y", Figures.Coordinate(last)));
        }
    }
}
