using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features;

/// <summary>Rows of papers of one party: those that hold for all its orders, and those for a single one, so that a look goes through no other order's.</summary>
internal sealed class RowsByOrder
{
    private readonly List<int> _general = [];
    private Dictionary<int, List<int>>? _byOrder;

    /// <summary>Rows that hold for all orders.</summary>
    public ReadOnlySpan<int> General => CollectionsMarshal.AsSpan(_general);

    /// <summary>Whether there is none at all.</summary>
    public bool IsEmpty => _general.Count == 0 && (_byOrder is null || _byOrder.Count == 0);

    /// <summary>Rows for one order alone.</summary>
    public ReadOnlySpan<int> Of(int order) => _byOrder is not null && _byOrder.TryGetValue(order, out List<int>? rows) ? CollectionsMarshal.AsSpan(rows) : [];

    /// <summary>Adds a row.</summary>
    /// <param name="order">Order it is for, or <see cref="Missing.Symbol"/> for all.</param>
    /// <param name="row">The row.</param>
    public void Add(int order, int row)
    {
        if (order == Missing.Symbol)
        {
            _general.Add(row);
            return;
        }

        ref List<int>? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_byOrder ??= [], order, out _);
        (rows ??= new List<int>(1)).Add(row);
    }

    /// <summary>Takes a row out, if it is there.</summary>
    public void Remove(int order, int row)
    {
        if (order == Missing.Symbol) _general.Remove(row);
        else if (_byOrder is not null && _byOrder.TryGetValue(order, out List<int>? rows) && rows.Remove(row) && rows.Count == 0) _byOrder.Remove(order);
    }
}
