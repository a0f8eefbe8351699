using System.Globalization;
using System.Text.Json;
using Screening.Alerts;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Looks;
using Screening.Data.Packs;
using Screening.Data.Store;
using Screening.Typologies;

namespace Screening.Web.Triage;

/// <summary>What happened around a case, in order: what its parties did by the firm's records, what lists said, and what was held and asked.</summary>
/// <param name="Marks">Everything, the first first.</param>
/// <param name="LeftOut">How much of what came first is left out.</param>
/// <param name="Snapshot">Number of the lake's snapshot; 0 where the lake is empty.</param>
internal sealed record CaseTimeline(IReadOnlyList<TimelineMark> Marks, int LeftOut, long Snapshot)
{
    private const int Most = 400;
    private const int DrawnDays = 730;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Kinds of things, as they are drawn from top to bottom.</summary>
    public static IReadOnlyList<string> Lanes { get; } = ["orders", "shipments", "papers and payments", "the firm", "lists", "held, asked, decided"];

    /// <summary>The first day that is drawn: what happened years before would press all else to the edge.</summary>
    public DateTime DrawnFrom => Marks.Count == 0 ? default : Marks[0].AtUtc > Marks[^1].AtUtc.AddDays(-DrawnDays) ? Marks[0].AtUtc : Marks[^1].AtUtc.AddDays(-DrawnDays);

    /// <summary>The figures of its picture.</summary>
    public string Figures => JsonSerializer.Serialize(
        new
        {
            lanes = Lanes,
            start = Told.Iso(DrawnFrom),
            marks = Marks.Where(m => m.AtUtc >= DrawnFrom).Select(m => new { lane = Lanes.ToList().IndexOf(m.Lane), at = Told.Iso(m.AtUtc), until = m.UntilUtc is { } until ? Told.Iso(until) : null, text = Told.Of(m.Text, 120) }),
        }, Json);

