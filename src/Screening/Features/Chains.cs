namespace Screening.Features;

/// <summary>
/// Many short lists in one place: a list of one costs its thing and 4 bytes, besides its <see cref="Chain"/>, instead of the hundred of an object with an array of its own.
/// </summary>
/// <typeparam name="T">The things.</typeparam>
internal sealed class Chains<T>
    where T : struct
{
    private const int BlockBits = 9;
    private const int BlockMask = (1 << BlockBits) - 1;

    // In blocks, so that nothing is copied as they become many. The first link is nobody's, so that 0 is no link; one that was given back leads to the next that was.
    private Link[]?[] _blocks = new Link[1][];
    private int _used = 1, _free;

    /// <summary>The thing at a link.</summary>
    public ref readonly T this[int link] => ref At(link).Thing;

    /// <summary>The link after another, or 0.</summary>
    public int Next(int link) => At(link).Next;

    /// <summary>Puts a thing at the end of a list.</summary>
    public void Add(ref Chain chain, in T thing) => Insert(ref chain, chain.Last, thing);

    /// <summary>Puts a thing into a list.</summary>
    /// <param name="chain">The list.</param>
    /// <param name="before">The link behind which it comes; 0 when it is to be the first.</param>
    /// <param name="thing">The thing.</param>
    public void Insert(ref Chain chain, int before, in T thing)
    {
        int link = _free, next = before == 0 ? chain.First : At(before).Next;
        if (link != 0) _free = At(link).Next;
        else link = New();
        At(link) = new Link { Thing = thing, Next = next };
        if (before == 0) chain.First = link;
        else At(before).Next = link;
        if (next == 0) chain.Last = link;
    }

    /// <summary>Takes the thing behind a link, or with 0 the first, out of a list.</summary>
    public void Remove(ref Chain chain, int before)
    {
        int link = before == 0 ? chain.First : At(before).Next, next = At(link).Next;
        if (before == 0) chain.First = next;
        else At(before).Next = next;
        if (next == 0) chain.Last = before;
        (At(link), _free) = (new Link { Next = _free }, link);
    }

    /// <summary>Takes all out of a list that are to go; the others keep their order.</summary>
    public void RemoveAll(ref Chain chain, Predicate<T> goes)
    {
        int before = 0;
        for (int link = chain.First; link != 0;)
        {
            int next = At(link).Next;
            if (goes(At(link).Thing)) Remove(ref chain, before);
            else before = link;
            link = next;
        }
    }

    private ref Link At(int link) => ref _blocks[link >> BlockBits]![link & BlockMask];

    private int New()
    {
        int block = _used >> BlockBits;
        if (block == _blocks.Length) Array.Resize(ref _blocks, block * 2);
        _blocks[block] ??= new Link[1 << BlockBits];
        return _used++;
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
