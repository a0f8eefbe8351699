namespace Screening.Web.Drawing;

/// <summary>A risk as a bar from 0 to 1, longer and darker as it grows, with its number beside it.</summary>
internal static class RiskBar
{
    /// <summary>Draws it.</summary>
    public static void Write(Html html, double risk)
    {
        double length = double.IsNaN(risk) ? 0 : Math.Clamp(risk, 0, 1);
        using (html.In("span", ("class", "risk")))
        {
            html.Add("span", Figures.Risk(risk), ("class", "risk-number"));
            using (html.In("svg", ("class", "risk-bar"), ("aria-hidden", "true"), ("width", "100%"), ("height", "8")))
            {
                html.Empty("rect", ("class", "risk-all"), ("width", "100%"), ("height", "8"));
                html.Empty("rect", ("class", $"ramp-{Step(length)}"), ("width", Figures.Share(length)), ("height", "8"));
            }
        }
    }

    private static int Step(double risk) => risk switch { < 0.2 => 1, < 0.4 => 2, < 0.6 => 3, < 0.8 => 4, _ => 5 };
}
