using Screening.Records;

namespace Screening.Features;

/// <summary>Which parties have a value, such as an address, by what is known of each now. A party that changes its value costs the same however many share it.</summary>
public sealed class PartiesByValue
{
    private readonly Dictionary<int, (int First, int Count)> _values = [];
    private Party[] _parties = [];

    /// <summary>The value of a party, or <see cref="Missing.Symbol"/>.</summary>
    public int this[int party] => party >= 0 && party < _parties.Length ? _parties[party].Value : Missing.Symbol;

    /// <summary>One of the parties that have a value, or <see cref="Missing.Symbol"/>; the others by <see cref="Next"/>, in no order.</summary>
    public int First(int value) => _values.TryGetValue(value, out (int First, int Count) parties) ? parties.First : Missing.Symbol;

    /// <summary>The parties that have the value of one of them: any of them, the others by <see cref="Next"/>, in no order, and how many.</summary>
    /// <param name="party">A party that has a value.</param>
    public (int First, int Count) With(int party)
    {
        ref readonly Party one = ref _parties[party];
        return one.Previous == Missing.Symbol && one.Next == Missing.Symbol ? (party, 1) : _values[one.Value];
    }

    /// <summary>The party after another that has its value, or <see cref="Missing.Symbol"/>.</summary>
    public int Next(int party) => _parties[party].Next;

    /// <summary>Sets the value of a party; <see cref="Missing.Symbol"/> for none.</summary>
    public void Set(int party, int value)
    {
        if (this[party] == value) return;
        if (party >= _parties.Length) MakeRoom(party);
        Take(party);
        _parties[party].Value = value;
        if (value == Missing.Symbol) return;
        (int first, int count) = _values.GetValueOrDefault(value, (Missing.Symbol, 0));
        (_parties[party].Previous, _parties[party].Next) = (Missing.Symbol, first);
        if (first != Missing.Symbol) _parties[first].Previous = party;
        _values[value] = (party, count + 1);
    }

    /// <summary>Asks for the memory of a party's value; see <see cref="Ahead"/>.</summary>
    internal void Ask(int party)
    {
        if ((uint)party < (uint)_parties.Length) Ahead.Ask(in _parties[party]);
    }

    private void Take(int party)
    {
        Party taken = _parties[party];
        if (taken.Value == Missing.Symbol) return;
        (int first, int count) = _values[taken.Value];
        if (taken.Previous != Missing.Symbol) _parties[taken.Previous].Next = taken.Next;
        else first = taken.Next;
        if (taken.Next != Missing.Symbol) _parties[taken.Next].Previous = taken.Previous;
        if (count == 1) _values.Remove(taken.Value);
        else _values[taken.Value] = (first, count - 1);
    }

    private void MakeRoom(int party)
    {
        int length = _parties.Length;
        Array.Resize(ref _parties, Math.Max(party + 1, length * 2));
        Array.Fill(_parties, new Party { Value = Missing.Symbol, Previous = Missing.Symbol, Next = Missing.Symbol }, length, _parties.Length - length);
    }

    private struct Party
    {
        public int Value;
        public int Previous;
        public int Next;
    }
}
