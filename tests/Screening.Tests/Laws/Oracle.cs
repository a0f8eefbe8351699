using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>
/// What is true of a world: by <see cref="BruteForce"/>, of the facts without those that a deletion has taken away by then. That is all
/// that a deletion means: as if what its key had told had never been. Products and places alone leave what was already told with them
/// as it was.
/// </summary>
internal sealed class Oracle(CoarseWorld world, IReadOnlyList<Fact> facts)
{
    private readonly Dictionary<int, BruteForce> _afterDeletions = [];

    /// <summary>The order telling at a position of the facts, as it was told.</summary>
    public BruteForce.Told ToldAt(int position) => Tell(position, (OrderFact)facts[position]);

    /// <summary>What an order would say if it were told after the first <paramref name="known"/> facts.</summary>
    public BruteForce.Told Tell(int known, OrderFact order) => Of(known).Tell(known, order);

    /// <summary>An order as it stands after the first <paramref name="known"/> facts; <c>null</c> when it does not.</summary>
    public BruteForce.Told? InForce(int known, int order) => Of(known).InForce(known, order);

    /// <summary>All features of an order as it is told, of what the first <paramref name="known"/> facts say, as of a moment.</summary>
    public Dictionary<string, double> Look(int known, BruteForce.Told order, long asOf) => Of(known).Look(known, order, asOf);

    /// <summary>The parties linked with one after the first <paramref name="known"/> facts, itself among them.</summary>
    public HashSet<int> LinkedWith(int known, int party) => Of(known).LinkedWith(known, party);

    /// <summary>The parties in the order in which they were met: by a profile, an event, or as an order's subject. A deletion does not undo a meeting.</summary>
    public List<int> Met(int known) =>
    [
        .. facts.Take(known).Select(f => f switch
        {
            ProfileFact profile => profile.Row.Party,
            PartyEventFact change => change.Row.Party,
            OrderFact order => order.Header.Subject,
            _ => Missing.Symbol,
        }).Where(p => p != Missing.Symbol).Distinct(),
    ];

    /// <summary>The facts that stand after the first <paramref name="known"/>, <c>null</c> in place of the others.</summary>
    public static Fact?[] Standing(IReadOnlyList<Fact> facts, int known) => [.. facts.Select((fact, i) => Standing(fact, facts.Take(known).Skip(i + 1).OfType<DeletionFact>()))];

    private static Fact? Standing(Fact fact, IEnumerable<DeletionFact> later) => fact switch
    {
        ProductFact or PlaceFact => fact,
        DeletionFact deletion => deletion.Kind is EventKind.Product or EventKind.Place ? deletion : null,
        OrderFact order => order.Lines.Where(line => !later.Any(d => d.Deletes(order.Header, line))).ToArray() is { Length: > 0 } lines ? order with { Lines = lines } : null,
        _ => later.Any(d => d.Deletes(fact)) ? null : fact,
    };

    // Between two deletions nothing is taken away, so that what is worked out of the tellings of orders can be kept.
    private BruteForce Of(int known)
    {
        int last = known;
        while (last > 0 && facts[last - 1] is not DeletionFact) last--;
        if (_afterDeletions.TryGetValue(last, out BruteForce? force)) return force;
        return _afterDeletions[last] = new BruteForce(world, Standing(facts, last));
    }
}
