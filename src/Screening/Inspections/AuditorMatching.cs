namespace Screening.Inspections;

/// <summary>Gives each visit an auditor who may make it, with nobody making more than so many, as even as that allows.</summary>
public static class AuditorMatching
{
    /// <summary>Matches.</summary>
    /// <param name="allowed">For each visit, the auditors that may make it, by their numbers.</param>
    /// <param name="auditors">How many auditors there are.</param>
    /// <param name="most">Most visits of one auditor.</param>
    /// <returns>For each visit its auditor, or -1: as many visits as at all possible have one.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<IReadOnlyList<int>> allowed, int auditors, int most)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        int[] chosen = [.. Enumerable.Repeat(-1, allowed.Count)];

        // One more for everybody, again and again: whoever can have a visit at this height has one before anyone goes higher.
        for (int height = 1; height <= Math.Min(most, allowed.Count); height++)
        {
            for (int visit = 0; visit < allowed.Count; visit++)
            {
                if (chosen[visit] < 0) Seat(visit, new bool[auditors], height);
            }
        }

        return chosen;

        // An augmenting path (Kuhn): a full auditor hands a visit on to another who may make it.
        bool Seat(int visit, bool[] asked, int height)
        {
            foreach (int auditor in allowed[visit])
            {
                if (asked[auditor]) continue;
                asked[auditor] = true;
                if (chosen.Count(of => of == auditor) < height)
                {
                    chosen[visit] = auditor;
                    return true;
                }

                for (int other = 0; other < chosen.Length; other++)
                {
                    if (chosen[other] != auditor || !Seat(other, asked, height)) continue;
                    chosen[visit] = auditor;
                    return true;
                }
            }

            return false;
        }
    }
}
