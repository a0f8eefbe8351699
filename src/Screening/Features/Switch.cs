namespace Screening.Features;

/// <summary>Something that holds or does not, at any position of a stretch: so that looks taken out of the order of the log see what held at their own.</summary>
internal sealed class Switch
{
    private readonly List<int> _turned = [];
    private bool _isOnBefore;

    /// <summary>Whether it holds when so many events of the log have been learnt.</summary>
    public bool At(int position)
    {
        bool isOn = _isOnBefore;
        for (int i = 0; i < _turned.Count && _turned[i] <= position; i++) isOn = !isOn;
        return isOn;
    }

    /// <summary>Sets it from when so many events have been learnt; not before the last time.</summary>
    public void Set(int position, bool isOn)
    {
        if (At(int.MaxValue) != isOn) _turned.Add(position);
    }

    /// <summary>Forgets what held before now: nobody looks back over the end of a stretch.</summary>
    public void Forget()
    {
        if (_turned.Count % 2 == 1) _isOnBefore = !_isOnBefore;
        _turned.Clear();
    }
}
