namespace Screening.Features;

/// <summary>
/// Many short lists in one array: a list of one costs its thing and 4 bytes, besides its <see cref="Chain"/>, instead of the hundred of an object with an array of its own.
/// </summary>
/// <typeparam name="T">The things.</typeparam>
internal sealed class Chains<T>
    where T : struct
{
    // The first is nobody's, so that 0 is no link; a link that was given back leads to the next that was.
    private Link[] _links = new Link[16];
    private int _used = 1, _free;

    /// <summary>The thing at a link.</summary>
    public ref readonly T this[int link] => ref _links[link].Thing;

    /// <summary>The link after another, or 0.</summary>
    public int Next(int link) => _links[link].Next;

    /// <summary>Puts a thing at the end of a list.</summary>
    public void Add(ref Chain chain, in T thing)
    {
        int link = _free;
        if (link != 0) _free = _links[link].Next;
        else if ((link = _used++) == _links.Length) Array.Resize(ref _links, link * 2);
        _links[link] = new Link { Thing = thing };
        if (chain.Last == 0) chain.First = link;
        else _links[chain.Last].Next = link;
        chain.Last = link;
    }

    /// <summary>Takes all out of a list that are to go; the others keep their order.</summary>
    public void RemoveAll(ref Chain chain, Predicate<T> goes)
    {
        int before = 0;
        for (int link = chain.First; link != 0;)
        {
            int next = _links[link].Next;
            if (!goes(_links[link].Thing)) before = link;
            else
            {
                if (before == 0) chain.First = next;
                else _links[before].Next = next;
                (_links[link], _free) = (new Link { Next = _free }, link);
            }

            link = next;
        }

        chain.Last = before;
    }

    private struct Link
    {
        public T Thing;
        public int Next;
    }
}

/// <summary>A list of <see cref="Chains{T}"/> by its first and its last link, both 0 when it is empty, as the default is.</summary>
internal struct Chain
{
    /// <summary>Where it begins.</summary>
    public int First;

    /// <summary>Where it ends.</summary>
    public int Last;
}
