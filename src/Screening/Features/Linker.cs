using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Finds which parties belong together. Two parties are linked when what they share weighs at least 10: an owner, a director or an
/// ultimate parent weighs 10, a telephone 8, an address or an e-mail domain 5. A value that more than 12 parties share says nothing
/// of the thirteenth (free mail, a business centre), and forwarders, banks and hub addresses link nobody: otherwise one giant group
/// swallows everyone. Links are never taken back; a front that moves remains who it was. Whether a party is a forwarder or a bank is
/// what its latest profile says: what is told of it meanwhile counts nothing, nor does what others come to share with it.
/// </summary>
public sealed class Linker
{
    private const int Enough = 10;
    private const int MostSharers = 12;
    private readonly Dictionary<(Shared Kind, int Value), List<int>> _sharers = [];
    private readonly Dictionary<(int, int), int> _weights = [];
    private readonly HashSet<int> _hubs = [];

    private enum Shared : byte
    {
        Owner,
        Director,
        Parent,
        Phone,
        Address,
        EmailDomain,
    }

    /// <summary>Takes in one event and reports the pairs of parties that it links, in a fixed order.</summary>
    public void Learn(EventLog log, Event at, Action<int, int> link)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(link);
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            if (profile.Kind is PartyKind.Forwarder or PartyKind.Bank)
            {
                _hubs.Add(profile.Party);
                return;
            }

            _hubs.Remove(profile.Party);
            Share(profile.Party, Shared.Parent, profile.UltimateParent, 10, link);
            Share(profile.Party, Shared.Phone, profile.Phone, 8, link);
            if (!profile.AddressIsHub) Share(profile.Party, Shared.Address, profile.Address, 5, link);
            Share(profile.Party, Shared.EmailDomain, profile.EmailDomain, 5, link);
        }
        else if (at.Kind == EventKind.PartyEvent)
        {
            ref readonly PartyEvent change = ref log.PartyEvents[at.Row];
            if (change.Kind == PartyEventKind.Ownership) Share(change.Party, Shared.Owner, change.Person, 10, link);
            else if (change.Kind == PartyEventKind.Director) Share(change.Party, Shared.Director, change.Person, 10, link);
        }
    }

    private void Share(int party, Shared kind, int value, int weight, Action<int, int> link)
    {
        if (value == Missing.Symbol || _hubs.Contains(party)) return;
        if (!_sharers.TryGetValue((kind, value), out List<int>? sharers)) _sharers[(kind, value)] = sharers = [];
        if (sharers.Count >= MostSharers || sharers.Contains(party)) return;
        foreach (int other in sharers)
        {
            if (_hubs.Contains(other)) continue;
            (int, int) pair = party < other ? (party, other) : (other, party);
            int before = _weights.GetValueOrDefault(pair);
            _weights[pair] = before + weight;
            if (before < Enough && before + weight >= Enough) link(other, party);
        }

        sharers.Add(party);
    }
}
