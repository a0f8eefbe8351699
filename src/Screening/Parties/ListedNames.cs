using Screening.Features;
using Screening.Records;

namespace Screening.Parties;

/// <summary>The role in which a party stands on an order.</summary>
public enum PartyRole : byte
{
    /// <summary>Party that uses the goods.</summary>
    EndUser,

    /// <summary>Party that receives in the end.</summary>
    UltimateConsignee,

    /// <summary>Party that bought.</summary>
    Purchaser,

    /// <summary>Party that receives on the way.</summary>
    IntermediateConsignee,

    /// <summary>Party that pays.</summary>
    Payer,

    /// <summary>Forwarder.</summary>
    ForwardingAgent,

    /// <summary>Exporter (USPPI): somebody else's name where the firm brokers or audits.</summary>
    Seller,
}

/// <summary>A party of an order whose name is like one of a listed party's.</summary>
/// <param name="Role">Where it stands on the order; the first of its roles.</param>
/// <param name="Party">Party symbol.</param>
/// <param name="Entry">Row of the list entry in the log.</param>
/// <param name="Name">Row of the listed name in the log.</param>
/// <param name="Score">From the review threshold on, see <see cref="NameScore"/>; with the party's country. Names that are equal as <see cref="NameKey"/> never have less than the hold threshold.</param>
/// <param name="IsExact">Whether the names are equal as <see cref="NameKey"/>.</param>
public readonly record struct ListMatch(PartyRole Role, int Party, int Entry, int Name, double Score, bool IsExact)
{
    /// <summary>Whether the party bears the listed name: nothing goes out before somebody has looked.</summary>
    public bool IsHold => Score >= NamePairs.Thresholds.Hold;
}

/// <summary>
/// Names of parties against names of the list entries in force: equal as <see cref="NameKey"/>, or alike word by word, which <see cref="NamePairs"/> has found
/// before for all names of the log. Not thread-safe.
/// </summary>
public sealed class ListedNames
{
    private readonly Dictionary<int, int> _rowOfEntry = [];
    private readonly Dictionary<int, List<(int Entry, int Name)>> _entriesOfKey = [];
    private readonly Dictionary<int, List<(int Entry, int Name)>> _entriesOfText = [];

    // The matches of one party while it is looked at.
    private readonly List<ListMatch> _best = [];

    // How often the lists have changed, from 1.
    private int _changes = 1;
    private Named[] _parties = [];

    /// <summary>Whether any list is loaded: without one nothing can be said.</summary>
    public bool HasList => _rowOfEntry.Count > 0;

