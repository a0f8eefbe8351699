using Screening.Alerts;
using Screening.Cli.Drifts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>What changed lately among the orders that arrive.</summary>
internal static class DriftSection
{
    private const int MostInSentence = 600;

    /// <summary>Writes it.</summary>
    public static void Write(Html html, DriftNote note)
    {
        using (html.In("section", ("class", "drift"), ("aria-labelledby", "drift")))
        {
            html.Add("h2", "What changed lately", ("id", "drift"));
            html.Add("p", DriftWords.Verdict(note));
            Sentences(html, note.Most);
            Sentences(html, note.Beside);
            if (note.NotAssessed is null)
            {
                html.Add(
                    "p", FormattableString.Invariant(
                        $"{Words.Count(note.LatestOrders, "order")} of the last {note.LatestDays} days held against {Figures.Exact((long)note.ReferenceOrders)} of the {note.ReferenceDays} before, each as it arrived. Chance is what parts of the earlier orders differ by."),
                    ("class", "note"));
            }
        }
    }

    private static void Sentences(Html html, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0) return;
        using (html.In("ul", ("class", "blind")))
        {
            foreach (string sentence in sentences)
                using (html.In("li")) html.Named(char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".", MostInSentence);
        }
    }
}
