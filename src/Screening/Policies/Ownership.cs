namespace Screening.Policies;

/// <summary>
/// Who is owned by listed parties, directly or through others (15 CFR 744 by FR Doc. 2025-19001, modelled on OFAC's 50 % rule; the
/// meaning of indirectly is that of OFAC's FAQ 401). Both shares are least fixed points: parties that own each other in a ring hold no more
/// of listed parties than enters the ring from outside. Counted in whole billionths, so that neither the order of the tellings nor the numbers
/// of the parties can change a bit.
/// </summary>
public sealed class Ownership
{
    private const long Whole = 1_000_000_000, Half = Whole / 2;

    // A ring that keeps all but a thousandth of itself settles in about 20,000 rounds; beyond this the lower bound is given and said to be one.
    private const int MostRounds = 50_000;

    private readonly Dictionary<int, ListedOwnership> _parties = [];

    private Ownership()
    {
    }

    /// <summary>All parties of which an owner is told, and listed parties that own something.</summary>
    public IReadOnlyCollection<int> Parties => _parties.Keys;

    /// <summary>What listed parties own of a party; nothing is told of most.</summary>
    public ListedOwnership Of(int party) => _parties.GetValueOrDefault(party, ListedOwnership.Nothing);

    /// <summary>Works out the shares from what is known at a moment.</summary>
    /// <param name="tellings">Who owns what, in any order. Of an owner and a party the latest telling with a share counts; of two at one moment the greater share.</param>
    /// <param name="listed">Listed parties.</param>
    /// <param name="at">The moment; what is of a later one is left out.</param>
    /// <param name="mostRounds">Rounds after which a ring that has not settled is left at its lower bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is negative or not a number.</exception>
    public static Ownership At(IEnumerable<OwnershipTelling> tellings, IReadOnlySet<int> listed, long at, int mostRounds = MostRounds)
    {
        ArgumentNullException.ThrowIfNull(tellings);
        ArgumentNullException.ThrowIfNull(listed);
        var graph = new Graph(tellings, listed, at);
        (long[] law, HashSet<int> lawOpen) = graph.LeastFixedPoint(static share => share >= Half ? Whole : 0, mostRounds);
        (long[] proportional, HashSet<int> open) = graph.LeastFixedPoint(static share => share, mostRounds);
        var result = new Ownership();
        foreach ((int party, int node) in graph.Nodes)
        {
            result._parties[party] = new ListedOwnership(
                graph.IsListed(node), (double)law[node] / Whole, (double)proportional[node] / Whole, graph.IsCapped(node), graph.HasUnknown(node, proportional), !lawOpen.Contains(node) && !open.Contains(node));
        }

        return result;
    }

    private sealed class Graph
    {
        private readonly List<List<(int Owner, long Share)>> _owners = [];
        private readonly List<List<int>> _owned = [];
        private readonly List<List<int>> _unknown = [];
        private readonly List<bool> _listed = [], _capped = [];

        public Graph(IEnumerable<OwnershipTelling> tellings, IReadOnlySet<int> listed, long at)
        {
            var latest = new Dictionary<(int Owner, int Party), (long KnownAt, long Share, bool IsAbove)>();
            var unknown = new HashSet<(int Owner, int Party)>();
            foreach (OwnershipTelling telling in tellings)
            {
                if (telling.KnownAt > at) continue;
                if (telling.Share is not { } share)
                {
                    unknown.Add((telling.Owner, telling.Party));
                    continue;
                }

                if (!(share >= 0)) throw new ArgumentOutOfRangeException(nameof(tellings), FormattableString.Invariant($"share_held of owner {telling.Owner} in party {telling.Party} is {share}; accepted: 0 to 1, above 1 is taken as 1"));
                (long, long, bool) told = (telling.KnownAt, (long)Math.Round(Math.Min(share, 1) * Whole), share > 1);
                if (!latest.TryGetValue((telling.Owner, telling.Party), out (long KnownAt, long Share, bool IsAbove) known) || told.CompareTo(known) > 0)
                    latest[(telling.Owner, telling.Party)] = told;
            }

            foreach (((int owner, int party), (_, long share, bool isAbove)) in latest)
            {
                (int from, int to) = (Node(owner, listed), Node(party, listed));
                _capped[to] |= isAbove;
                if (share == 0) continue;
                _owners[to].Add((from, share));
                _owned[from].Add(to);
            }

            foreach ((int owner, int party) in unknown)
            {
                if (!latest.ContainsKey((owner, party))) _unknown[Node(party, listed)].Add(Node(owner, listed));
            }

            for (int node = 0; node < _owners.Count; node++) _capped[node] |= _owners[node].Sum(o => o.Share) > Whole;
        }

        public Dictionary<int, int> Nodes { get; } = [];

        public bool IsListed(int node) => _listed[node];

        public bool IsCapped(int node) => _capped[node];

        public bool HasUnknown(int node, long[] shares) => _unknown[node].Any(owner => _listed[owner] || shares[owner] > 0 || _unknown[owner].Any(above => _listed[above]));

        /// <summary>
        /// The least shares that agree with each other, found from nothing upwards. All of a round see the round before, so that the way
        /// is the same whatever the order; only parties with an owner that changed are worked out again. Open are those that it had no end for,
        /// and whatever they own.
        /// </summary>
        public (long[] Shares, HashSet<int> Open) LeastFixedPoint(Func<long, long> counts, int mostRounds)
        {
            var shares = new long[_owners.Count];
            int[] due = [.. Enumerable.Range(0, shares.Length)];
            for (int round = 0; round < mostRounds; round++)
            {
                var changed = new List<(int Node, long Share)>();
                foreach (int node in due)
                {
                    long share = Share(node, shares, counts);
                    if (share != shares[node]) changed.Add((node, share));
                }

                if (changed.Count == 0) return (shares, []);
                foreach ((int node, long share) in changed) shares[node] = share;
                due = [.. changed.SelectMany(c => _owned[c.Node]).Distinct()];
            }

            return (shares, OwnedBy(due));
        }

        private HashSet<int> OwnedBy(IEnumerable<int> nodes)
        {
            var reached = new HashSet<int>();
            var next = new Stack<int>(nodes);
            while (next.TryPop(out int node))
            {
                if (!reached.Add(node)) continue;
                foreach (int owned in _owned[node]) next.Push(owned);
            }

            return reached;
        }

        // Cut to whole billionths: an error of less than one for each owner and step, never upwards.
        private long Share(int node, long[] shares, Func<long, long> counts)
        {
            long sum = 0;
            foreach ((int owner, long share) in _owners[node]) sum = checked(sum + (_listed[owner] ? share : share * counts(shares[owner]) / Whole));
            return Math.Min(sum, Whole);
        }

        private int Node(int party, IReadOnlySet<int> listed)
        {
            if (Nodes.TryGetValue(party, out int node)) return node;
            Nodes[party] = node = _owners.Count;
            _owners.Add([]);
            _owned.Add([]);
            _unknown.Add([]);
            _listed.Add(listed.Contains(party));
            _capped.Add(false);
            return node;
        }
    }
}
