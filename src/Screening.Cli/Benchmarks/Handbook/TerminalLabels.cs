using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>The known labels of a terminal over time.</summary>
internal sealed class TerminalLabels : RunningSums<TerminalLabelCount>
{
    /// <summary>The moment of the latest label; <see cref="Missing.Moment"/> when there is none.</summary>
    public long LatestAt => Count == 0 ? Missing.Moment : At(Count - 1);

    /// <summary>
    /// The unbroken run of frauds that the labels in (<paramref name="after"/>, now] end with: how many they are, how many of them plain, when the first of them was made,
    /// and when the last label before it was; the moments are <see cref="Missing.Moment"/> where there is none.
    /// </summary>
    public (TerminalLabelCount Run, long FirstAt, long BeforeAt) LatestRun(long after)
    {
        int place = Count - 1;
        while (place >= 0 && At(place) > after && IsFraud(place)) place--;
        TerminalLabelCount run = Count == 0 ? default : Sum(Count - 1) - SumBefore(place + 1);
        return (run, place + 1 < Count ? At(place + 1) : Missing.Moment, place >= 0 && At(place) > after ? At(place) : Missing.Moment);
    }

    /// <summary>The moments of the first and the last plain fraud in (<paramref name="after"/>, now]; <see cref="Missing.Moment"/> where there is none.</summary>
    public (long FirstAt, long LastAt) PlainFrauds(long after)
    {
        (long firstAt, long lastAt) = (Missing.Moment, Missing.Moment);
        for (int place = Count - 1; place >= 0 && At(place) > after; place--)
        {
            if (Sum(place).PlainFrauds == SumBefore(place).PlainFrauds) continue;
            firstAt = At(place);
            if (lastAt == Missing.Moment) lastAt = firstAt;
        }

        return (firstAt, lastAt);
    }

    private bool IsFraud(int place) => Sum(place).Frauds > SumBefore(place).Frauds;
}
