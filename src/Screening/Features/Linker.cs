using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Finds which parties belong together. Two parties are linked when what they share weighs at least 10: an owner, a director or an
/// ultimate parent weighs 10, a telephone 8, an address or an e-mail domain 5. A value that more than 12 parties share says nothing
/// of the thirteenth (free mail, a business centre), and forwarders, banks and hub addresses link nobody: otherwise one giant group
/// swallows everyone. What is told anew takes no link back; a front that moves remains who it was. What is deleted does: the links are
/// then those that there would be if it had never been told. Whether a party is a forwarder or a bank is what its latest profile says:
/// what is told of it meanwhile counts nothing, nor does what others come to share with it.
/// </summary>
public sealed class Linker
{
    private const int Enough = 10;
    private const int MostSharers = 12;
    private readonly Dictionary<Value, Sharing> _sharings = [];
    private readonly Chains<Telling> _tellings = new();
    private readonly Chains<Value> _values = new();
    private Chain[] _valuesOfParty = [];
    private readonly Dictionary<int, List<(int Since, bool IsHub)>> _hubs = [];
    private readonly Dictionary<(int, int), int> _weights = [];
    private int _now;

    private enum Shared : byte
    {
        Owner,
        Director,
        Parent,
        Phone,
        Address,
        EmailDomain,
    }

