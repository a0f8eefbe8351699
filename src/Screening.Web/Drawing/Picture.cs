using System.Globalization;
using System.Text;

namespace Screening.Web.Drawing;

/// <summary>
/// A picture whose geometry stretches with the page while its letters and line widths stay: places along the width are shares, places
/// along the height are pixels or shares, and paths lie in an inner drawing of <see cref="Side"/> by <see cref="Side"/> units.
/// </summary>
internal static class Picture
{
    /// <summary>Units of an inner drawing's side.</summary>
    public const double Side = 1000;

    /// <summary>Opens a picture that says what it shows.</summary>
    public static Html.Scope In(Html html, string kind, string title, string description)
    {
        Html.Scope scope = html.In("svg", ("class", kind), ("role", "img"), ("width", "100%"), ("aria-label", title));
        html.Add("desc", description);
        return scope;
    }

    /// <summary>A line through points given as shares of width and height; a new stroke begins where a list begins.</summary>
    public static void Path(Html html, string kind, IEnumerable<IReadOnlyList<(double X, double Y)>> strokes)
    {
        var d = new StringBuilder();
        foreach (IReadOnlyList<(double X, double Y)> stroke in strokes)
        {
            for (int i = 0; i < stroke.Count; i++)
                d.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{Figures.Coordinate(stroke[i].X * Side)} {Figures.Coordinate(stroke[i].Y * Side)}");
        }

        if (d.Length == 0) return;
        using (html.In("svg", ("width", "100%"), ("height", "100%"), ("viewBox", "0 0 1000 1000"), ("preserveAspectRatio", "none")))
            html.Empty("path", ("class", kind), ("d", d.ToString()), ("vector-effect", "non-scaling-stroke"));
    }

    /// <summary>A straight line along the whole width.</summary>
    public static void Across(Html html, string kind, double y) =>
        html.Empty("line", ("class", kind), ("x1", "0"), ("x2", "100%"), ("y1", Figures.Coordinate(y)), ("y2", Figures.Coordinate(y)));

    /// <summary>A label at a share of the width.</summary>
    public static void Label(Html html, string text, double x, double y, string anchor = "start", string? kind = null) =>
        html.Add("text", text, ("x", Figures.Share(x)), ("y", Figures.Coordinate(y)), ("text-anchor", anchor), ("class", kind));
}
