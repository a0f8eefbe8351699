using Screening.Learning.Registry;
using Screening.Policies;

namespace Screening.Cli.Evaluations;

/// <summary>Holds an evaluation of a challenger against what the policy asks for before it may be promoted.</summary>
internal static class GateJudge
{
    private const int LeastDiversions = 10;

    /// <summary>Judges.</summary>
    /// <param name="report">The challenger's evaluation, against the champion, or against the blend when there is none.</param>
    /// <param name="policy">What is asked.</param>
    public static Gate Judge(EvaluationReport report, LearningPolicy policy)
    {
        var refusals = new List<string>();
        if (report.Diversions < LeastDiversions) refusals.Add(FormattableString.Invariant($"{report.Diversions} diversions are too few to judge by; {LeastDiversions} are needed"));
        if (report.Lookups.FirstOrDefault(lookup => lookup.IsLeak(policy)) is { } leak)
        {
            refusals.Add(FormattableString.Invariant(
                $"looking up the {leak.Key} alone has average precision {leak.AveragePrecision.Value:0.000}, {leak.ShareOfFirst:0.0} of the model's: the data leak, or the model learnt nothing"));
        }

        if (report.RecallByChance >= EvaluationReport.TooEasy)
            refusals.Add(FormattableString.Invariant($"at {report.Capacity} a day chance alone catches {report.RecallByChance:0.00} of the diversions: too easy to judge by, a smaller --capacity tells rankings apart"));
        var gain = report.Gain ?? throw new InvalidOperationException("the evaluation has nothing to compare with");
        if (!(gain.ValueUsd.Low >= policy.LeastGain))
            refusals.Add(FormattableString.Invariant($"its gain in value over {report.Against ?? "the blend"} at {report.Capacity} a day is {gain.ValueUsd}, and the lower end must reach {policy.LeastGain:0.000}"));
        var lost = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (KindResult before in report.KindsOfOther)
        {
            double now = report.Kinds.FirstOrDefault(kind => kind.Kind == before.Kind)?.Recall.Value ?? 0;
            if (before.Recall.Value - now > policy.MostRecallLost) lost[before.Kind] = before.Recall.Value - now;
        }

        foreach ((string kind, double share) in lost) refusals.Add(FormattableString.Invariant($"recall of {kind} falls by {share:0.00}, more than {policy.MostRecallLost:0.00}"));
        return new Gate(report.Against, report.From, report.To, report.Truth, report.Orders, report.Diversions, gain.ValueUsd.Value, gain.ValueUsd.Low, gain.ValueUsd.High, lost, refusals);
    }
}
