using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening explain</c>: every feature of an order, what is usual among its peers and what was missing.</summary>
internal static class ExplainVerb
{
    private const int FewestPeers = 200;

    public static Command Command()
    {
        var order = new Argument<string>("order") { Description = "Order number, as the seller gives it" };
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--as-of", "The day at whose end the order is read, yyyy-MM-dd; the latest in the lake if not given");
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("explain", "Every feature of an order as of a day, its usual range among peers, and what was missing") { order, lake, date, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            ExplainedOrder explained = ConsoleProgress.Run(progress =>
                Explain(LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(date), parsed.GetValue(threads) ?? Environment.ProcessorCount, progress, cancellation), parsed.GetValue(order)!, parsed.GetValue(threads) ?? Environment.ProcessorCount, cancellation));
            if (parsed.GetValue(json)) Verb.PrintJson(explained);
            else Print(explained);
        });
        return command;
    }

    private static ExplainedOrder Explain(LoadedLog loaded, string id, int threads, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        int symbol = log.Symbols.Orders.Find(id);
        int row = symbol == Missing.Symbol ? Missing.Symbol : log.InForce(symbol);
        if (row == Missing.Symbol) throw new UsageException(FormattableString.Invariant($"no order '{id}' stands in the lake on {loaded.Date:yyyy-MM-dd}"));
        long asOf = Micros.EndOf(loaded.Date);
        IReadOnlyList<int> usual = UsualOrders.Before(log, Micros.StartOf(loaded.Date));
        HashSet<int> chosen = [.. usual];
        ReadPlan plan = ReadPlan.OnArrival(log, chosen.Contains);
        Dictionary<int, int> looks = Enumerable.Range(0, plan.Reads.Count).ToDictionary(look => plan.Reads[look].Order);
        int own = plan.AtTheEnd(log, [row], asOf);
        FeatureMatrix matrix = Engine.Replay(log, loaded.Countries, plan, threads, null, cancellation);
        PeerAnomaly? peers = UsualOrders.Fit(log, matrix, [.. usual.Select(r => (r, looks[r]))], FewestPeers);
        int peer = UsualOrders.Peer(log, row);
        PeerPopulation? population = peers?.Population(peer);
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        var features = new List<ExplainedFeature>();
        for (int column = 0; column < catalogue.Count; column++)
        {
            Feature feature = catalogue.Features[column];
            double value = matrix[own][column];
            (double Low, double High)? range = peers?.UsualRange(peer, column);
            features.Add(new ExplainedFeature(
                feature.Name, feature.Family, feature.Description, feature.Unit, double.IsNaN(value) ? null : value, range?.Low, range?.High, double.IsNaN(value) ? feature.WhenMissing : null));
        }

        return new ExplainedOrder(
            id, log.Orders[row].Version, loaded.Date, catalogue.Id, ((PartyKind)peer).ToString().ToLowerInvariant(), population is { Peer: not null }, population?.Rows ?? 0, features);
    }

    private static void Print(ExplainedOrder order)
    {
        string compared = order.Peers == 0 ? "no order to compare with" : $"compared with {Words.Count(order.Peers, "order")} of {(order.AmongKind ? order.Kind + " end users" : "all kinds: too few of its own")}";
        Console.WriteLine(FormattableString.Invariant($"order {order.Order}, version {order.Version}, as of {order.AsOf:yyyy-MM-dd}; feature set {order.FeatureSet}; {compared}"));
        foreach (IGrouping<string, ExplainedFeature> family in order.Features.GroupBy(f => f.Family))
        {
            Console.WriteLine(family.Key);
            foreach (ExplainedFeature feature in family)
            {
                string usual = feature.UsualLow is { } low && feature.UsualHigh is { } high ? low == high ? $"usually {Words.Number(low)}" : $"usually {Words.Number(low)} to {Words.Number(high)}" : "";
                bool isBeyond = feature.Value < feature.UsualLow || feature.Value > feature.UsualHigh;
                string value = feature.Value is { } known ? $"{Words.Number(known)} {(feature.Unit is "1" or "0 or 1" ? "" : feature.Unit)}".TrimEnd() : "missing";
                Console.WriteLine($"  {(isBeyond ? '*' : ' ')} {feature.Name,-48} {value,20}  {(feature.Missing is { } why ? why : usual)}");
            }
        }

        Console.WriteLine("* outside what four of five peers show");
    }

    /// <summary>A feature of an order.</summary>
    private sealed record ExplainedFeature(string Name, string Family, string Description, string Unit, double? Value, double? UsualLow, double? UsualHigh, string? Missing);

    /// <summary>An order's features.</summary>
    private sealed record ExplainedOrder(string Order, int Version, DateOnly AsOf, string FeatureSet, string Kind, bool AmongKind, int Peers, IReadOnlyList<ExplainedFeature> Features);
}
