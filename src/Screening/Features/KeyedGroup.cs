using Screening.Records;

namespace Screening.Features;

/// <summary>
/// A group whose keys are independent of each other and share nothing: an event goes to the state of each of its keys, a look to that of the order's key.
/// </summary>
/// <typeparam name="TState">State of one key; its default is that nothing is known.</typeparam>
public abstract class KeyedGroup<TState> : RoutedGroup<Event, TState>
{
    private readonly int[] _room = new int[KeySet.Most];

    /// <summary>Adds the keys whose state an event changes: none, one, or more when it concerns several or what it tells again moves between them.</summary>
    protected abstract void AddKeys(EventLog log, Event at, ref KeySet keys);

    /// <inheritdoc/>
    protected sealed override void Route(EventLog log, Event at, Notices<Event> notices)
    {
        var keys = new KeySet(_room);
        AddKeys(log, at, ref keys);
        for (int i = 0; i < keys.Count; i++) notices.Add(keys[i], at);
    }

    /// <inheritdoc/>
    protected sealed override int OrderRow(Event notice) => notice.Kind == EventKind.Order ? notice.Row : Missing.Symbol;
}
