using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Typologies;

namespace Screening.Cli.Backtests;

/// <summary>What one typology would have found.</summary>
/// <param name="Id">Typology.</param>
/// <param name="Orders">Orders of which at least one telling was found on arrival.</param>
/// <param name="NotAssessed">Orders that it could never say anything of.</param>
/// <param name="Confirmed">Of the found ones, those confirmed as diversion by now.</param>
/// <param name="Dismissed">Of the found ones, those put aside by now: not innocence.</param>
internal sealed record TypologyCount(string Id, int Orders, int NotAssessed, int Confirmed, int Dismissed)
{
    /// <summary>Confirmed over confirmed and dismissed; null when neither is known of any.</summary>
    public double? Precision => Confirmed + Dismissed == 0 ? null : (double)Confirmed / (Confirmed + Dismissed);
}

/// <summary>Two typologies that were found on the same orders.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Orders">Orders with both.</param>
internal sealed record Overlap(string First, string Second, int Orders);

/// <summary>What a policy would have found.</summary>
/// <param name="Policy">Its version.</param>
/// <param name="Found">Orders with at least one finding.</param>
/// <param name="MandatoryHolds">Orders with a finding that must be held.</param>
/// <param name="Typologies">By typology.</param>
/// <param name="Overlaps">Pairs with at least one order, the most first.</param>
internal sealed record PolicyCount(string Policy, int Found, int MandatoryHolds, IReadOnlyList<TypologyCount> Typologies, IReadOnlyList<Overlap> Overlaps);

/// <summary>A backtest's answer.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Orders">Orders that were told in these days.</param>
/// <param name="Tellings">Tellings of them that were read.</param>
/// <param name="Result">What the policy found.</param>
/// <param name="Against">What the other found; null when none was given.</param>
/// <param name="OnlyResult">Orders that only the policy found, the first of them by number.</param>
/// <param name="OnlyAgainst">Orders that only the other found.</param>
internal sealed record BacktestReport(DateOnly From, DateOnly To, int Orders, int Tellings, PolicyCount Result, PolicyCount? Against, IReadOnlyList<string> OnlyResult, IReadOnlyList<string> OnlyAgainst)
{
    /// <summary>Orders that only the policy would have held.</summary>
    public IReadOnlyList<string> OnlyResultHolds { get; init; } = [];

    /// <summary>Orders that only the other would have held.</summary>
    public IReadOnlyList<string> OnlyAgainstHolds { get; init; } = [];
}

/// <summary>
/// What typologies would have found of the orders that arrived in some days, each read as it arrived, with what was known then and the law of its day. What
/// became of them is what is known now: dispositions of the orders.
/// </summary>
internal sealed class Backtest
{
    private readonly LoadedLog _loaded;
    private readonly DateOnly _from;
    private readonly Dictionary<int, Decision> _decisions = [];
    private readonly HashSet<int> _orders = [];
    private int _tellings;

