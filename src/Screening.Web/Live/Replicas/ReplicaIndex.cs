using Screening.Data.Journals;

namespace Screening.Web.Live;

/// <summary>Decisions of the other replicas, by order and version. One owner notes; anybody may find.</summary>
internal sealed class ReplicaIndex
{
    private readonly DecisionPlaces _places = new();
    private readonly Lock _noting = new();

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_noting) return _places.Count;
        }
    }

    /// <summary>Where a decision stands; <c>null</c> when no other replica made it.</summary>
    public DecisionPlace? Find(UInt128 key)
    {
        lock (_noting) return _places.Find(key);
    }

    /// <summary>Notes a decision. Of two that were made of one version the one that was known first is found, whichever was read first.</summary>
    public void Note(UInt128 key, in DecisionPlace place)
    {
        lock (_noting)
        {
            ref DecisionPlace noted = ref _places.At(key, out bool isThere);
            if (!isThere || noted.Of == place.Of || (place.KnownAt, place.Of!.Replica ?? "").CompareTo((noted.KnownAt, noted.Of!.Replica ?? "")) < 0) noted = place;
        }
    }

    /// <summary>Forgets the decisions of a replica that were not there any more when its journal was read from its start again.</summary>
    /// <param name="journal">Its journal.</param>
    /// <param name="found">What was there.</param>
    public void Keep(JournalFolder journal, IReadOnlySet<UInt128> found)
    {
        lock (_noting) _places.Forget((key, place) => place.Of == journal && !found.Contains(key));
    }
}
