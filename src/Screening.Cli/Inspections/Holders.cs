using System.Globalization;
using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Features;
using Screening.Inspections;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Inspections;

/// <summary>Finds who holds controlled compute as of a day: how much, how risky, which devices, who looked before.</summary>
internal static class Holders
{
    /// <summary>Finds them.</summary>
    /// <param name="loaded">What was known by the end of the day.</param>
    /// <param name="policy">Whose risk.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="dismissals">What reviewers have put aside.</param>
    /// <param name="threads">To replay with.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Holders by party id.</returns>
    public static IReadOnlyList<Holder> Of(
        LoadedLog loaded, Policy policy, ContractStore contracts, IReadOnlyList<NameDismissal> dismissals, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        Dictionary<int, List<int>> orders = Orders(log);
        Dictionary<int, double> passedOn = PassedOn(log);
        Dictionary<int, double> risks = Risks(loaded, policy, [.. orders.Values.Select(rows => rows[^1])], dismissals, threads, progress, cancellation);
        Dictionary<int, List<string>> serials = Serials(log);
        var words = new OrderWords(log, loaded.Countries, Micros.EndOf(loaded.Date));
        Dictionary<string, List<string>> inspectors = Inspectors(loaded, words, contracts, cancellation);
        Dictionary<int, long> inspected = Latest(log.DeviceReports.Count, i => log.DeviceReports[i], r => r.Party, r => r.SeenAt, r => r.Kind == DeviceReportKind.Inspection && !r.IsGone);
        foreach ((int party, long at) in Latest(log.AuditsAndBonds.Count, i => log.AuditsAndBonds[i], r => r.Party, r => r.HappenedAt, r => r.Kind == AuditOrBondKind.Audit && !r.IsGone))
            inspected[party] = Math.Max(inspected.GetValueOrDefault(party, long.MinValue), at);
        Dictionary<int, long> certified = Latest(log.Certificates.Count, i => log.Certificates[i], r => r.Party, r => r.IssuedAt, r => r.Kind == CertificateKind.Statement && !r.IsGone);
        var holders = new List<Holder>();
        foreach ((int party, List<int> rows) in orders)
        {
            double stock = log.Orders.Each(rows).Sum(row => log.Orders[row].Content.H100e) - passedOn.GetValueOrDefault(party);
            if (stock <= 0) continue;
            string id = log.Symbols.Parties.Text(party)!;
            int profile = log.CurrentProfile(party);
            holders.Add(new Holder(
                id, words.Name(party), profile == Missing.Symbol ? null : CountryCode.Text(log.Profiles[profile].Country), risks.TryGetValue(rows[^1], out double risk) ? risk : null, stock,
                serials.GetValueOrDefault(party, []), inspectors.GetValueOrDefault(id, []), Day(inspected, party), Day(certified, party)));
        }

        holders.Sort(static (a, b) => string.CompareOrdinal(a.PartyId, b.PartyId));
        return holders;
    }

    // Orders of compute that count, by the party that is to have it, in the order in which they became known.
    private static Dictionary<int, List<int>> Orders(EventLog log)
    {
        var orders = new Dictionary<int, List<int>>();
        foreach (int row in log.Orders.Each())
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (log.InForce(order.Order) != row || !order.Counts || !(order.Content.H100e > 0)) continue;
            if (!orders.TryGetValue(order.Subject, out List<int>? rows)) orders[order.Subject] = rows = [];
            rows.Add(row);
        }

