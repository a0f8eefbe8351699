using System.Runtime.InteropServices;

namespace Screening.Features;

/// <summary>
/// The steps that a group takes over a stretch, learning a notice or taking a look, arranged by key and within a key in the log's order. A key's
/// state is then fetched once a stretch and not once a step.
/// </summary>
internal sealed class StepsByKey
{
    private const int Bits = 11;
    private readonly int[] _places = new int[1 << Bits];
    private readonly Dictionary<Type, object> _notices = [];
    private Step[] _steps = [], _sorted = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A step by number, from 0.</summary>
    public ref readonly Step this[int number] => ref _steps[number];

    /// <summary>Whether a step is the first of its key.</summary>
    public bool IsFirst(int number) => number == 0 || _steps[number].Key != _steps[number - 1].Key;

    /// <summary>Room for the notices of a stretch.</summary>
    public Notices<TNotice> Notices<TNotice>()
        where TNotice : struct
    {
        ref object? notices = ref CollectionsMarshal.GetValueRefOrAddDefault(_notices, typeof(TNotice), out _);
        return (Notices<TNotice>)(notices ??= new Notices<TNotice>());
    }

    /// <summary>Takes all steps out.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a step after those of its key that are there.</summary>
    public void Add(Step step)
    {
        if (Count == _steps.Length) Array.Resize(ref _steps, Math.Max(256, Count * 2));
        _steps[Count++] = step;
    }

    /// <summary>Arranges the steps by key; those of one key stay as they were added. O(steps).</summary>
    public void Arrange()
    {
        if (_sorted.Length < Count) _sorted = new Step[_steps.Length];
        int greatest = 0;
        for (int i = 0; i < Count; i++) greatest = Math.Max(greatest, _steps[i].Key);
        for (int shift = 0; shift < 32 && greatest >> shift > 0; shift += Bits) ArrangeBy(shift);
    }

    /// <summary>Arranges the steps of parties by the groups that these are in, and takes those out that are not of a share. O(steps).</summary>
    public void Arrange(Subjects groups, GroupShard share)
    {
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            int key = groups.Of(_steps[i].Key);
            if (share.Holds(key)) _steps[count++] = _steps[i] with { Key = key };
        }

        Count = count;
        Arrange();
    }

    private void ArrangeBy(int shift)
    {
        const int Mask = (1 << Bits) - 1;
        Array.Clear(_places);
        for (int i = 0; i < Count; i++) _places[(_steps[i].Key >> shift) & Mask]++;
        int place = 0;
        foreach (ref int at in _places.AsSpan()) (at, place) = (place, place + at);
        for (int i = 0; i < Count; i++) _sorted[_places[(_steps[i].Key >> shift) & Mask]++] = _steps[i];
        (_steps, _sorted) = (_sorted, _steps);
    }
}

/// <summary>One step over a stretch.</summary>
/// <param name="Key">The key whose state it learns into or reads.</param>
/// <param name="At">Number of a notice, or the complement of that of a look.</param>
internal readonly record struct Step(int Key, int At)
{
    /// <summary>The learning of a notice.</summary>
    public static Step Learn(int key, int notice) => new(key, notice);

    /// <summary>A look.</summary>
    public static Step Look(int key, int read) => new(key, ~read);

    /// <summary>Whether it is a look.</summary>
    public bool IsLook => At < 0;

    /// <summary>Number of the notice.</summary>
    public int Notice => At;

    /// <summary>Number of the look.</summary>
    public int Read => ~At;
}
