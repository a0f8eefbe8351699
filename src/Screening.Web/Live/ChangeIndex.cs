using System.Runtime.InteropServices;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>A seller's changes from a number on.</summary>
/// <param name="Positions">Where they stand in the journal, in order of their numbers.</param>
/// <param name="After">The number before the first of them.</param>
/// <param name="Last">The greatest number that there is; 0 before there is any.</param>
/// <param name="Acknowledged">The last number that the seller's system said it has; 0 for none.</param>
internal sealed record ChangesFound(IReadOnlyList<long> Positions, long After, long Last, long Acknowledged);

/// <summary>Where changes stand in the journal, by seller and number, and what was told last of each decision. One owner notes; anybody may find.</summary>
internal sealed class ChangeIndex
{
    private readonly Dictionary<string, OfSeller> _bySeller = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, Ruling> _told = [];
    private readonly Lock _noting = new();

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The number of a seller's last change; 0 before there is any.</summary>
    public long Last(string seller)
    {
        lock (_noting) return _bySeller.TryGetValue(seller, out OfSeller? of) ? of.Positions.Count : 0;
    }

    /// <summary>What was told last of a decision since it was made; <c>null</c> for nothing.</summary>
    public Ruling? Told(UInt128 key)
    {
        lock (_noting) return _told.TryGetValue(key, out Ruling ruling) ? ruling : null;
    }

    /// <summary>Changes behind a number.</summary>
    /// <param name="seller">Whose.</param>
    /// <param name="after">The number; <c>null</c> for the last that was acknowledged.</param>
    /// <param name="most">Most of them.</param>
    public ChangesFound Find(string seller, long? after, int most)
    {
        lock (_noting)
        {
            if (!_bySeller.TryGetValue(seller, out OfSeller? of)) return new ChangesFound([], after ?? 0, 0, 0);
            long from = Math.Min(after ?? of.Acknowledged, of.Positions.Count);
            return new ChangesFound([.. of.Positions.Skip((int)from).Take(most)], after ?? of.Acknowledged, of.Positions.Count, of.Acknowledged);
        }
    }

    /// <summary>Notes a change.</summary>
    /// <exception cref="InvalidDataException">Its number does not follow: the journal is not whole.</exception>
    public void Note(ChangeRecord change, long position)
    {
        lock (_noting)
        {
            OfSeller of = Of(change.SellerId);
            if (change.Number != of.Positions.Count + 1)
                throw new InvalidDataException(FormattableString.Invariant($"change {change.Number} of {change.SellerId} in the journal follows {of.Positions.Count}; accepted: {of.Positions.Count + 1}"));
            of.Positions.Add(position);
            _told[change.Key] = change.Ruling;
            Count++;
        }
    }

    /// <summary>Notes an acknowledgement; a lower number than before is none.</summary>
    public void Note(AckRecord ack)
    {
        lock (_noting)
        {
            OfSeller of = Of(ack.SellerId);
            of.Acknowledged = Math.Max(of.Acknowledged, ack.Number);
        }
    }

    private OfSeller Of(string seller)
    {
        ref OfSeller? of = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySeller, seller, out _);
        return of ??= new OfSeller();
    }

    private sealed class OfSeller
    {
        public List<long> Positions { get; } = [];

        public long Acknowledged { get; set; }
    }
}
