namespace Screening.Features.Groups;

/// <summary>How many links lie between a party and the nearest that is marked, looked for ring by ring.</summary>
internal static class LinkDistance
{
    /// <summary>What is said when none lies within <see cref="Furthest"/> links.</summary>
    public const int None = 4;

    /// <summary>How far is looked, in links.</summary>
    public const int Furthest = 3;

    /// <summary>How many parties are looked at; where more lie as near, the distance is missing.</summary>
    public const int MostParties = 1000;

    [ThreadStatic]
    private static HashSet<int>? s_seen;

    [ThreadStatic]
    private static List<int>? s_queue;

    /// <summary>Whether a party is what is looked for.</summary>
    public delegate bool Mark(in LinkedParty party, int exceptOrder);

    /// <summary>The links to the nearest marked party, 0 for itself, <see cref="None"/> when there is none near, NaN when too many parties are as near.</summary>
    public static double Of(LinkedParty[] parties, int from, Mark isMarked, int exceptOrder)
    {
        HashSet<int> seen = s_seen ??= [];
        List<int> queue = s_queue ??= [];
        seen.Clear();
        queue.Clear();
        seen.Add(from);
        queue.Add(from);
        for (int hops = 0, start = 0; hops <= Furthest; hops++)
        {
            int end = queue.Count;
            if (end > MostParties) return double.NaN;
            for (int i = start; i < end; i++)
            {
                if (isMarked(parties[queue[i]], exceptOrder)) return hops;
            }

            // A whole ring is found before any of it is judged, so that the order of links means nothing.
            for (int i = start; i < end && queue.Count <= MostParties && hops < Furthest; i++)
            {
                if (parties[queue[i]].Neighbours is not { } neighbours) continue;
                foreach (int neighbour in neighbours)
                {
                    if (seen.Add(neighbour)) queue.Add(neighbour);
                }
            }

            start = end;
        }

        return None;
    }
}