    /// <summary>Takes in profiles and list entries; a later telling of an entry replaces its names, and one that is gone has none.</summary>
    public void Learn(EventLog log, Event at)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            if (profile.Party >= _parties.Length) Array.Resize(ref _parties, Math.Max(profile.Party + 1, _parties.Length * 2));
            _parties[profile.Party] = new Named { Next = profile.IsGone ? 0 : at.Row + 1 };
        }
        else if (at.Kind == EventKind.RestrictedParty)
        {
            ref readonly RestrictedEntry entry = ref log.RestrictedEntries[at.Row];
            _changes++;
            if (_rowOfEntry.Remove(entry.Entry, out int told)) Forget(log, told);
            if (entry.IsGone) return;
            _rowOfEntry[entry.Entry] = at.Row;
            for (int name = entry.FirstName; name < entry.FirstName + entry.Names; name++)
            {
                Add(_entriesOfKey, log.ListedNames[name].Key, at.Row, name);
                Add(_entriesOfText, log.ListedNames[name].Text, at.Row, name);
            }
        }
    }

    // Two spellings of an entry may be one key: the party then stands on the list once, by the first of them.
    private static void Add(Dictionary<int, List<(int Entry, int Name)>> entries, int symbol, int entry, int name)
    {
        if (symbol == Missing.Symbol) return;
        if (!entries.TryGetValue(symbol, out List<(int Entry, int Name)>? of)) entries[symbol] = of = [];
        if (of.Count == 0 || of[^1].Entry != entry) of.Add((entry, name));
    }

    private void Forget(EventLog log, int row)
    {
        ref readonly RestrictedEntry entry = ref log.RestrictedEntries[row];
        for (int name = entry.FirstName; name < entry.FirstName + entry.Names; name++)
        {
            if (_entriesOfKey.TryGetValue(log.ListedNames[name].Key, out List<(int Entry, int Name)>? ofKey)) ofKey.RemoveAll(e => e.Entry == row);
            if (_entriesOfText.TryGetValue(log.ListedNames[name].Text, out List<(int Entry, int Name)>? ofText)) ofText.RemoveAll(e => e.Entry == row);
        }
    }

    /// <summary>The parties of an order whose names are like listed ones, each once with each entry: by role, then the highest score first.</summary>
    /// <param name="log">The log that was learnt from.</param>
    /// <param name="order">The order.</param>
    /// <param name="matches">Where they are added.</param>
    /// <returns>Of the order's parties, how many have no name that is known, and how many have one that cannot be compared as it stands.</returns>
    public (int WithoutName, int NotComparable) Match(EventLog log, in OrderVersion order, ICollection<ListMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(matches);
        (int withoutName, int notComparable) = (0, 0);
        Span<int> parties = stackalloc int[Roles.Most];
        Roles.Fill(order, parties);
        for (int role = 0; role < parties.Length; role++)
        {
            int party = parties[role];
            if (party == Missing.Symbol || IsPlain(party)) continue;
            bool hasName = HasName(log, party), isComparable = Problem(log, party) is null;
            if (!hasName) withoutName++;
            else if (!isComparable) notComparable++;
            Match(log, (PartyRole)role, party);
            foreach (ListMatch match in _best) matches.Add(match);
            if (hasName && isComparable && _best.Count == 0) _parties[party].PlainAt = _changes;
        }

        return (withoutName, notComparable);
    }

    /// <summary>The parties of an order whose names cannot be compared as they stand, with the reasons.</summary>
    public IEnumerable<(PartyRole Role, int Party, string Problem)> Problems(EventLog log, OrderVersion order)
    {
        int[] parties = new int[Roles.Most];
        Roles.Fill(order, parties);
        for (int role = 0; role < parties.Length; role++)
        {
            if (parties[role] != Missing.Symbol && Problem(log, parties[role]) is { } problem) yield return ((PartyRole)role, parties[role], problem);
        }
    }

    /// <summary>Whether a party bears a listed name by what was learnt so far.</summary>
    internal bool IsListed(EventLog log, int party)
    {
        Match(log, PartyRole.EndUser, party);
        return _best.Count > 0 && _best[0].IsHold;
    }

    /// <summary>Asks for what of an order's parties is looked at first; see <see cref="Ahead"/>.</summary>
    internal void Ask(in OrderVersion order)
    {
        foreach (int party in Roles.Of(order, stackalloc int[Roles.Most]))
        {
            if ((uint)party < (uint)_parties.Length) Ahead.Ask(in _parties[party]);
        }
    }

    // Whether nothing is to be said of a party: it was looked at since the lists last changed and since its own profile did.
    private bool IsPlain(int party) => (uint)party < (uint)_parties.Length && _parties[party].PlainAt == _changes;

    private int ProfileOf(int party) => (uint)party < (uint)_parties.Length ? _parties[party].Next - 1 : Missing.Symbol;

    private bool HasName(EventLog log, int party) =>
        ProfileOf(party) is not Missing.Symbol and int row && (log.Profiles[row].Name != Missing.Symbol || log.Profiles[row].NameKey != Missing.Symbol);

    private string? Problem(EventLog log, int party) => ProfileOf(party) is not Missing.Symbol and int row ? log.NamePairs.Problem(log.Profiles[row].Name) : null;

    private void Match(EventLog log, PartyRole role, int party)
    {
        _best.Clear();
        int row = ProfileOf(party);
        if (row == Missing.Symbol) return;
        ref readonly PartyProfile profile = ref log.Profiles[row];
        foreach (LikeName like in log.NamePairs.Of(profile.Name))
        {
            if (!_entriesOfText.TryGetValue(like.Listed, out List<(int Entry, int Name)>? entries)) continue;
            foreach ((int entry, int name) in entries)
            {
                double score = NameScore.Of(like.Likeness, log.ListedNames[name].Kind, like.IsTooBroad);
                if (score < NamePairs.Thresholds.Review) continue;
                score = Circumstances.WeighCountry(score, profile.Country, log.RestrictedEntries[entry].Countries, NamePairs.Thresholds);
                Keep(new ListMatch(role, party, entry, name, score, IsExact: false));
            }
        }

        if (profile.NameKey != Missing.Symbol && _entriesOfKey.TryGetValue(profile.NameKey, out List<(int Entry, int Name)>? equal))
        {
            foreach ((int entry, int name) in equal) Keep(new ListMatch(role, party, entry, name, NamePairs.Thresholds.Hold, IsExact: true));
        }

        // Rows of the log say who came first; numbers of names say nothing.
        if (_best.Count > 1) _best.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Entry.CompareTo(b.Entry));
    }

    /// <summary>Of several names of an entry the best counts, and it is exact when any is.</summary>
    private void Keep(ListMatch match)
    {
        for (int i = 0; i < _best.Count; i++)
        {
            ListMatch known = _best[i];
            if (known.Entry != match.Entry) continue;
            bool isBetter = match.Score > known.Score || (match.Score == known.Score && match.Name < known.Name);
            _best[i] = (isBetter ? match : known) with { IsExact = match.IsExact || known.IsExact };
            return;
        }

        _best.Add(match);
    }

    // One more than the row of its profile, so that room is none; and at which change of the lists its name was found to have a form that can be compared and to be like no other.
    // That is remembered by looks, which otherwise change nothing: it follows from what was learnt, so whoever looks first, all say the same.
    private struct Named
    {
        public int Next, PlainAt;
    }
}
