using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Groups of linked parties. A group is named after the member that was met first, so that its id stays when others join it and the
/// older one's stays when two groups merge. Only a deletion can part a group, and then only those without the first member get another id.
/// </summary>
public sealed class Subjects
{
    private int[] _parents = [];
    private int[] _metAs = [];
    private int _met;

    /// <summary>Notes that a party was met; only the first time counts.</summary>
    public void Meet(int party)
    {
        if (party >= _parents.Length)
        {
            int length = _parents.Length;
            Array.Resize(ref _parents, Math.Max(party + 1, length * 2));
            Array.Resize(ref _metAs, _parents.Length);
            for (int i = length; i < _parents.Length; i++) (_parents[i], _metAs[i]) = (i, int.MaxValue);
        }

        if (_metAs[party] == int.MaxValue) _metAs[party] = _met++;
    }

    /// <summary>The first-met member of a party's group; the party itself when it was never met.</summary>
    public int Of(int party)
    {
        if (party < 0 || party >= _parents.Length) return party;
        while (_parents[party] != party) party = _parents[party];
        return party;
    }

    /// <summary>Asks for the memory that <see cref="Of(int)"/> looks at first; see <see cref="Ahead"/>.</summary>
    internal void Ask(int party)
    {
        if ((uint)party < (uint)_parents.Length) Ahead.Ask(in _parents[party]);
    }

    /// <summary>Joins two groups; returns the one that stays and the one that is taken in, equal when they were one already.</summary>
    public (int Stays, int TakenIn) Join(int a, int b)
    {
        (int first, int second) = (Of(a), Of(b));
        if (first == second) return (first, first);
        if (_metAs[second] < _metAs[first]) (first, second) = (second, first);

        // Paths are shortened here and not in Of, so that reading changes nothing.
        Shorten(a, first);
        Shorten(b, first);
        _parents[second] = first;
        return (first, second);
    }

    /// <summary>Takes a whole group apart: each of its parties is its own group again.</summary>
    public void Part(IReadOnlyList<int> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (int party in group) _parents[party] = party;
    }

    /// <summary>The groups at the end of a log.</summary>
    public static Subjects Of(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        HashSet<(int, int)> links = [];
        Subjects subjects = Met(log, (_, a, b, isLinked) =>
        {
            (int, int) pair = a < b ? (a, b) : (b, a);
            if (isLinked) links.Add(pair);
            else links.Remove(pair);
        });
        foreach ((int a, int b) in links) subjects.Join(a, b);
        return subjects;
    }

    /// <summary>The groups of parties that were ever linked, if only for a while, by the end of a log.</summary>
    internal static Subjects Islands(EventLog log) => Met(log, static (islands, a, b, isLinked) =>
    {
        if (isLinked) islands.Join(a, b);
    });

    // All parties of a log, which meanwhile is told who is linked and who is parted.
    private static Subjects Met(EventLog log, Action<Subjects, int, int, bool> change)
    {
        var subjects = new Subjects();
        var linker = new Linker();
        void Change(int a, int b, bool isLinked) => change(subjects, a, b, isLinked);
        foreach (int position in log.Events.Each())
        {
            Event at = log.Events[position];
            subjects.Meet(log, at);
            linker.Learn(log, at, Change);
        }

        return subjects;
    }

    private void Shorten(int party, int root)
    {
        while (_parents[party] != party) (party, _parents[party]) = (_parents[party], root);
    }

    /// <summary>Notes the party that an event is about.</summary>
    internal void Meet(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Party) Meet(log.Profiles[at.Row].Party);
        else if (at.Kind == EventKind.PartyEvent) Meet(log.PartyEvents[at.Row].Party);
        else if (at.Kind == EventKind.Order) Meet(log.Orders[at.Row].Subject);
    }
}