    /// <summary>Of a case.</summary>
    public static CaseTimeline Of(CaseFile file, IReadOnlyList<Alert> alerts, LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        string[] parties = [.. file.Subjects.Where(s => s.Length > 2).Select(s => s[2..]).Concat(alerts.SelectMany(a => a.Orders).SelectMany(o => o.Parties).Where(p => p.Role is "end user" or "purchaser" or "ultimate consignee").Select(p => p.PartyId)).Distinct(StringComparer.Ordinal)];
        string[] orders = [.. alerts.SelectMany(a => a.Orders).Select(o => o.OrderId).Concat(alerts.SelectMany(a => a.Evidence.OrderHistory).Select(o => o.OrderId)).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, RecordTable> tables = SubjectRecords.Read(snapshot, contracts, parties, orders, cancellation).ToDictionary(t => t.Dataset, StringComparer.Ordinal);
        List<TimelineMark> marks =
        [
            .. Orders(alerts, tables.GetValueOrDefault("orders")), .. Shipments(tables.GetValueOrDefault("shipments")), .. Papers(tables), .. Firm(tables),
            .. Lists(ListEntries.History(snapshot, contracts, [.. alerts.SelectMany(a => a.ListMatches).Select(m => m.Entry).Where(e => e.Length > 0).Distinct(StringComparer.Ordinal)], cancellation)), .. Deeds(file),
        ];
        List<TimelineMark> ordered = [.. marks.Distinct().OrderBy(m => m.AtUtc).ThenBy(m => m.Lane, StringComparer.Ordinal).ThenBy(m => m.Text, StringComparer.Ordinal)];
        return new CaseTimeline([.. ordered.TakeLast(Most)], Math.Max(0, ordered.Count - Most), snapshot.AllFiles.Count == 0 ? 0 : snapshot.Number);
    }

    // What the lake tells of each version; else what the night kept.
    private static IEnumerable<TimelineMark> Orders(IReadOnlyList<Alert> alerts, RecordTable? table)
    {
        if (table is null) return alerts.SelectMany(a => a.Orders).Select(o => new TimelineMark(o.OrderedAt, Lanes[0], $"{o.OrderId} {o.Status}, {Words.H100e(o.H100e)}, {Words.Usd(o.ValueUsd)}"));
        var row = new Columns(table);
        return table.Rows.GroupBy(r => (Order: row.Text(r, "order_id"), Version: row.Text(r, "version"), Known: row.Moment(r, "known_at")))
            .Where(g => g.Key.Known is not null).Select(g =>
            {
                string status = row.Text(g.First(), "status") ?? (row.Text(g.First(), "deletes") == "yes" ? "taken back" : "told");
                DateTime at = g.Key.Version == "1" && row.Moment(g.First(), "ordered_at") is { } placed ? placed : g.Key.Known!.Value;
                double usd = g.Sum(r => double.TryParse(row.Text(r, "value_usd"), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0);
                return new TimelineMark(at, Lanes[0], $"{g.Key.Order} v{g.Key.Version} {status}{(usd > 0 ? ", " + Words.Usd(usd) : "")}");
            });
    }

    private static IEnumerable<TimelineMark> Shipments(RecordTable? table)
    {
        if (table is null) yield break;
        var row = new Columns(table);
        foreach (var leg in table.Rows.GroupBy(r => (row.Text(r, "shipment_id"), row.Text(r, "leg_no"))).Select(g => g.Last()))
        {
            (DateTime? departed, DateTime? arrived) = (row.Moment(leg, "departed_at"), row.Moment(leg, "arrived_at"));
            if ((departed ?? arrived ?? row.Moment(leg, "known_at")) is not { } at) continue;
            string way = $"{row.Text(leg, "from_place") ?? row.Text(leg, "from_country") ?? "not told"} to {row.Text(leg, "to_place") ?? row.Text(leg, "to_country") ?? "not told"}";
            yield return new TimelineMark(at, Lanes[1], $"{row.Text(leg, "order_id")}: {way}{(arrived is null ? ", arrival not told" : departed is null ? ", departure not told" : "")}", departed is not null && arrived > departed ? arrived : null);
        }
    }

    private static IEnumerable<TimelineMark> Papers(IReadOnlyDictionary<string, RecordTable> tables) =>
    [
        .. Each(tables, "certificates", "issued_on", Lanes[2], (row, r) => $"{row.Word(r, "kind")} of {row.Text(r, "party_id") ?? "nobody named"}{(row.Text(r, "signed") == "false" ? ", not signed" : "")}{(row.Text(r, "confirmed") is { } confirmed ? confirmed == "true" ? ", confirmed" : ", denied" : "")}"),
        .. Each(tables, "payments", "paid_at", Lanes[2], (row, r) => $"paid for {row.Text(r, "order_id")} by {row.Text(r, "payer_name") ?? row.Text(r, "payer_id") ?? "nobody named"}, {row.Word(r, "method")}"),
        .. Each(tables, "capacity", "evidenced_on", Lanes[2], (row, r) => $"site power {row.Text(r, "site_power_kw") ?? "not told"} kW, {row.Word(r, "evidence_grade")}"),
    ];

    private static IEnumerable<TimelineMark> Firm(IReadOnlyDictionary<string, RecordTable> tables) =>
    [
        .. Each(tables, "party_events", "happened_on", Lanes[3], (row, r) => $"{row.Word(r, "kind")} at {row.Text(r, "party_id")}{(row.Text(r, "detail") is { } detail ? ": " + detail : "")}"),
        .. Each(tables, "device_reports", "seen_at", Lanes[3], (row, r) => $"device {row.Text(r, "serial")} {row.Word(r, "kind")}{(row.Text(r, "country") is { } country ? " in " + country : "")}"),
        .. Each(tables, "outcomes", "happened_on", Lanes[3], (row, r) => $"{row.Word(r, "kind")}: {row.Word(r, "finding")}"),
    ];

    private static IEnumerable<TimelineMark> Each(IReadOnlyDictionary<string, RecordTable> tables, string dataset, string moment, string lane, Func<Columns, IReadOnlyList<string?>, string> words)
    {
        if (!tables.TryGetValue(dataset, out RecordTable? table)) yield break;
        var row = new Columns(table);
        foreach (IReadOnlyList<string?> told in table.Rows.Where(r => row.Text(r, "deletes") != "yes"))
        {
            if ((row.Moment(told, moment) ?? row.Moment(told, "known_at")) is { } at) yield return new TimelineMark(at, lane, words(row, told), IsDay: moment.EndsWith("_on", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<TimelineMark> Lists(IReadOnlyList<ListTelling> tellings) => tellings.GroupBy(t => t.Entry, StringComparer.Ordinal).SelectMany(entry => entry.Select((t, i) => new TimelineMark(
        t.KnownAtUtc, Lanes[4], $"{t.Entry} {(t.IsGone ? "taken off" : i == 0 ? "came with" : "changed in")} {t.List ?? "its list"}{(t.Name is { } name ? ": " + name : "")}{(t.EffectiveOn is { } day ? ", in effect from " + Drawing.Figures.Day(day) : "")}")));

    private static IEnumerable<TimelineMark> Deeds(CaseFile file)
    {
        foreach (CaseHold hold in file.Holds)
            yield return new TimelineMark(hold.PlacedAtUtc, Lanes[5], $"held by {hold.PlacedBy}: {hold.Reason}{(hold.ReleasedBy is { } by ? $"; let go by {by}" : "; stands")}", hold.ReleasedAtUtc);
        foreach (EvidenceRequest request in file.Requests)
            yield return new TimelineMark(request.AskedAtUtc, Lanes[5], $"asked {request.AskedOf} for {Told.Of(request.Kind)}{(request.AnsweredAtUtc is null ? "; not answered" : "; answered")}", request.AnsweredAtUtc);
        foreach (CaseEvidence evidence in file.Evidence)
            yield return new TimelineMark(evidence.RecordedAtUtc, Lanes[5], $"evidence: {Casework.CaseWords.Of(evidence.Evidence.Grade)}, {evidence.Source}");
        foreach (AuditEntry entry in file.History.Where(h => h.Action is "release" or "confirm" or "dismiss" or "reopen" or "escalate" or "merge" or "split"))
            yield return new TimelineMark(entry.AtUtc, Lanes[5], $"{Told.Action(entry.Action)} by {entry.Actor ?? "somebody whose data were erased"}");
    }

    private sealed class Columns(RecordTable table)
    {
        private readonly Dictionary<string, int> _at = table.Columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);

        public string? Text(IReadOnlyList<string?> row, string column) => _at.TryGetValue(column, out int i) ? row[i] : null;

        public string Word(IReadOnlyList<string?> row, string column) => (Text(row, column) ?? "not told").Replace('_', ' ');

        public DateTime? Moment(IReadOnlyList<string?> row, string column) =>
            DateTime.TryParse(Text(row, column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime at) ? at : null;
    }
}
