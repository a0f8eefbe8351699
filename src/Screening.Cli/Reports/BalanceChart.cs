using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>
/// Two bars per period on one scale from zero: what the purchaser owns, and what it owes, deposits hatched. What nobody told is an outline.
/// </summary>
internal static class BalanceChart
{
    private const double PeriodHeight = 96;

    /// <summary>Draws it.</summary>
    /// <returns>What is absent and so not drawn; <c>null</c> when drawn.</returns>
    public static string? Write(Html html, IReadOnlyList<StatementPoint> statements)
    {
        StatementPoint[] told = [.. statements.Where(s => double.IsFinite(s.AssetsUsd)).OrderBy(s => s.PeriodEnd)];
        if (told.Length == 0) return "balance sheet (no statement of the purchaser is known)";

        double most = Math.Max(1, told.Max(s => Math.Max(s.AssetsUsd, Owed(s) ?? s.DepositsUsd ?? 0)));
        using (html.In("figure"))
        {
            html.Add("figcaption", "The purchaser's balance sheet");
            using (html.In(
                "svg", ("class", "balance"), ("role", "img"), ("width", "100%"), ("height", Figures.Coordinate(told.Length * PeriodHeight)), ("aria-label", "Balance sheet")))
            {
                html.Add("desc", string.Join(" ", told.Select(Describe)));
                for (int i = 0; i < told.Length; i++) Period(html, told[i], i * PeriodHeight, most);
            }

            html.Add("p", string.Join(" ", Notes(told)), ("class", "note"));
        }

        return null;
    }

    private static IEnumerable<string> Notes(StatementPoint[] told)
    {
        if (told.Any(s => s.DepositsUsd > 0)) yield return "Hatched: deposits.";
        if (told.Length == 1) yield return "Only one statement is known, so nothing can be said of growth.";
        else if (told[^2].AssetsUsd > 0) yield return Growth(told[^1].AssetsUsd / told[^2].AssetsUsd);
    }

    private static string Growth(double ratio) => ratio switch
    {
        >= 2 => $"Total assets {Words.Times(ratio)} those of the statement before.",
        >= 1.005 => $"Total assets {Words.Percent(ratio - 1)} above the statement before.",
        > 0.995 => "Total assets as in the statement before.",
        _ => $"Total assets {Words.Percent(1 - ratio)} below the statement before.",
    };

    private static void Period(Html html, StatementPoint statement, double top, double most)
    {
        Picture.Label(html, Figures.LongDay(statement.PeriodEnd), 0, top + 12, kind: "strong");
        Picture.Label(html, "owns " + Words.Usd(statement.AssetsUsd), 0, top + 30);
        Bar(html, "own", 0, statement.AssetsUsd / most, top + 34, Figures.ExactUsd(statement.AssetsUsd) + " USD of total assets");

        double deposits = Math.Max(0, statement.DepositsUsd ?? 0);
        if (Owed(statement) is { } owed)
        {
            Picture.Label(html, $"owes {Words.Usd(owed)}{DepositsOf(statement)}", 0, top + 60);
            if (deposits > 0) Bar(html, "deposits", 0, deposits / most, top + 64, Figures.ExactUsd(deposits) + " USD of deposits");
            Bar(html, "debt", deposits / most, owed / most, top + 64, Figures.ExactUsd(owed - deposits) + " USD owed otherwise");
        }
        else if (statement.DepositsUsd is not null)
        {
            Picture.Label(html, $"deposits {Words.Usd(deposits)}; what else it owes is not told", 0, top + 60);
            Bar(html, "deposits", 0, deposits / most, top + 64, Figures.ExactUsd(deposits) + " USD of deposits");
            Bar(html, "untold", deposits / most, statement.AssetsUsd / most, top + 64, "not told");
        }
        else
        {
            Picture.Label(html, "what it owes is not told", 0, top + 60);
            Bar(html, "untold", 0, statement.AssetsUsd / most, top + 64, "not told");
        }
    }

    private static void Bar(Html html, string kind, double from, double to, double y, string title)
    {
        if (to <= from) return;
        using (html.In("rect", ("class", kind), ("x", Figures.Share(from)), ("width", Figures.Share(Math.Max(to - from, 0.003))), ("y", Figures.Coordinate(y)), ("height", "10"), ("fill", kind == "deposits" ? "url(#hatch-deposits)" : null)))
            html.Add("title", title);
    }

    /// <summary>What is owed: all that is owned and is not its own; at least the deposits.</summary>
    private static double? Owed(StatementPoint statement) => statement.EquityUsd is { } equity && double.IsFinite(equity)
        ? Math.Max(0, Math.Max(statement.AssetsUsd - equity, statement.DepositsUsd ?? 0))
        : null;

    private static string DepositsOf(StatementPoint statement) => statement.DepositsUsd is { } deposits
        ? $", deposits {Words.Usd(deposits)}"
        : "; deposits not told";

    private static string Describe(StatementPoint statement) =>
        $"{Figures.LongDay(statement.PeriodEnd)}: owns {Words.Usd(statement.AssetsUsd)}, " +
        (Owed(statement) is { } owed ? $"owes {Words.Usd(owed)}{DepositsOf(statement)}." : "what it owes is not told.");
}
