using Screening.Records;

namespace Screening.Features;

/// <summary>What keys are told by events, in the order in which it is told.</summary>
/// <typeparam name="TNotice">What a key is told.</typeparam>
public sealed class Notices<TNotice>
    where TNotice : struct
{
    private int[] _keys = new int[4];
    private TNotice[] _notices = new TNotice[4];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A notice by number, from 0.</summary>
    internal ref readonly TNotice this[int number] => ref _notices[number];

    /// <summary>Tells a key something; <see cref="Missing.Symbol"/> is told nothing.</summary>
    public void Add(int key, in TNotice notice)
    {
        if (key == Missing.Symbol) return;
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _notices, Count * 2);
        }

        _keys[Count] = key;
        _notices[Count++] = notice;
    }

    /// <summary>Whom a notice is for.</summary>
    internal int Key(int number) => _keys[number];

    /// <summary>Takes all out.</summary>
    internal void Clear() => Count = 0;
}
