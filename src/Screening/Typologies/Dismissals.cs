using System.Security.Cryptography;
using System.Text;
using Screening.Parties;

namespace Screening.Typologies;

/// <summary>What reviewers have put aside, as it holds on a day.</summary>
public sealed class Dismissals
{
    private readonly Dictionary<(string Party, string Entry), NameDismissal> _latest = [];

    /// <summary>Of several about one pair the latest counts, even where it no longer holds on the day: who says less later means it.</summary>
    /// <param name="told">In the order in which they were told.</param>
    /// <param name="day">The day.</param>
    public Dismissals(IEnumerable<NameDismissal> told, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(told);
        foreach (NameDismissal one in told) _latest[(one.PartyId, one.EntryId)] = one;
        foreach ((string, string) fallen in _latest.Where(l => l.Value.Until < day).Select(l => l.Key).ToArray()) _latest.Remove(fallen);
        IEnumerable<string> facts = _latest.Values.OrderBy(d => d.PartyId, StringComparer.Ordinal).ThenBy(d => d.EntryId, StringComparer.Ordinal)
            .Select(d => FormattableString.Invariant($"{d.PartyId}|{d.EntryId}|{d.PartyFacts}|{d.EntryFacts}|{d.Author}|{d.Until:yyyy-MM-dd}|{d.Reason}"));
        Version = _latest.Count == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))))[..12];
    }

    /// <summary>Of what hash they are; empty when none holds. What they say is part of what a night is made from.</summary>
    public string Version { get; }

    /// <summary>Whether any holds for an entry.</summary>
    public bool Any => _latest.Count > 0;

    /// <summary>The one that holds for a pair and the facts of both sides; null when there is none.</summary>
    public PutAside? Of(string party, string entry, Func<string> partyFacts, Func<string> entryFacts)
    {
        ArgumentNullException.ThrowIfNull(partyFacts);
        ArgumentNullException.ThrowIfNull(entryFacts);
        return _latest.TryGetValue((party, entry), out NameDismissal? found) && found.PartyFacts == partyFacts() && found.EntryFacts == entryFacts()
            ? new PutAside(found.Author, found.Until, found.Reason)
            : null;
    }
}
