using System.CommandLine;
using Screening.Cli.Explanations;
using Screening.Cli.Nightly;
using Screening.Data.Store;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening explain</c>: every feature of an order, how rare it is among its peers and what was missing.</summary>
internal static class ExplainVerb
{
    public static Command Command()
    {
        var order = new Argument<string>("order") { Description = "Order number, as the seller gives it; of an alert's id its order is explained" };
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--as-of", "The day at whose end the order is read, yyyy-MM-dd; the latest in the lake if not given");
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("explain", "Every feature of an order as of a day, how rare it is among its peers, its usual range, and what was missing") { order, lake, date, threads, memory, json };
        command.Runs((parsed, cancellation) =>
        {
            (string id, int cores) = (parsed.GetValue(order)!, parsed.GetValue(threads) ?? Environment.ProcessorCount);
            ExplainedOrder explained = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(date), cores, progress, cancellation, parsed.GetValue(memory));
                progress.Report("replay");
                return Explanation.Of(loaded, id, cores, cancellation)
                    ?? OfAlert(loaded, id, NightlyRun.LakeOrSample(parsed.GetValue(lake)), cores, cancellation)
                    ?? throw new UsageException(FormattableString.Invariant($"no order '{id}' stands in the lake on {loaded.Date:yyyy-MM-dd}"));
            });
            if (explained.Alert is { } alert) Console.Error.WriteLine($"{alert} is an alert: explaining its order {explained.Order}; 'screening alerts show {alert}' shows the alert");
            if (parsed.GetValue(json)) Verb.PrintJson(explained);
            else Print(explained);
        });
        return command;
    }

    private static ExplainedOrder? OfAlert(LoadedLog loaded, string id, string lake, int threads, CancellationToken cancellation)
    {
        if (!id.StartsWith("A-", StringComparison.Ordinal) || !StoreAddress.OfLake(lake).Exists) return null;
        using AlertStore store = NightlyRun.OpenStore(lake);
        StoredAlert stored = store.Show(id);
        return Explanation.Of(loaded, stored.Alert.OrderId, threads, cancellation) is { } explained ? explained with { Alert = stored.Alert.Id } : null;
    }

    private static void Print(ExplainedOrder order)
    {
        string compared = order.Peers == 0 ? "no order to compare with" : $"compared with {Words.Count(order.Peers, "order")} of {(order.AmongKind ? order.Kind + " end users" : "all kinds: too few of its own")}, each read as it arrived";
        Console.WriteLine(FormattableString.Invariant($"order {order.Order}, version {order.Version}, as of {order.AsOf:yyyy-MM-dd}; feature set {order.FeatureSet}; {compared}"));
        Console.WriteLine($"  placed {Figures.Moment(order.OrderedAt)}, known {Figures.Moment(order.KnownAt)}; to {order.Destination ?? "no told destination"}");
        foreach (string party in Figures.Parties(order.Parties)) Console.WriteLine("  " + party);
        Console.WriteLine($"  goods: {(order.Goods.Count == 0 ? "none told" : string.Join("; ", order.Goods))}");
        Dictionary<string, ExplainedFeature> byName = order.Features.ToDictionary(f => f.Name, StringComparer.Ordinal);
        if (order.MostUnusual.Count > 0) Console.WriteLine("most unusual: how many peers are at least as far out");
        foreach (ExplainedFeature feature in order.MostUnusual.Select(name => byName[name]))
            Console.WriteLine($"  {Rarity(feature),18}  {feature.Label}: {Value(feature)}{Beside(feature)}\n{"",22}{feature.Description}");
        foreach (IGrouping<string, ExplainedFeature> family in order.Features.GroupBy(f => f.Family))
        {
            Console.WriteLine(family.Key);
            foreach (ExplainedFeature feature in family)
            {
                bool isBeyond = feature.Value < feature.UsualLow || feature.Value > feature.UsualHigh;
                Console.WriteLine($"  {(isBeyond ? '*' : ' ')} {feature.Name,-48} {Value(feature),20}  {Rarity(feature),18}{Beside(feature)}");
            }
        }

        Console.WriteLine("* outside what four of five peers show; N of M: so many of the peers that have a value are at least as far out, or miss it too");
    }

    private static string Value(ExplainedFeature feature) =>
        feature.Value is { } known ? feature.Unit == "0 or 1" ? known == 0 ? "no" : "yes" : $"{Words.Number(known)} {(feature.Unit == "1" ? "" : feature.Unit)}".TrimEnd() : "missing";

    private static string Rarity(ExplainedFeature feature) => feature.PeersOf is { } of ? FormattableString.Invariant($"{feature.PeersAsFar:#,0} of {of:#,0}") : "";

    private static string Beside(ExplainedFeature feature) => feature.Missing is { } why ? $"  ({why})"
        : feature.UsualLow is { } low && feature.UsualHigh is { } high ? low == high ? $"  (usually {Words.Number(low)})" : $"  (usually {Words.Number(low)} to {Words.Number(high)})" : "";
}
