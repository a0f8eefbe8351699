using System.Runtime.InteropServices;

namespace Screening.Web.Live;

/// <summary>
/// Where decisions stand, by the number of their order and version. In parts, each of which grows by itself: a table of a million that doubles
/// is copied for a third of a second, in which no order would be decided. One owner; whoever shares it locks.
/// </summary>
internal sealed class DecisionPlaces
{
    // Ten million decisions are ten thousand in a part, which is copied in less than a millisecond. Numbers are hashes, so the parts are about as long.
    private const int Parts = 1024;

    private readonly Dictionary<UInt128, DecisionPlace>[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Dictionary<UInt128, DecisionPlace>())];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where a decision stands; <c>null</c> when there is none.</summary>
    public DecisionPlace? Find(UInt128 key) => PartOf(key).TryGetValue(key, out DecisionPlace found) ? found : null;

    /// <summary>Adds a decision that is not there.</summary>
    /// <exception cref="ArgumentException">It is there.</exception>
    public void Add(UInt128 key, in DecisionPlace place)
    {
        PartOf(key).Add(key, place);
        Count++;
    }

    /// <summary>The place of a decision, to be written; nothing else may be called before it is.</summary>
    /// <param name="key">Number of the order and version.</param>
    /// <param name="isThere">Whether there was one before.</param>
    public ref DecisionPlace At(UInt128 key, out bool isThere)
    {
        ref DecisionPlace place = ref CollectionsMarshal.GetValueRefOrAddDefault(PartOf(key), key, out isThere);
        if (!isThere) Count++;
        return ref place;
    }

    /// <summary>Forgets decisions.</summary>
    /// <param name="isGone">Which.</param>
    public void Forget(Func<UInt128, DecisionPlace, bool> isGone)
    {
        foreach (Dictionary<UInt128, DecisionPlace> part in _parts)
        {
            // A dictionary may lose what stands at hand while it is gone through.
            foreach ((UInt128 key, DecisionPlace place) in part)
            {
                if (isGone(key, place) && part.Remove(key)) Count--;
            }
        }
    }

    private Dictionary<UInt128, DecisionPlace> PartOf(UInt128 key) => _parts[(int)((ulong)key % Parts)];
}
