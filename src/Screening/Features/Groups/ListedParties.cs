using Screening.Parties;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Which parties bear the name of a listed party by what was learnt so far: equal, or alike from the hold threshold on.</summary>
internal sealed class ListedParties
{
    private readonly ListedNames _names = new();
    private readonly PartiesByValue _byKey = new(), _byName = new();
    private readonly HashSet<int> _listed = [], _touched = [];

    /// <summary>Whether any list is loaded.</summary>
    public bool HasList => _names.HasList;

    /// <summary>Whether a party bears a listed name.</summary>
    public bool IsListed(int party) => _listed.Contains(party);

    /// <summary>Takes in a profile or a list entry; any other event says nothing.</summary>
    /// <param name="log">The log.</param>
    /// <param name="at">The event.</param>
    /// <param name="changed">Where the parties are added that are listed by it, or no longer are; in no order.</param>
    public void Learn(EventLog log, Event at, List<int> changed)
    {
        if (at.Kind is not (EventKind.Party or EventKind.RestrictedParty)) return;
        _touched.Clear();
        _names.Learn(log, at);
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            _byKey.Set(profile.Party, profile.IsGone ? Missing.Symbol : profile.NameKey);
            _byName.Set(profile.Party, profile.IsGone ? Missing.Symbol : profile.Name);
            _touched.Add(profile.Party);
        }
        else
        {
            ref readonly RestrictedEntry entry = ref log.RestrictedEntries[at.Row];
            if (entry.Previous != Missing.Symbol) Touch(log, log.RestrictedEntries[entry.Previous]);
            Touch(log, entry);
        }

        foreach (int party in _touched)
        {
            bool isListed = _names.IsListed(log, party);
            if (isListed ? _listed.Add(party) : _listed.Remove(party)) changed.Add(party);
        }
    }

    private void Touch(EventLog log, in RestrictedEntry entry)
    {
        for (int name = entry.FirstName; name < entry.FirstName + entry.Names; name++)
        {
            ListedName listed = log.ListedNames[name];
            if (listed.Key != Missing.Symbol) Touch(_byKey, listed.Key);
            if (listed.Text == Missing.Symbol) continue;
            foreach (int like in log.NamePairs.PartiesLike(listed.Text)) Touch(_byName, like);
        }
    }

    private void Touch(PartiesByValue parties, int value)
    {
        for (int party = parties.First(value); party != Missing.Symbol; party = parties.Next(party)) _touched.Add(party);
    }
}
