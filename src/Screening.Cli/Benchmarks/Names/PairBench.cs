using Screening.Parties;

namespace Screening.Cli.Benchmarks.Names;

/// <summary>F1 with its interval.</summary>
/// <param name="Pairs">Pairs.</param>
/// <param name="F1">2 x precision x recall / (precision + recall).</param>
/// <param name="Low">2.5th percentile of 1,000 bootstrap samples.</param>
/// <param name="High">97.5th percentile.</param>
/// <param name="Precision">Share of matches among what is called one.</param>
/// <param name="Recall">Share of matches that are called one.</param>
internal sealed record PairFigure(int Pairs, double F1, double Low, double High, double Precision, double Recall);

/// <summary>Figures on published pairs.</summary>
/// <param name="Threshold">Score from which a pair counts as a match; chosen on the tuning part alone.</param>
/// <param name="TuningOrganisations">Organisations of the tuning part.</param>
/// <param name="TuningAll">All of the tuning part.</param>
/// <param name="HeldOutOrganisations">Organisations of the rest, which nothing was chosen by.</param>
/// <param name="HeldOutAll">All of the rest.</param>
/// <param name="Organisations">Organisations of both parts.</param>
/// <param name="All">Both parts.</param>
internal sealed record PairFigures(
    double Threshold, PairFigure TuningOrganisations, PairFigure TuningAll, PairFigure HeldOutOrganisations, PairFigure HeldOutAll, PairFigure Organisations, PairFigure All);

/// <summary>The matcher on published pairs.</summary>
internal static class PairBench
{
    private const int Samples = 1000;

    public static PairFigures Run(IReadOnlyList<NamePair> pairs, NameMatcher matcher)
    {
        (NamePair Pair, double Score)[] scored = [.. pairs.Select(p => (p, matcher.Score(p.First, p.Second)))];
        double threshold = Best([.. scored.Where(s => s.Pair.IsForTuning)]);
        return new PairFigures(
            threshold, Figure(s => s.IsForTuning && s.IsOrganisation), Figure(s => s.IsForTuning), Figure(s => !s.IsForTuning && s.IsOrganisation), Figure(s => !s.IsForTuning),
            Figure(s => s.IsOrganisation), Figure(_ => true));

        PairFigure Figure(Func<NamePair, bool> takes)
        {
            (bool Match, bool Called)[] rows = [.. scored.Where(s => takes(s.Pair)).Select(s => (s.Pair.IsMatch, s.Score >= threshold))];
            var random = new Random(20260714);
            double[] samples = [.. Enumerable.Range(0, Samples).Select(_ => F1([.. Enumerable.Range(0, rows.Length).Select(_ => rows[random.Next(rows.Length)])])).Order()];
            int hit = rows.Count(r => r.Match && r.Called);
            return new PairFigure(
                rows.Length, F1(rows), samples[Samples * 25 / 1000], samples[Samples * 975 / 1000], hit / (double)Math.Max(1, rows.Count(r => r.Called)), hit / (double)Math.Max(1, rows.Count(r => r.Match)));
        }
    }

    /// <summary>The middle of the widest range of thresholds with the greatest mean of both F1.</summary>
    private static double Best((NamePair Pair, double Score)[] tuning)
    {
        double[] steps = [.. Enumerable.Range(300, 660).Select(t => t / 1000.0)];
        double[] values = [.. steps.Select(t => Mean(tuning, t))];
        double greatest = values.Max();
        (int from, int length) = (0, 0);
        for (int i = 0, start = 0; i <= values.Length; i++)
        {
            if (i < values.Length && values[i] >= greatest - 1e-9) continue;
            if (i - start > length) (from, length) = (start, i - start);
            start = i + 1;
        }

        return steps[from + (length / 2)];
    }

    /// <summary>Mean of F1 over organisations and over all.</summary>
    public static double Mean((NamePair Pair, double Score)[] scored, double threshold) =>
        (F1([.. scored.Where(s => s.Pair.IsOrganisation).Select(s => (s.Pair.IsMatch, s.Score >= threshold))]) + F1([.. scored.Select(s => (s.Pair.IsMatch, s.Score >= threshold))])) / 2;

    private static double F1((bool Match, bool Called)[] rows)
    {
        int hit = 0, called = 0, matches = 0;
        foreach ((bool match, bool isCalled) in rows)
        {
            if (match && isCalled) hit++;
            if (isCalled) called++;
            if (match) matches++;
        }

        return called + matches == 0 ? 0 : 2.0 * hit / (called + matches);
    }
}
