using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Which parties bear the name of a listed party by what was learnt so far.</summary>
internal sealed class ListedParties
{
    private readonly PartiesByValue _names = new();
    private readonly Dictionary<int, int> _listed = [];
    private int _entries;

    /// <summary>Whether any list is loaded.</summary>
    public bool HasList => _entries > 0;

    /// <summary>Whether a party bears a listed name.</summary>
    public bool IsListed(int party) => _listed.ContainsKey(_names[party]);

    /// <summary>Takes in a profile or a list entry; <c>true</c> when a party is listed by it, or no longer is.</summary>
    public bool Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            bool wasListed = IsListed(profile.Party);
            _names.Set(profile.Party, profile.IsGone ? Missing.Symbol : profile.NameKey);
            return wasListed != IsListed(profile.Party);
        }

        if (at.Kind != EventKind.RestrictedParty) return false;
        ref readonly RestrictedEntry entry = ref log.RestrictedEntries[at.Row];
        bool any = entry.Previous != Missing.Symbol && !log.RestrictedEntries[entry.Previous].IsGone && Count(log, log.RestrictedEntries[entry.Previous], -1);
        return (!entry.IsGone && Count(log, entry, 1)) || any;
    }

    private bool Count(EventLog log, in RestrictedEntry entry, int sign)
    {
        bool any = false;
        _entries += sign;
        for (int name = entry.FirstName; name < entry.FirstName + entry.Names; name++)
        {
            int key = log.ListedNames[name].Key;
            if (key == Missing.Symbol) continue;
            int before = _listed.GetValueOrDefault(key), after = before + sign;
            if (after == 0) _listed.Remove(key);
            else _listed[key] = after;
            any |= before > 0 != after > 0 && _names.Count(key) > 0;
        }

        return any;
    }
}
