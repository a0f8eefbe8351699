using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What listed parties hold of end user and purchaser, alone and through others. A look goes up from the party through all its owners, and
/// what it finds is kept until an owner or a listed name changes.
/// </summary>
internal sealed class ListedOwnershipGroup : FeatureGroup
{
    /// <summary>Owners of a party along all paths that are looked at; where there are more, the shares are missing.</summary>
    public const int MostOwners = 1000;

    /// <summary>Rounds that a ring of owners is followed; one that has not settled by then is left at its lower bound.</summary>
    public const int MostRounds = 2000;

    private const int PerRole = 4;
    private readonly ListedParties _listed = new();
    private readonly Dictionary<int, List<int>> _changes = [];
    private readonly Dictionary<int, Holding> _holdings = [];
    private readonly List<int> _changed = [];
    private readonly HashSet<int> _above = [];
    private readonly List<int> _queue = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } = [.. Of("end_user", "the end user", "no end user is named"), .. Of("purchaser", "the purchaser", null)];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        bool changes = at.Kind == EventKind.PartyEvent && LearnChange(log, at.Row);
        _changed.Clear();
        _listed.Learn(log, at, _changed);
        if (changes || _changed.Count > 0) _holdings.Clear();
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        Read(log, reading.Order.EndUser, reading.AsOf, columns[..PerRole]);
        Read(log, reading.Order.Purchaser, reading.AsOf, columns[PerRole..]);
    }

    private static IReadOnlyList<Feature> Of(string prefix, string party, string? nobody)
    {
        const string Source = "party_events parties restricted_parties";
        string or = nobody is null ? "" : nobody + ", or ";
        string untold = $"{or}no owner of it is told, no list is loaded, or it has more than {MostOwners:#,0} owners along all paths";
        return
        [
            new(prefix + "_owners_told", "ownership", $"Parties that are told as owners of {party}, of its owners and so on, by changes that had taken effect, those that sold out included; {MostOwners + 1:#,0} stands for more than {MostOwners:#,0}", "owners", 0, MostOwners + 1, nobody ?? "never", "party_events", "T21 E03"),
            new(prefix + "_listed_share", "ownership", $"Share of {party} that parties who bear a listed name (listed_parties_strong says when) hold along all paths, the shares of a path multiplied, a listed owner ending it: the least shares that agree with each other, in whole billionths, each product cut down. Of an owner and a party the latest change that tells a share counts, by the day it took effect, of several of one day the greatest; a party that is told to be held more than whole is held whole", "1", 0, 1, untold, Source, "T21 E03"),
            new(prefix + "_listed_share_in_law", "ownership", $"The same as the 50 % rule counts it: an owner that bears a listed name and one that falls under the rule itself, with half or more, count whole, and any other counts nothing", "1", 0, 1, untold, Source, "T21 E03"),
            new(prefix + "_listed_share_is_least", "ownership", $"Whether both shares may be greater: {party}, or one of its owners along all paths, has an owner who is never told with a share and bears a listed name or is held in part by such, or a ring of owners has not settled in {MostRounds:#,0} rounds", "0 or 1", 0, 1, untold, Source, "T21 E03"),
        ];
    }

    private void Read(EventLog log, int party, long asOf, Span<double> columns)
    {
        if (party == Missing.Symbol) return;
        if (!_changes.ContainsKey(party))
        {
            columns[0] = 0;
            return;
        }

        if (!_holdings.TryGetValue(party, out Holding holding) || asOf < holding.From || asOf >= holding.Until) _holdings[party] = holding = Look(log, party, asOf);
        columns[0] = holding.Owners;
        if (holding.Owners is 0 or > MostOwners || !_listed.HasList) return;
        (columns[1], columns[2]) = (holding.Share, holding.InLaw);
        columns[3] = holding.IsLeast ? 1 : 0;
    }

    // Takes an earlier telling of the change back; true when the change, or that telling, is of an owner who is a party.
    private bool LearnChange(EventLog log, int row)
    {
        ref readonly PartyEvent change = ref log.PartyEvents[row];
        bool changes = false;
        if (change.Previous != Missing.Symbol && IsOfOwner(log.PartyEvents[change.Previous]))
        {
            List<int> told = _changes[log.PartyEvents[change.Previous].Party];
            told.Remove(change.Previous);
            if (told.Count == 0) _changes.Remove(log.PartyEvents[change.Previous].Party);
            changes = true;
        }

        if (!IsOfOwner(change)) return changes;
        if (!_changes.TryGetValue(change.Party, out List<int>? rows)) _changes[change.Party] = rows = [];
        rows.Add(row);
        return true;
    }

    private static bool IsOfOwner(in PartyEvent change) => !change.IsGone && change.Kind == PartyEventKind.Ownership && change.Owner != Missing.Symbol;

    private Holding Look(EventLog log, int party, long asOf)
    {
        (long from, long until) = (long.MinValue, long.MaxValue);
        var tellings = new List<OwnershipTelling>();
        var listed = new HashSet<int>();
        _above.Clear();
        _queue.Clear();
        _above.Add(party);
        _queue.Add(party);
        for (int i = 0; i < _queue.Count && _queue.Count <= MostOwners + 1; i++)
        {
            if (_listed.IsListed(_queue[i])) listed.Add(_queue[i]);
            if (!_changes.TryGetValue(_queue[i], out List<int>? rows)) continue;
            foreach (int row in rows)
            {
                ref readonly PartyEvent change = ref log.PartyEvents[row];
                if (change.HappenedAt > asOf)
                {
                    until = Math.Min(until, change.HappenedAt);
                    continue;
                }

                from = Math.Max(from, change.HappenedAt);
                tellings.Add(new OwnershipTelling(change.Owner, change.Party, double.IsNaN(change.ShareHeld) ? null : change.ShareHeld, change.HappenedAt));
                if (_above.Add(change.Owner)) _queue.Add(change.Owner);
            }
        }

        int owners = Math.Min(_queue.Count - 1, MostOwners + 1);
        if (owners is 0 or > MostOwners) return new Holding(from, until, owners, double.NaN, double.NaN, false);
        Ownership owned = Ownership.At(tellings, listed, asOf, MostRounds);
        ListedOwnership held = owned.Of(party);
        bool isLeast = !held.IsSettled;
        foreach (int one in _queue) isLeast |= owned.Of(one).HasUnknownShare;
        return new Holding(from, until, owners, held.ProportionalShare, held.LawShare, isLeast);
    }

    /// <summary>What is held of a party, as long as no further change takes effect.</summary>
    private readonly record struct Holding(long From, long Until, int Owners, double Share, double InLaw, bool IsLeast);
}
