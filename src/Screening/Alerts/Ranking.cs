using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Screening.Policies;

namespace Screening.Alerts;

/// <summary>
/// Puts subjects in the order in which analysts should see them, as many as their day allows. Risk and harm share one unit that grows
/// with the logarithm of what is at stake, so that a small certain front is not buried under a large improbable one.
/// </summary>
public static class Ranking
{
    /// <summary>Risk times log2(2 + stake), the stake in H100e or in dollars worth as much, whichever is more.</summary>
    public static double Priority(Candidate candidate, BlendPolicy blend)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(blend);
        return candidate.Assessment.Risk * Math.Log2(2 + Math.Max(candidate.StakeH100e, candidate.StakeUsd / blend.UsdPerH100e));
    }

    /// <summary>
    /// The list: mandatory holds first and all of them, then by priority, with the places that the policy keeps for small certain
    /// cases and for chance. Every comparison ends at the subject's id, so there are no ties.
    /// </summary>
    /// <param name="candidates">One per subject.</param>
    /// <param name="policy">Capacity and blend.</param>
    /// <param name="seed">Seeds the draw: the same night draws the same.</param>
    public static IReadOnlyList<RankedCandidate> Rank(IEnumerable<Candidate> candidates, Policy policy, string seed)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(policy);
        CapacityPolicy capacity = policy.Capacity;
        var ordered = candidates
            .Where(c => c.Assessment.IsMandatoryHold || c.Assessment.Risk >= capacity.MinimumRisk)
            .Select(c => (Candidate: c, Priority: Priority(c, policy.Blend)))
            .OrderByDescending(c => c.Candidate.Assessment.IsMandatoryHold)
            .ThenByDescending(c => c.Priority)
            .ThenByDescending(c => c.Candidate.Assessment.Margin)
            .ThenByDescending(c => c.Candidate.StakeUsd)
            .ThenBy(c => c.Candidate.Subject, StringComparer.Ordinal)
            .ToList();

        var chosen = new List<(Candidate Candidate, double Priority, Lane Lane, double Shown)>();
        int holds = ordered.TakeWhile(c => c.Candidate.Assessment.IsMandatoryHold).Count();
        foreach ((Candidate candidate, double priority) in ordered.Take(holds)) chosen.Add((candidate, priority, Lane.MandatoryHold, 1));

        int places = Math.Max(0, capacity.Alerts - holds);
        var rest = ordered.Skip(holds).ToList();
        bool isFull = rest.Count > places;
        // Never more than half, or a short list would be drawn by chance.
        int reserved = isFull ? Math.Min(places / 2, capacity.SmallCertain + capacity.Exploration) : 0;
        int ranked = Math.Min(places - reserved, rest.Count);
        foreach ((Candidate candidate, double priority) in rest.Take(ranked)) chosen.Add((candidate, priority, Lane.Ranked, 1));
        var below = rest.Skip(ranked).ToList();

        var likely = below.Where(c => c.Candidate.Assessment.Risk >= capacity.SmallCertainRisk)
            .OrderByDescending(c => c.Candidate.Assessment.Margin).ThenBy(c => c.Candidate.Subject, StringComparer.Ordinal)
            .Take(Math.Min(capacity.SmallCertain, reserved)).ToList();
        foreach ((Candidate candidate, double priority) in likely) chosen.Add((candidate, priority, Lane.SmallCertain, 1));
        below.RemoveAll(likely.Contains);

        // Places that no small certain case takes go back to the ranked, and only then is drawn.
        int drawn = Math.Min(capacity.Exploration, places - ranked - likely.Count);
        int returned = places - ranked - likely.Count - drawn;
        foreach ((Candidate candidate, double priority) in below.Take(returned)) chosen.Add((candidate, priority, Lane.Ranked, 1));
        below.RemoveRange(0, Math.Min(returned, below.Count));
        double chance = below.Count == 0 ? 1 : Math.Min(1, (double)drawn / below.Count);
        foreach ((Candidate candidate, double priority) in below.OrderBy(c => Draw(seed, c.Candidate.Subject)).Take(drawn))
            chosen.Add((candidate, priority, Lane.Exploration, chance));

        return [.. chosen
            .OrderByDescending(c => c.Candidate.Assessment.IsMandatoryHold)
            .ThenByDescending(c => c.Priority)
            .ThenByDescending(c => c.Candidate.Assessment.Margin)
            .ThenByDescending(c => c.Candidate.StakeUsd)
            .ThenBy(c => c.Candidate.Subject, StringComparer.Ordinal)
            .Select((c, i) => new RankedCandidate(i + 1, c.Lane, c.Priority, c.Shown, c.Candidate))];
    }

    private static ulong Draw(string seed, string subject) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed + "\u001f" + subject)));
}
