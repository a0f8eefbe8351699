using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Records;
using Screening.Risk;

namespace Screening.Cli.Explanations;

/// <summary>Reads an order as of a day and holds every feature against its peers, who are read as they arrived. The order itself is none of them.</summary>
internal static class Explanation
{
    /// <summary>How many features are told first.</summary>
    public const int MostUnusual = 10;

    private const int FewestPeers = 200;

    /// <summary>Explains an order.</summary>
    /// <param name="loaded">What was known by the end of the day.</param>
    /// <param name="id">Number of the order.</param>
    /// <param name="threads">To replay with.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns><c>null</c> when there is no such order.</returns>
    public static ExplainedOrder? Of(LoadedLog loaded, string id, int threads, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        int symbol = log.Symbols.Orders.Find(id);
        int row = symbol == Missing.Symbol ? Missing.Symbol : log.InForce(symbol);
        if (row == Missing.Symbol) return null;
        long asOf = Micros.EndOf(loaded.Date);
        List<int> usual = [.. log.Orders.Each(UsualOrders.Before(log, Micros.StartOf(loaded.Date))).Where(r => log.Orders[r].Order != symbol)];
        HashSet<int> chosen = [.. usual];
        ReadPlan plan = ReadPlan.OnArrival(log, chosen.Contains);
        Dictionary<int, int> looks = Enumerable.Range(0, plan.Reads.Count).ToDictionary(look => plan.Reads[look].Order);
        int own = plan.AtTheEnd(log, [row], asOf);
        FeatureMatrix matrix = loaded.Replay(plan, threads, null, cancellation);
        PeerAnomaly? peers = UsualOrders.Fit(log, matrix, [.. usual.Select(r => (r, looks[r]))], FewestPeers);
        int peer = UsualOrders.Peer(log, row);
        PeerPopulation? population = peers?.Population(peer);
        OrderVersion order = log.Orders[row];
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        double[] values = matrix[own].ToArray();
        List<ExplainedFeature> features = [.. catalogue.Features.Select((feature, column) => Explain(feature, column, values[column], peers, peer, log, order))];
        var words = new OrderWords(log, loaded.Countries, asOf);
        return new ExplainedOrder(
            id, order.Version, loaded.Date, catalogue.Id, ((PartyKind)peer).ToString().ToLowerInvariant(), population is { Peer: not null }, population?.Rows ?? 0, features)
        {
            OrderedAt = Micros.ToDateTime(order.OrderedAt),
            KnownAt = Micros.ToDateTime(order.KnownAt),
            Destination = CountryCode.Text(order.DestinationCountry),
            Parties = [.. words.Parties(order)],
            Goods = [.. words.Lines(order)],
            MostUnusual = [.. features.Where(f => f.Share < 1).OrderBy(f => f.Share).ThenByDescending(f => f.PeersOf).Take(MostUnusual).Select(f => f.Name)],
        };
    }

    private static ExplainedFeature Explain(Feature feature, int column, double value, PeerAnomaly? peers, int peer, EventLog log, in OrderVersion order)
    {
        (double Low, double High)? range = peers?.UsualRange(peer, column);
        (int AsFar, int Of)? rarity = peers?.Rarity(peer, column, value);
        return new ExplainedFeature(
            feature.Name, feature.Family, feature.Description, feature.Unit, double.IsNaN(value) ? null : value, range?.Low, range?.High,
            double.IsNaN(value) ? MissingCause.Of(feature, log, order) : null)
        {
            Label = FeatureLabel.Of(feature),
            PeersAsFar = rarity?.AsFar,
            PeersOf = rarity?.Of,
        };
    }
}
