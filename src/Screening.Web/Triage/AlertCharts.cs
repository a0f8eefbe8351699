using System.Text.Json;
using System.Text.Json.Serialization;
using Screening.Alerts;
using Screening.Typologies;
using Screening.Web.Drawing;

namespace Screening.Web.Triage;

/// <summary>The figures of an alert's pictures as JSON for the browser, and what each picture says in words: the page is read without them as well.</summary>
internal sealed record AlertCharts
{
    private const int MostNodes = 40;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };

    /// <summary>Orders over time; null when none has accelerators.</summary>
    public string? Timeline { get; private init; }

    /// <summary>What it says.</summary>
    public string TimelineSaid { get; private init; } = "";

    /// <summary>Balance sheets; null when none is known.</summary>
    public string? Balance { get; private init; }

    /// <summary>What they say.</summary>
    public string BalanceSaid { get; private init; } = "";

    /// <summary>The route; null when no place is known.</summary>
    public string? Route { get; private init; }

    /// <summary>What it says.</summary>
    public string RouteSaid { get; private init; } = "";

    /// <summary>Linked parties; null for a party alone.</summary>
    public string? Network { get; private init; }

    /// <summary>What they say.</summary>
    public string NetworkSaid { get; private init; } = "";

    /// <summary>Every connection in words.</summary>
    public IReadOnlyList<string> Links { get; private init; } = [];

    /// <summary>Pictures that are not drawn, and why.</summary>
    public IReadOnlyList<string> Absent { get; private init; } = [];

    /// <summary>Of an alert.</summary>
    public static AlertCharts Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        (string? timeline, string timelineSaid) = TimelineOf(alert);
        (string? balance, string balanceSaid) = BalanceOf(alert.Evidence.Statements);
        (string? route, string routeSaid) = RouteOf(alert.Evidence.Route);
        (string? network, string networkSaid, IReadOnlyList<string> links) = NetworkOf(alert);
        return new AlertCharts
        {
            Timeline = timeline,
            TimelineSaid = timelineSaid,
            Balance = balance,
            BalanceSaid = balanceSaid,
            Route = route,
            RouteSaid = routeSaid,
            Network = network,
            NetworkSaid = networkSaid,
            Links = links,
            Absent =
            [
                .. timeline is null ? ["timeline (no accelerators in the orders of two years)"] : (string[])[],
                .. balance is null ? ["balance sheet (no statement of the purchaser is known)"] : (string[])[],
                .. route is null ? ["route (no shipment with known places)"] : (string[])[],
                .. network is null ? ["network (nobody else stands on its orders, and nobody is linked)"] : (string[])[],
            ],
        };
    }

    private static (string? Json, string Said) TimelineOf(Alert alert)
    {
        OrderPoint[] orders = [.. alert.Evidence.OrderHistory.Where(o => double.IsFinite(o.H100e) && double.IsFinite(o.AcceleratorKw)).OrderBy(o => o.Date).ThenBy(o => o.OrderId, StringComparer.Ordinal)];
        double total = orders.Sum(o => o.AcceleratorKw);
        if (orders.Length == 0 || (total <= 0 && orders.All(o => o.H100e <= 0))) return (null, "");
        var contributes = alert.Orders.Select(o => o.OrderId).Append(alert.OrderId).ToHashSet(StringComparer.Ordinal);
        DateOnly last = DateOnly.FromDateTime(alert.AsOf);
        if (orders[^1].Date > last) last = orders[^1].Date;
        DateOnly first = orders[0].Date < last.AddDays(-90) ? orders[0].Date : last.AddDays(-90);
        double sum = 0;
        string power = (alert.Evidence.SitePowerKw, alert.Evidence.VerifiedPowerKw) switch
        {
            (null, null) => "No site power is known.",
            ({ } told, null) => $"Site power of {Words.Number(told)} kW is told and confirmed by nobody independent.",
            ({ } told, { } verified) when told != verified => $"Site power of {Words.Number(told)} kW is told, {Words.Number(verified)} kW of it verified.",
            (_, { } verified) => $"Site power of {Words.Number(verified)} kW is verified.",
        };
        string json = JsonSerializer.Serialize(
            new
            {
                start = Figures.Day(first),
                end = Figures.Day(last),
                told = Finite(alert.Evidence.SitePowerKw),
                verified = Finite(alert.Evidence.VerifiedPowerKw),
                orders = orders.Select(o => new { day = Figures.Day(o.Date), id = Told.Of(o.OrderId, 60), h = o.H100e, kw = o.AcceleratorKw, sum = sum += o.AcceleratorKw, counts = contributes.Contains(o.OrderId) }),
            }, Json);
        return (json, $"{Words.Count(orders.Length, "order")} from {Figures.Day(orders[0].Date)} to {Figures.Day(orders[^1].Date)}, the largest of {Words.H100e(orders.Max(o => o.H100e))}, with {Words.Kw(total)} of accelerators in all. {power}");
    }

    private static (string? Json, string Said) BalanceOf(IReadOnlyList<StatementPoint> statements)
    {
        StatementPoint[] told = [.. statements.Where(s => double.IsFinite(s.AssetsUsd)).OrderBy(s => s.PeriodEnd)];
        if (told.Length == 0) return (null, "");
        string json = JsonSerializer.Serialize(
            told.Select(s => new { period = Figures.Day(s.PeriodEnd), assets = s.AssetsUsd, deposits = Finite(s.DepositsUsd), other = Owed(s) is { } owed ? Math.Max(0, owed - (s.DepositsUsd ?? 0)) : (double?)null }), Json);
        string growth = told.Length == 1 ? " Only one statement is known, so nothing can be said of growth."
            : told[^2].AssetsUsd > 0 ? " " + Growth(told[^1].AssetsUsd / told[^2].AssetsUsd) : "";
        return (json, string.Join(" ", told.Select(s => $"{Figures.Day(s.PeriodEnd)}: owns {Words.Money(s.AssetsUsd)}, {(Owed(s) is { } owed ? $"owes {Words.Money(owed)}" : "what it owes is not told")}, "
            + $"{(s.DepositsUsd is { } deposits ? $"deposits {Words.Money(deposits)}" : "deposits not told")}.")) + growth);
    }

    private static string Growth(double ratio) => ratio switch
    {
        >= 2 => $"Total assets {Words.Times(ratio)} those of the statement before.",
        >= 1.005 => $"Total assets {Words.Percent(ratio - 1)} above the statement before.",
        > 0.995 => "Total assets as in the statement before.",
        _ => $"Total assets {Words.Percent(1 - ratio)} below the statement before.",
    };

    // What is owned and is not its own; at least the deposits.
    private static double? Owed(StatementPoint s) => s.EquityUsd is { } equity && double.IsFinite(equity) ? Math.Max(0, Math.Max(s.AssetsUsd - equity, s.DepositsUsd ?? 0)) : null;

    private static (string? Json, string Said) RouteOf(IReadOnlyList<RouteLeg> route)
    {
        RouteLeg[] legs = [.. route.Where(l => IsOnEarth(l.FromLatitude, l.FromLongitude) && IsOnEarth(l.ToLatitude, l.ToLongitude)).Distinct()];
        if (legs.Length == 0) return (null, "");
        ((double, double) first, (double, double) last) = ((legs[0].FromLatitude, legs[0].FromLongitude), (legs[^1].ToLatitude, legs[^1].ToLongitude));
        var places = legs.Select(l => (Name: l.FromPlace, Latitude: l.FromLatitude, Longitude: l.FromLongitude, IsHub: false))
            .Concat(legs.Select(l => (Name: l.ToPlace, Latitude: l.ToLatitude, Longitude: l.ToLongitude, l.IsHub))).GroupBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => new { name = Told.Of(p.Key, 40), at = new[] { p.First().Longitude, p.First().Latitude }, hub = p.Any(x => x.IsHub) });
        double travelled = legs.Sum(l => GreatCircle.Km((l.FromLatitude, l.FromLongitude), (l.ToLatitude, l.ToLongitude))), straight = GreatCircle.Km(first, last);
        string json = JsonSerializer.Serialize(
            new
            {
                legs = legs.SelectMany(l => Strokes((l.FromLatitude, l.FromLongitude), (l.ToLatitude, l.ToLongitude))),
                direct = legs.Length > 1 ? Strokes(first, last) : [],
                places,
            }, Json);
        string way = string.Join(" ", legs.Select(l => $"From {Told.Of(l.FromPlace, 60)} to {Told.Of(l.ToPlace, 60)}{(l.IsHub ? ", a known hub" : "")}."));
        return (json, $"{way} {Words.Number(travelled)} km in {Words.Count(legs.Length, "leg")}{(legs.Length > 1 && straight >= 1 ? $"; {Words.Number(straight)} km straight from first to last (dotted)" : "")}.");
    }

    // A way that crosses the date line is two strokes, or it would run across the whole map.
    private static List<List<double[]>> Strokes((double, double) from, (double, double) to)
    {
        var strokes = new List<List<double[]>> { new() };
        double? before = null;
        foreach ((double latitude, double longitude) in GreatCircle.Along(from, to))
        {
            double east = ((longitude + 540) % 360) - 180;
            if (before is { } b && Math.Abs(east - b) > 180) strokes.Add([]);
            strokes[^1].Add([Math.Round(east, 3), Math.Round(latitude, 3)]);
            before = east;
        }

        return [.. strokes.Where(s => s.Count > 1)];
    }

    private static (string? Json, string Said, IReadOnlyList<string> Links) NetworkOf(Alert alert)
    {
        var restricted = alert.ListMatches.SelectMany(m => (string[])[m.PartyId, m.Party]).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        string centre = Figures.Name(alert);
        var nodes = new Dictionary<string, (string Kind, bool IsRestricted)>(StringComparer.Ordinal) { [centre] = ("subject", restricted.Contains(centre) || restricted.Contains(alert.Subject)) };
        var edges = new Dictionary<(string From, string To), SortedSet<string>>();
        int left = 0;
        bool Add(string name, string kind, bool isRestricted)
        {
            if (nodes.TryGetValue(name, out (string Kind, bool IsRestricted) known)) nodes[name] = (known.Kind, known.IsRestricted || isRestricted);
            else if (nodes.Count < MostNodes) nodes[name] = (kind, isRestricted);
            else left++;
            return nodes.ContainsKey(name);
        }

        // The listed first: they are what a reader looks for, and the picture holds only so many.
        foreach (AlertParty party in alert.Orders.SelectMany(o => o.Parties).OrderBy(p => restricted.Contains(p.PartyId) || restricted.Contains(p.Name) ? 0 : 1))
        {
            if (!Add(party.Name, "party", restricted.Contains(party.PartyId) || restricted.Contains(party.Name)) || party.Name == centre) continue;
            (edges.TryGetValue((centre, party.Name), out SortedSet<string>? roles) ? roles : edges[(centre, party.Name)] = new SortedSet<string>(StringComparer.Ordinal)).Add(party.Role);
        }

        foreach (string member in alert.Members) Add(member, "member", restricted.Contains(member));
        foreach (string link in alert.Links)
        {
            string[] parts = link.Split(": ", 2);
            string[] sharing = parts.Length < 2 ? [] : [.. alert.Members.Where(m => parts[1].Contains(m, StringComparison.Ordinal) && nodes.ContainsKey(m))];
            if (sharing.Length < 2 || !Add(link, "link", false)) continue;
            foreach (string member in sharing) edges[(link, member)] = [parts[0]];
        }

        if (nodes.Count < 2) return (null, "", []);
        string json = JsonSerializer.Serialize(
            new
            {
                nodes = nodes.Select(n => new { id = n.Key, name = Told.Of(n.Value.Kind == "link" ? n.Key.Split(": ", 2)[0] : n.Key, 40), kind = n.Value.Kind, restricted = n.Value.IsRestricted }),
                edges = edges.Select(e => new { from = e.Key.From, to = e.Key.To, why = string.Join(", ", e.Value) }),
            }, Json);
        int listed = nodes.Count(n => n.Value.IsRestricted), parties = nodes.Count(n => n.Value.Kind != "link");
        string said = $"{Words.Count(parties, "party").Replace("partys", "parties", StringComparison.Ordinal)}, {(listed == 0 ? "none of them on a list" : $"{listed} of them with a name that stands on a list (a diamond)")}"
            + $"{(left > 0 ? $"; {left} more are not drawn" : "")}.";
        return (json, said, [.. edges.Where(e => nodes[e.Key.From].Kind != "link").Select(e => Told.Of($"{e.Key.To}: {string.Join(", ", e.Value)}", 300)), .. alert.Links.Select(l => Told.Of(l, 300))]);
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static bool IsOnEarth(double latitude, double longitude) => latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180;
}