        return orders;
    }

    private static Dictionary<int, double> PassedOn(EventLog log)
    {
        var sold = new Dictionary<int, double>();
        foreach (int row in log.Orders.Each())
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (log.InForce(order.Order) == row && order.Counts && order.Content.H100e > 0) sold[order.Seller] = sold.GetValueOrDefault(order.Seller) + order.Content.H100e;
        }

        return sold;
    }

    // As of the day, each by its latest order; what it was as it arrived is looked at too, as at night.
    private static Dictionary<int, double> Risks(
        LoadedLog loaded, Policy policy, IReadOnlyList<int> rows, IReadOnlyList<NameDismissal> dismissals, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        long asOf = Micros.EndOf(loaded.Date);
        IReadOnlyList<int> usual = UsualOrders.Before(log, Micros.StartOf(loaded.Date));
        HashSet<int> chosen = [.. usual, .. rows];
        ReadPlan plan = ReadPlan.OnArrival(log, chosen.Contains);
        Dictionary<int, int> looks = Enumerable.Range(0, plan.Reads.Count).ToDictionary(look => plan.Reads[look].Order);
        int first = plan.AtTheEnd(log, rows, asOf);
        FeatureMatrix matrix = loaded.Replay(plan, threads, progress, cancellation);
        PeerAnomaly? anomaly = UsualOrders.Fit(log, matrix, [.. usual.Select(row => (row, looks[row]))], policy.Blend.PeerMinimum, threads);
        var names = new ListedNames();
        foreach (int position in log.Events.Each()) names.Learn(log, log.Events[position]);
        var scorer = new Scorer(log, new Assessor(policy, Engine.DefaultCatalogue, anomaly, LoadedData.Of(log)), new ListHits(log, names, new Dismissals(dismissals, loaded.Date)));
        return Enumerable.Range(0, rows.Count).ToDictionary(i => rows[i], i => scorer.Score(log.Orders[rows[i]], matrix[first + i], matrix[looks[rows[i]]], asOf).Assessment.Risk);
    }

    // The party that each serial number was last told to stand with.
    private static Dictionary<int, List<string>> Serials(EventLog log)
    {
        var latest = new Dictionary<int, (long At, int Party)>();
        foreach (int row in log.DeviceReports.Each())
        {
            DeviceReport report = log.DeviceReports[row];
            if (report.IsGone || report.Party == Missing.Symbol) continue;
            if (!latest.TryGetValue(report.Serial, out var known) || report.SeenAt >= known.At) latest[report.Serial] = (report.SeenAt, report.Party);
        }

        return latest.GroupBy(device => device.Value.Party).ToDictionary(
            party => party.Key, party => party.Select(device => log.Symbols.Serials.Text(device.Key)!).Order(StringComparer.Ordinal).ToList());
    }

    // Who inspected stands in the lake's rows only, for no feature asks for it; who audited is a party.
    private static Dictionary<string, List<string>> Inspectors(LoadedLog loaded, OrderWords words, ContractStore contracts, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        var pairs = new HashSet<(string Party, string Who)>();
        foreach (int row in log.AuditsAndBonds.Each())
        {
            AuditOrBond audit = log.AuditsAndBonds[row];
            if (audit.Kind == AuditOrBondKind.Audit && !audit.IsGone && audit.Provider != Missing.Symbol) pairs.Add((log.Symbols.Parties.Text(audit.Party)!, words.Name(audit.Provider)));
        }

        if (loaded.Snapshot.Files("device_reports").Count > 0)
        {
            using DuckDbDatabase database = DuckDbDatabase.Open();
            using DuckDbConnection connection = database.Connect();
            using DuckDbResult result = connection.Query(
                $"SELECT DISTINCT party_id, inspected_by FROM {loaded.Snapshot.Current(contracts["device_reports"])} AS reports WHERE kind = 'inspection' AND party_id IS NOT NULL AND inspected_by IS NOT NULL AND known_at < CAST($1 AS TIMESTAMP)",
                [loaded.Date.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)], cancellation);
            pairs.UnionWith(result.Rows().Select(row => ((string)row[0]!, (string)row[1]!)));
        }

        return pairs.GroupBy(pair => pair.Party, StringComparer.Ordinal)
            .ToDictionary(party => party.Key, party => party.Select(pair => pair.Who).Order(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
    }

    private static Dictionary<int, long> Latest<T>(int count, Func<int, T> at, Func<T, int> party, Func<T, long> moment, Func<T, bool> counts)
    {
        var latest = new Dictionary<int, long>();
        for (int row = 0; row < count; row++)
        {
            T told = at(row);
            if (counts(told) && party(told) != Missing.Symbol) latest[party(told)] = Math.Max(latest.GetValueOrDefault(party(told), long.MinValue), moment(told));
        }

        return latest;
    }

    private static DateOnly? Day(Dictionary<int, long> moments, int party) => moments.TryGetValue(party, out long at) ? Micros.Day(at) : null;
}