    /// <param name="loaded">What was known by the last day.</param>
    /// <param name="from">The first day.</param>
    public Backtest(LoadedLog loaded, DateOnly from)
    {
        (_loaded, _from) = (loaded, from);
        EventLog log = loaded.Log;
        foreach (int row in log.Dispositions.Each())
        {
            ref readonly Disposition disposition = ref log.Dispositions[row];
            if (disposition.IsGone) _decisions.Remove(disposition.Order);
            else if (disposition.Decision is Decision.Confirmed or Decision.Dismissed) _decisions[disposition.Order] = disposition.Decision;
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="against">A second one; <c>null</c> for none.</param>
    /// <param name="scores">Hears of every telling to score it; <c>null</c> for findings alone, which is much faster.</param>
    /// <param name="threads">To replay with.</param>
    /// <param name="progress">Receives how far it is, 0 to 1.</param>
    /// <param name="cancellation">Stops between stretches of the replay.</param>
    public BacktestReport Run(Policy policy, Policy? against, BacktestScores? scores, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var sides = new List<Side> { new(policy, LoadedData.Of(_loaded.Log)) };
        if (against is not null) sides.Add(new Side(against, LoadedData.Of(_loaded.Log)));
        var names = new ListedNames();
        int learnt = 0;
        _loaded.Replay(threads, (reads, matrix) =>
        {
            cancellation.ThrowIfCancellationRequested();
            for (int look = 0; look < reads.Reads.Count; look++)
            {
                PlannedRead read = reads.Reads[look];
                if (Micros.Day(read.AsOf) < _from)
                {
                    scores?.Learn(read, matrix[look]);
                    continue;
                }

                if (_loaded.Log.Orders[read.Order].IsRemainder) continue;
                for (; learnt < read.Position; learnt++) names.Learn(_loaded.Log, _loaded.Log.Events[learnt]);
                Take(read, matrix[look], names, sides);
                scores?.Score(read, matrix[look], names);
            }
        }, progress, cancellation, scores is null ? row => Micros.Day(_loaded.Log.Orders[row].KnownAt) >= _from : null);
        return Report(sides);
    }

    private void Take(PlannedRead read, ReadOnlySpan<double> features, ListedNames names, List<Side> sides)
    {
        EventLog log = _loaded.Log;
        ref readonly OrderVersion order = ref log.Orders[read.Order];
        _orders.Add(order.Order);
        _tellings++;
        var matches = new List<ListMatch>();
        names.Match(log, order, matches);
        List<ListHit> hits = [.. matches.Select(m => new ListHit(m.Role.ToString(), log.Symbols.Parties.Text(m.Party)!, "", "", "") { Score = m.Score, IsExact = m.IsExact, IsHold = m.IsHold })];
        foreach (Side side in sides) side.Take(order.Order, features, hits, read.AsOf);
    }

    private BacktestReport Report(List<Side> sides)
    {
        PolicyCount[] counts = [.. sides.Select(s => s.Count(_decisions))];
        return new BacktestReport(
            _from, _loaded.Date, _orders.Count, _tellings, counts[0], counts.Length > 1 ? counts[1] : null,
            counts.Length > 1 ? Ids(sides[0].Found.Except(sides[1].Found)) : [], counts.Length > 1 ? Ids(sides[1].Found.Except(sides[0].Found)) : [])
        {
            OnlyResultHolds = counts.Length > 1 ? Ids(sides[0].Held.Except(sides[1].Held)) : [],
            OnlyAgainstHolds = counts.Length > 1 ? Ids(sides[1].Held.Except(sides[0].Held)) : [],
        };
    }

    private List<string> Ids(IEnumerable<int> orders) => [.. orders.Select(o => _loaded.Log.Symbols.Orders.Text(o)!).Order(StringComparer.Ordinal)];

    /// <summary>One policy's findings, by order.</summary>
    private sealed class Side
    {
        private readonly Policy _policy;
        private readonly LoadedData _data;
        private readonly IReadOnlyList<Typology> _typologies;
        private readonly Dictionary<int, ulong> _found = [];
        private readonly Dictionary<int, ulong> _assessed = [];
        private readonly HashSet<int> _held = [];

        public Side(Policy policy, LoadedData data)
        {
            (_policy, _data) = (policy, data);
            _typologies = TypologySet.For(policy, Engine.DefaultCatalogue);
            if (_typologies.Count > 64) throw new UsageException($"policy {policy.Version} has {_typologies.Count} typologies; a backtest counts 64 at most");
        }

        public IEnumerable<int> Found => _found.Where(f => f.Value != 0).Select(f => f.Key);

        public IEnumerable<int> Held => _held;

        public void Take(int order, ReadOnlySpan<double> features, IReadOnlyList<ListHit> hits, long asOf)
        {
            ulong found = 0, assessed = 0;
            var law = LawOfDay.Of(_policy, asOf);
            for (int i = 0; i < _typologies.Count; i++)
            {
                Finding finding = _typologies[i].Evaluate(new Case(features, hits, _data, law));
                if (finding.Outcome != Outcome.NotAssessed) assessed |= 1UL << i;
                if (finding.Outcome != Outcome.Found) continue;
                found |= 1UL << i;
                if (_typologies[i].Policy.MandatoryHold) _held.Add(order);
            }

            _found[order] = _found.GetValueOrDefault(order) | found;
            _assessed[order] = _assessed.GetValueOrDefault(order) | assessed;
        }

        public PolicyCount Count(Dictionary<int, Decision> decisions)
        {
            var counts = new List<TypologyCount>();
            for (int i = 0; i < _typologies.Count; i++)
            {
                List<int> orders = [.. _found.Where(f => (f.Value >> i & 1) != 0).Select(f => f.Key)];
                counts.Add(new TypologyCount(
                    _typologies[i].Definition.Id, orders.Count, _assessed.Count(a => (a.Value >> i & 1) == 0),
                    orders.Count(o => decisions.GetValueOrDefault(o, Decision.Asked) == Decision.Confirmed), orders.Count(o => decisions.GetValueOrDefault(o, Decision.Asked) == Decision.Dismissed)));
            }

            return new PolicyCount(_policy.Version, Found.Count(), _held.Count, counts, Overlaps());
        }

        private List<Overlap> Overlaps()
        {
            var overlaps = new List<Overlap>();
            for (int a = 0; a < _typologies.Count; a++)
            {
                for (int b = a + 1; b < _typologies.Count; b++)
                {
                    int both = _found.Values.Count(f => (f >> a & f >> b & 1) != 0);
                    if (both > 0) overlaps.Add(new Overlap(_typologies[a].Definition.Id, _typologies[b].Definition.Id, both));
                }
            }

            return [.. overlaps.OrderByDescending(o => o.Orders).ThenBy(o => o.First, StringComparer.Ordinal).ThenBy(o => o.Second, StringComparer.Ordinal)];
        }
    }
}
