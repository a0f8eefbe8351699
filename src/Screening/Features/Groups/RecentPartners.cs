using System.Runtime.CompilerServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>The parties of an order by which the business of a consignee or end user is counted.</summary>
[InlineArray(Count)]
internal struct OrderParties
{
    /// <summary>How many there are: seller, end user, purchaser.</summary>
    public const int Count = 3;

    /// <summary>Which of them is the purchaser.</summary>
    public const int Purchaser = 2;

    private int _party;

    /// <summary>Those of an order.</summary>
    public static OrderParties Of(in OrderVersion order)
    {
        OrderParties parties = default;
        (parties[0], parties[1], parties[Purchaser]) = (order.Seller, order.EndUser, order.Purchaser);
        return parties;
    }
}

/// <summary>
/// The orders of a key within 90 days and the different parties behind them. Entries are sorted by the moment the order was placed; an
/// entry is the last of its party when no later one has it, and how many are last is summed up from the start, so that the different
/// parties since a moment are a difference of two sums.
/// </summary>
/// <remarks>
/// <code>
///   party     a   b   a   c   b        since the third entry: 3 - 0 = 3 parties, a, b and c
///   is last   -   -   x   x   x        since the fourth:      3 - 1 = 2 parties, c and b
///   summed    0   0   1   2   3
/// </code>
/// A read costs O(log n), and O(distance) where a party must be looked for; an order O(distance to the party's order before it).
/// </remarks>
internal sealed class RecentPartners
{
    /// <summary>How far back it reaches, in days.</summary>
    public const int MemoryDays = 90;

    private Entry[] _entries = [];
    private int _count;
    private OrderParties _forgotten;

    /// <summary>Adds an order; one that is too old to be read again is left out.</summary>
    public void Add(long at, int order, in OrderParties parties, long knownAt)
    {
        if (at <= knownAt - (MemoryDays * Micros.PerDay)) return;
        if (_count == _entries.Length) MakeRoom(knownAt);
        int place = After(at), changed = place;
        Array.Copy(_entries, place, _entries, place + 1, _count - place);
        _count++;
        _entries[place] = new Entry { At = at, Order = order, Parties = parties };
        for (int role = 0; role < OrderParties.Count; role++)
        {
            if (parties[role] == Missing.Symbol || IndexOf(parties[role], role, place + 1) >= 0) continue;
            _entries[place].SetLast(role, true);
            int before = LastIndexOf(parties[role], role, place - 1, 0);
            if (before < 0) continue;
            _entries[before].SetLast(role, false);
            changed = Math.Min(changed, before);
        }

        SumFrom(changed);
    }

    /// <summary>Takes back an order; one that is not there is none to take.</summary>
    public void Remove(long at, int order)
    {
        int place = Find(at, order), changed = place;
        if (place < 0) return;
        for (int role = 0; role < OrderParties.Count; role++)
        {
            if (!_entries[place].IsLast(role)) continue;
            int before = LastIndexOf(_entries[place].Parties[role], role, place - 1, 0);
            if (before < 0) continue;
            _entries[before].SetLast(role, true);
            changed = Math.Min(changed, before);
        }

        _count--;
        Array.Copy(_entries, place + 1, _entries, place, _count - place);
        SumFrom(changed);
    }

    /// <summary>Orders placed after a moment, apart from one.</summary>
    public int Orders(long after, long exceptAt, int exceptOrder) => _count - After(after) - (exceptAt > after && Find(exceptAt, exceptOrder) >= 0 ? 1 : 0);

    /// <summary>Different parties in a role of the orders placed after a moment, apart from one order, and with a party more.</summary>
    public int Parties(int role, long after, long exceptAt, int exceptOrder, int with)
    {
        int from = After(after), except = exceptAt > after ? Find(exceptAt, exceptOrder) : -1;
        int parties = Sum(_count, role) - Sum(from, role);
        int party = except < 0 ? Missing.Symbol : _entries[except].Parties[role];
        bool isExcepted = party != Missing.Symbol && _entries[except].IsLast(role) && LastIndexOf(party, role, except - 1, from) < 0;
        if (isExcepted) parties--;
        if (with == Missing.Symbol || (isExcepted && with == party)) return with == Missing.Symbol ? parties : parties + 1;
        return LastIndexOf(with, role, _count - 1, from) < 0 ? parties + 1 : parties;
    }

    /// <summary>Asks for the memory of the latest entries; see <see cref="Ahead"/>.</summary>
    public void AskEnd() => Ahead.AskEnd(_entries, _count, 4);

    private int Sum(int place, int role) => place == 0 ? _forgotten[role] : _entries[place - 1].Summed[role];

    private void SumFrom(int place)
    {
        for (int i = place; i < _count; i++)
        {
            for (int role = 0; role < OrderParties.Count; role++) _entries[i].Summed[role] = Sum(i, role) + (_entries[i].IsLast(role) ? 1 : 0);
        }
    }

    private int IndexOf(int party, int role, int from)
    {
        while (from < _count && _entries[from].Parties[role] != party) from++;
        return from < _count ? from : -1;
    }

    private int LastIndexOf(int party, int role, int from, int to)
    {
        while (from >= to && _entries[from].Parties[role] != party) from--;
        return from >= to ? from : -1;
    }

    private int Find(long at, int order)
    {
        int place = After(at) - 1;
        while (place >= 0 && _entries[place].At == at && _entries[place].Order != order) place--;
        return place >= 0 && _entries[place].At == at ? place : -1;
    }

    // The number of entries placed at or before a moment.
    private int After(long at)
    {
        // Which half is taken is as good as chance, so it is computed and not jumped to.
        int low = 0, length = _count;
        while (length > 0)
        {
            int half = length / 2;
            low = _entries[low + half].At <= at ? low + length - half : low;
            length = half;
        }

        return low;
    }

    private void MakeRoom(long knownAt)
    {
        int forget = After(knownAt - (MemoryDays * Micros.PerDay));
        if (forget > 0 && forget >= _count / 2)
        {
            _forgotten = _entries[forget - 1].Summed;
            _count -= forget;
            Array.Copy(_entries, forget, _entries, 0, _count);
        }
        else
        {
            _entries = Spare<Entry>.Grow(_entries, _count, Math.Max(1, _entries.Length * 2));
        }
    }

    private struct Entry
    {
        public long At;
        public int Order;
        public OrderParties Parties;
        public OrderParties Summed;
        private byte _last;

        public readonly bool IsLast(int role) => (_last & (1 << role)) != 0;

        public void SetLast(int role, bool isLast) => _last = (byte)(isLast ? _last | (1 << role) : _last & ~(1 << role));
    }
}