    /// <summary>Takes in one event and reports the pairs of parties that it links or, with <c>false</c>, no longer links, in a fixed order.</summary>
    public void Learn(EventLog log, Event at, Action<int, int, bool> change)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(change);
        if (at.Kind == EventKind.Party) Learn(log.Profiles[at.Row], change);
        else if (at.Kind == EventKind.PartyEvent) Learn(log, at.Row, change);
    }

    private void Learn(in PartyProfile profile, Action<int, int, bool> change)
    {
        int party = profile.Party;
        _now++;
        if (profile.IsGone)
        {
            Forget(ValuesOf(party), () => ForgetProfiles(party), change);
            return;
        }

        bool isHub = profile.Kind is PartyKind.Forwarder or PartyKind.Bank;
        if (isHub || _hubs.ContainsKey(party))
        {
            if (!_hubs.TryGetValue(party, out List<(int Since, bool IsHub)>? told)) _hubs[party] = told = [];
            told.Add((_now, isHub));
        }

        if (isHub) return;
        Share(party, Shared.Parent, profile.UltimateParent, Missing.Symbol, change);
        Share(party, Shared.Phone, profile.Phone, Missing.Symbol, change);
        if (!profile.AddressIsHub) Share(party, Shared.Address, profile.Address, Missing.Symbol, change);
        Share(party, Shared.EmailDomain, profile.EmailDomain, Missing.Symbol, change);
    }

    private void Learn(EventLog log, int row, Action<int, int, bool> change)
    {
        ref readonly PartyEvent told = ref log.PartyEvents[row];
        _now++;
        if (!told.IsGone)
        {
            if (ValueOf(told) is { } value) Share(told.Party, value.Kind, value.Symbol, row, change);
            return;
        }

        HashSet<int> rows = [];
        List<Value> values = [];
        for (int before = told.Previous; before != Missing.Symbol && !log.PartyEvents[before].IsGone; before = log.PartyEvents[before].Previous)
        {
            rows.Add(before);
            if (ValueOf(log.PartyEvents[before]) is { } value && !values.Contains(value)) values.Add(value);
        }

        Forget(values, () => values.ForEach(value => _tellings.RemoveAll(ref Of(value).Told, t => rows.Contains(t.EventRow))), change);
    }

    private static Value? ValueOf(in PartyEvent change) => change.Person == Missing.Symbol ? null : change.Kind switch
    {
        PartyEventKind.Ownership => new Value(Shared.Owner, change.Person),
        PartyEventKind.Director => new Value(Shared.Director, change.Person),
        _ => null,
    };

    private void Share(int party, Shared kind, int symbol, int eventRow, Action<int, int, bool> change)
    {
        if (symbol == Missing.Symbol) return;
        var value = new Value(kind, symbol);

        // All profiles of a party go together, so that the first telling of a value stands for the others; events go one by one.
        if (!IsNew(party, value) && eventRow == Missing.Symbol) return;
        ref Sharing sharing = ref CollectionsMarshal.GetValueRefOrAddDefault(_sharings, value, out _);
        var told = new Telling(party, _now, eventRow);
        _tellings.Add(ref sharing.Told, told);
        if (!IsSharer(sharing, told)) return;
        for (int link = sharing.Sharers.First; link != 0; link = _tellings.Next(link))
        {
            int other = _tellings[link].Party;
            if (IsHub(other, _now)) continue;
            int before = Weigh(other, party, kind, 1);
            if (before < Enough && before + WeightOf(kind) >= Enough) change(other, party, true);
        }

        _tellings.Add(ref sharing.Sharers, told);
    }

    // Notes that a party was told to have a value; false when it was before.
    private bool IsNew(int party, Value value)
    {
        if (party >= _valuesOfParty.Length) Array.Resize(ref _valuesOfParty, Math.Max(party + 1, _valuesOfParty.Length * 2));
        ref Chain values = ref _valuesOfParty[party];
        for (int link = values.First; link != 0; link = _values.Next(link))
        {
            if (_values[link] == value) return false;
        }

        _values.Add(ref values, value);
        return true;
    }

    private List<Value> ValuesOf(int party)
    {
        List<Value> values = [];
        if (party >= _valuesOfParty.Length) return values;
        for (int link = _valuesOfParty[party].First; link != 0; link = _values.Next(link)) values.Add(_values[link]);
        return values;
    }

    private bool IsSharer(in Sharing sharing, Telling told)
    {
        int sharers = 0;
        for (int link = sharing.Sharers.First; link != 0; link = _tellings.Next(link))
        {
            if (++sharers == MostSharers || _tellings[link].Party == told.Party) return false;
        }

        return !IsHub(told.Party, told.Moment);
    }

    private ref Sharing Of(Value value) => ref CollectionsMarshal.GetValueRefOrNullRef(_sharings, value);

    // What was weighed for some values is taken back, and weighed again without what is forgotten.
    private void Forget(List<Value> values, Action forget, Action<int, int, bool> change)
    {
        Dictionary<(int A, int B), int> before = [];
        foreach (Value value in values) WeighAll(value, -1, before);
        forget();
        foreach (Value value in values)
        {
            ref Sharing sharing = ref Of(value);
            _tellings.RemoveAll(ref sharing.Sharers, static _ => true);
            for (int link = sharing.Told.First; link != 0; link = _tellings.Next(link))
            {
                Telling told = _tellings[link];
                if (IsSharer(sharing, told)) _tellings.Add(ref sharing.Sharers, told);
            }

            WeighAll(value, 1, before);
        }

        foreach (((int a, int b), int weight) in before)
        {
            bool wasLinked = weight >= Enough, isLinked = _weights.GetValueOrDefault((a, b)) >= Enough;
            if (wasLinked != isLinked) change(a, b, isLinked);
        }
    }

    private void WeighAll(Value value, int sign, Dictionary<(int A, int B), int> before)
    {
        int first = Of(value).Sharers.First;
        for (int late = first; late != 0; late = _tellings.Next(late))
        {
            for (int early = first; early != late; early = _tellings.Next(early))
            {
                (Telling one, Telling other) = (_tellings[early], _tellings[late]);
                if (IsHub(one.Party, other.Moment)) continue;
                int weight = Weigh(one.Party, other.Party, value.Kind, sign);
                before.TryAdd(Pair(one.Party, other.Party), weight);
            }
        }
    }

    // Returns what the pair weighed before.
    private int Weigh(int a, int b, Shared kind, int sign)
    {
        (int, int) pair = Pair(a, b);
        int before = _weights.GetValueOrDefault(pair), after = before + (sign * WeightOf(kind));
        if (after == 0) _weights.Remove(pair);
        else _weights[pair] = after;
        return before;
    }

    private void ForgetProfiles(int party)
    {
        _hubs.Remove(party);
        if (party >= _valuesOfParty.Length) return;
        foreach (Value value in ValuesOf(party)) _tellings.RemoveAll(ref Of(value).Told, t => t.Party == party && t.EventRow == Missing.Symbol);
        _values.RemoveAll(ref _valuesOfParty[party], value => value.Kind is not (Shared.Owner or Shared.Director));
    }

    private bool IsHub(int party, int moment)
    {
        if (!_hubs.TryGetValue(party, out List<(int Since, bool IsHub)>? told)) return false;
        for (int i = told.Count - 1; i >= 0; i--)
        {
            if (told[i].Since <= moment) return told[i].IsHub;
        }

        return false;
    }

    private static (int A, int B) Pair(int a, int b) => a < b ? (a, b) : (b, a);

    private static int WeightOf(Shared kind) => kind switch
    {
        Shared.Owner or Shared.Director or Shared.Parent => 10,
        Shared.Phone => 8,
        _ => 5,
    };

    private readonly record struct Value(Shared Kind, int Symbol);

    /// <summary>A party that was said to share a value, when, and the row of the party event that said so; none when a profile did.</summary>
    private readonly record struct Telling(int Party, int Moment, int EventRow);

    /// <summary>Who shares a value: everything that was told, and the first of each party among the first dozen that count.</summary>
    private struct Sharing
    {
        public Chain Told, Sharers;
    }
}
