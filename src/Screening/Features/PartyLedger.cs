using Screening.Records;

namespace Screening.Features;

/// <summary>What is known of one party: what it ordered, what it is, what it owns and owes, what its sites can power.</summary>
public sealed partial class PartyLedger
{
    private readonly List<BalanceSheet> _statements = [];
    private readonly List<CapacityStatement> _capacity = [];
    private readonly List<PartyEvent> _changes = [];
    private PartyProfile _profile;
    private bool _hasProfile;

    /// <summary>What it ordered.</summary>
    public Timeline Orders { get; } = new();

    /// <summary>The latest profile, when <see cref="HasProfile"/>.</summary>
    public ref readonly PartyProfile Profile => ref _profile;

    /// <summary>Whether any profile is known.</summary>
    public bool HasProfile => _hasProfile;

    // Of most parties one or two of these are told: room for four of each would be a kilobyte a party.
    private static List<T> Sparing<T>(List<T> told)
    {
        if (told.Count == told.Capacity && told.Count < 4) told.Capacity++;
        return told;
    }

    /// <summary>Takes in a profile; the latest replaces the one before, and one that is gone leaves none.</summary>
    public void Learn(in PartyProfile profile)
    {
        _profile = profile;
        _hasProfile = !profile.IsGone;
    }

    /// <summary>Takes in a change of owner, director or name, in place of an earlier telling of it; other kinds teach the ledger nothing more.</summary>
    /// <param name="change">The event.</param>
    /// <param name="isHere">Whether it is of this party; <c>false</c> when only its earlier telling was.</param>
    public void Learn(in PartyEvent change, bool isHere)
    {
        int id = change.Id;
        if (id != Missing.Symbol) _changes.RemoveAll(told => told.Id == id);
        if (isHere && !change.IsGone && change.Kind != PartyEventKind.Address) Sparing(_changes).Add(change);
    }

    /// <summary>Takes in a statement; a later telling of the same period replaces the earlier, and one that is gone takes it away.</summary>
    public void Learn(in BalanceSheet statement)
    {
        int place = _statements.Count;
        while (place > 0 && _statements[place - 1].PeriodEnd >= statement.PeriodEnd) place--;
        bool isTold = place < _statements.Count && _statements[place].PeriodEnd == statement.PeriodEnd;
        if (statement.IsGone)
        {
            if (isTold) _statements.RemoveAt(place);
        }
        else if (isTold)
        {
            _statements[place] = statement;
        }
        else
        {
            Sparing(_statements).Insert(place, statement);
        }
    }

    /// <summary>Takes in a statement of capacity; a later telling of the same site and day of evidence replaces the earlier, whatever its grade.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="isHere">Whether the site is this party's; <c>false</c> when it was only by the earlier telling.</param>
    public void Learn(in CapacityStatement statement, bool isHere)
    {
        // By site, so that a look goes through the statements of each site alone, and then by day of evidence.
        int low = 0, place = _capacity.Count;
        while (low < place)
        {
            int middle = low + ((place - low) / 2);
            if ((_capacity[middle].Site, _capacity[middle].EvidencedAt).CompareTo((statement.Site, statement.EvidencedAt)) < 0) low = middle + 1;
            else place = middle;
        }

        if (place < _capacity.Count && _capacity[place].Site == statement.Site && _capacity[place].EvidencedAt == statement.EvidencedAt) _capacity.RemoveAt(place);
        if (isHere && !statement.IsGone) Sparing(_capacity).Insert(place, statement);
        _sites = FiguresOfSites();
    }

    /// <summary>The latest statement whose period had ended, or <c>null</c>.</summary>
    public BalanceSheet? LatestStatement(long asOf)
    {
        for (int i = _statements.Count - 1; i >= 0; i--)
        {
            if (_statements[i].PeriodEnd <= asOf) return _statements[i];
        }

        return null;
    }

    /// <summary>The statement about a year before another: the nearest to 365 days among those 270 to 460 days earlier, the older of two equally near, or <c>null</c>.</summary>
    public BalanceSheet? YearBefore(in BalanceSheet statement)
    {
        const long Shortest = 270 * Micros.PerDay, Year = 365 * Micros.PerDay, Longest = 460 * Micros.PerDay;
        BalanceSheet? nearest = null;
        long nearestOff = long.MaxValue;
        foreach (BalanceSheet earlier in _statements)
        {
            long age = statement.PeriodEnd - earlier.PeriodEnd;
            if (age is < Shortest or > Longest || Math.Abs(age - Year) >= nearestOff) continue;
            nearest = earlier;
            nearestOff = Math.Abs(age - Year);
        }

        return nearest;
    }

    /// <summary>When ownership last changed by a moment, or <see cref="Missing.Moment"/>.</summary>
    public long LastOwnershipChange(long asOf)
    {
        long last = Missing.Moment;
        foreach (PartyEvent change in _changes)
        {
            if (change.Kind == PartyEventKind.Ownership && change.HappenedAt <= asOf) last = Math.Max(last, change.HappenedAt);
        }

        return last;
    }

    /// <summary>
    /// Share of the ownership that changed hands in (<paramref name="after"/>, <paramref name="asOf"/>], at most 1. Changes that do
    /// not tell their share count nothing here, and the result is NaN when there were only such.
    /// </summary>
    public double OwnershipShareChanged(long after, long asOf)
    {
        double share = 0;
        bool any = false, told = false;
        foreach (PartyEvent change in _changes)
        {
            if (change.Kind != PartyEventKind.Ownership || change.HappenedAt <= after || change.HappenedAt > asOf) continue;
            any = true;
            if (double.IsNaN(change.ShareChanged)) continue;
            told = true;
            share += change.ShareChanged;
        }

        return any && !told ? double.NaN : Math.Min(1, share);
    }

    /// <summary>How often a kind of change is told for (<paramref name="after"/>, <paramref name="asOf"/>].</summary>
    public int Changes(PartyEventKind kind, long after, long asOf)
    {
        int changes = 0;
        foreach (PartyEvent change in _changes)
        {
            if (change.Kind == kind && change.HappenedAt > after && change.HappenedAt <= asOf) changes++;
        }

        return changes;
    }
}
