using Screening.Records;

namespace Screening.Parties;

/// <summary>The role in which a party stands on an order.</summary>
public enum PartyRole : byte
{
    /// <summary>Party that uses the goods.</summary>
    EndUser,

    /// <summary>Party that receives in the end.</summary>
    UltimateConsignee,

    /// <summary>Party that bought.</summary>
    Purchaser,

    /// <summary>Party that receives on the way.</summary>
    IntermediateConsignee,

    /// <summary>Party that pays.</summary>
    Payer,

    /// <summary>Forwarder.</summary>
    ForwardingAgent,

    /// <summary>Exporter (USPPI): somebody else's name where the firm brokers or audits.</summary>
    Seller,
}

/// <summary>A party of an order whose name equals one of a listed party's.</summary>
/// <param name="Role">Where it stands on the order; the first of its roles.</param>
/// <param name="Party">Party symbol.</param>
/// <param name="Entry">Row of the list entry in the log.</param>
/// <param name="Name">Row of the listed name in the log.</param>
public readonly record struct ListMatch(PartyRole Role, int Party, int Entry, int Name);

/// <summary>Names of parties against names of list entries, both as <see cref="NameKey"/>: equal or not, nothing between.</summary>
public sealed class ListedNames
{
    private readonly Dictionary<int, int> _nameOfParty = [];
    private readonly Dictionary<int, int> _rowOfEntry = [];
    private readonly Dictionary<int, List<(int Entry, int Name)>> _entriesOfKey = [];

    /// <summary>Whether any list is loaded: without one nothing can be said.</summary>
    public bool HasList => _rowOfEntry.Count > 0;

    /// <summary>Takes in profiles and list entries; a later telling of an entry replaces its names, and one that is gone has none.</summary>
    public void Learn(EventLog log, Event at)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            if (profile.IsGone) _nameOfParty.Remove(profile.Party);
            else _nameOfParty[profile.Party] = profile.NameKey;
        }
        else if (at.Kind == EventKind.RestrictedParty)
        {
            ref readonly RestrictedEntry entry = ref log.RestrictedEntries[at.Row];
            if (_rowOfEntry.Remove(entry.Entry, out int told)) Forget(log, told);
            if (entry.IsGone) return;
            _rowOfEntry[entry.Entry] = at.Row;
            for (int name = entry.FirstName; name < entry.FirstName + entry.Names; name++)
            {
                int key = log.ListedNames[name].Key;
                if (key == Missing.Symbol) continue;
                if (!_entriesOfKey.TryGetValue(key, out List<(int Entry, int Name)>? entries)) _entriesOfKey[key] = entries = [];

                // Two spellings of an entry may be one name: the party then stands on the list once, by the first of them.
                if (entries.Count == 0 || entries[^1].Entry != at.Row) entries.Add((at.Row, name));
            }
        }
    }

    private void Forget(EventLog log, int row)
    {
        ref readonly RestrictedEntry entry = ref log.RestrictedEntries[row];
        for (int name = entry.FirstName; name < entry.FirstName + entry.Names; name++)
        {
            if (_entriesOfKey.TryGetValue(log.ListedNames[name].Key, out List<(int Entry, int Name)>? entries))
                entries.RemoveAll(e => e.Entry == row);
        }
    }

    /// <summary>The parties of an order that stand on a list, each once with each entry.</summary>
    public void Match(in OrderVersion order, ICollection<ListMatch> matches, out int partiesWithoutName)
    {
        ArgumentNullException.ThrowIfNull(matches);
        partiesWithoutName = 0;
        ReadOnlySpan<int> parties =
            [order.EndUser, order.UltimateConsignee, order.Purchaser, order.IntermediateConsignee, order.Payer, order.ForwardingAgent, order.Seller];
        for (int role = 0; role < parties.Length; role++)
        {
            int party = parties[role];
            if (party == Missing.Symbol || parties[..role].Contains(party)) continue;
            int key = _nameOfParty.GetValueOrDefault(party, Missing.Symbol);
            if (key == Missing.Symbol) partiesWithoutName++;
            else if (_entriesOfKey.TryGetValue(key, out List<(int Entry, int Name)>? entries))
            {
                foreach ((int entry, int name) in entries) matches.Add(new ListMatch((PartyRole)role, party, entry, name));
            }
        }
    }
}
