using System.Globalization;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Packs;
using Screening.Data.Store;
using Screening.Typologies;
using Screening.Web.Drawing;

namespace Screening.Web.Packs;

/// <summary>A case on one page that needs nothing else: who, what was ordered, by which way it went, what speaks for diversion, what evidence there is from whom, and what is not known.</summary>
internal static class Dossier
{
    private const string Css = """
        body { margin: 24px auto; max-width: 960px; padding: 0 16px; font: 14px/20px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; color: #1a1e23; background: #ffffff; }
        h1 { font-size: 24px; line-height: 32px; margin: 0 0 4px; } h2 { font-size: 16px; line-height: 24px; margin: 32px 0 8px; } p { margin: 0 0 8px; } ul { margin: 0; padding-left: 20px; }
        table { width: 100%; border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid #d5dae0; } thead th { font-size: 12px; color: #57606a; }
        .note { color: #57606a; font-size: 12px; line-height: 16px; } .lead { font-size: 16px; line-height: 24px; }
        @page { size: A4; margin: 14mm; } @media print { body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; line-height: 13pt; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
        """;

    // What a reader looks at first, by dataset: the columns that say it.
    private static readonly (string Dataset, string Title, string[] Columns)[] s_told =
    [
        ("parties", "Names, addresses and register", ["party_id", "known_at", "name", "kind", "country", "address", "registration_number", "incorporated_on", "ultimate_parent", "ultimate_parent_country"]),
        ("party_events", "Owners, directors and changes", ["party_id", "happened_on", "kind", "person", "owner_id", "share_held", "detail", "known_at"]),
        ("balance_sheets", "Statements", ["party_id", "period_end", "total_assets_usd", "customer_deposits_usd", "equity_usd", "revenue_usd", "audited", "known_at"]),
        ("capacity", "Sites and power", ["site_id", "party_id", "evidenced_on", "site_power_kw", "evidence_grade", "site_address", "known_at"]),
        ("shipments", "Ways", ["order_id", "leg_no", "from_place", "to_place", "departed_at", "arrived_at", "consignee_id", "carrier"]),
        ("certificates", "Statements of end users and call-backs", ["party_id", "order_id", "kind", "issued_on", "signed", "confirmed", "location", "known_at"]),
        ("payments", "Payments", ["order_id", "payer_id", "payer_name", "payer_country", "paid_at", "value_usd", "method"]),
        ("device_reports", "Devices after delivery", ["serial", "party_id", "kind", "seen_at", "country", "online", "installed", "inspected_by"]),
        ("outcomes", "From outside", ["party_id", "order_id", "kind", "finding", "source", "citation", "happened_on"]),
    ];

    /// <summary>The page.</summary>
    public static string Render(CaseFile file, IReadOnlyList<Alert> alerts, IReadOnlyList<RecordTable> records, PackOrigin origin)
    {
        Alert? latest = alerts.OrderByDescending(alert => alert.AsOf).FirstOrDefault();
        string name = string.IsNullOrWhiteSpace(file.Case.Name) ? file.Case.Subject : file.Case.Name;
        var html = new Html();
        html.Doctype();
        using (html.In("html", ("lang", "en")))
        {
            using (html.In("head"))
            {
                html.Empty("meta", ("charset", "utf-8"));
                html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'"));
                html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Add("title", "Dossier: " + name);
                html.Style(Css);
            }

            using (html.In("body"))
            {
                html.Add("h1", name);
                html.Add("p", $"{Figures.Country(file.Case.Country)}; case {file.Case.CaseId}, {CaseWords.Of(file.Case.State)} since {Moment(file.Case.StateSinceUtc)}", ("class", "note"));
                html.Add("p", FormattableString.Invariant($"Made by {origin.MadeBy} at {Moment(origin.AtUtc)} from snapshot {origin.Snapshot} of the firm's records. A case is a question that was asked of records, not a finding against anyone."), ("class", "note"));
                if (latest is not null) Alert(html, latest, alerts);
                Evidence(html, file);
                foreach ((string dataset, string title, string[] columns) in s_told)
                {
                    if (records.FirstOrDefault(table => table.Dataset == dataset) is { } table) Records(html, table, title, columns);
                }

                Decisions(html, file);
                string[] others = [.. records.Select(table => table.Dataset).Except(s_told.Select(told => told.Dataset), StringComparer.Ordinal)];
                html.Add("p", $"Every row with its file and line lies in records/{(others.Length == 0 ? "" : $", with {string.Join(", ", others)} beside these")}. Tips are left out.", ("class", "note"));
            }
        }

        html.Line();
        return html.ToString();
    }

    private static void Alert(Html html, Alert alert, IReadOnlyList<Alert> all)
    {
        html.Add("p", alert.Sentence, ("class", "lead"));
        html.Add("p", $"Risk {Figures.Risk(alert.Risk)}, which ranks and is no probability; at stake {Words.H100e(alert.StakeH100e)}, {Words.Usd(alert.StakeUsd)}; as of {Moment(alert.AsOf)}.");
        Section(html, "What speaks for diversion", ["sign", "what was found", "weight of evidence", "where the sign comes from"], alert.Reasons.Select(r => (string?[])[$"{r.Code} {r.Name}", r.Sentence, r.LogOdds.ToString("+0.00;-0.00", CultureInfo.InvariantCulture), r.Citation]));
        html.Add("h2", "What is not known");
        using (html.In("ul"))
        {
            foreach (string missing in alert.NotAssessed.DefaultIfEmpty("Nothing of what the night's policy looks for.")) html.Add("li", missing);
        }

        Section(html, "Who is linked", ["by what"], alert.Links.Select(link => (string?[])[link]));
        Section(html, "List matches", ["name", "entry", "score"], alert.ListMatches.Select(hit => (string?[])[$"{hit.Role}: {hit.Party}", $"{hit.ListedName} ({hit.List}, {hit.Entry})", hit.Score.ToString("0.000", CultureInfo.InvariantCulture)]));
        Section(
            html, "Orders", ["order", "placed", "goods", "H100e", "value, USD", "to", "parties"],
            all.SelectMany(a => a.Orders).DistinctBy(o => (o.OrderId, o.Version)).OrderBy(o => o.OrderedAt).ThenBy(o => o.OrderId, StringComparer.Ordinal).Select(o => (string?[])
            [
                $"{o.OrderId} v{o.Version.ToString(CultureInfo.InvariantCulture)}, {o.Status}", Moment(o.OrderedAt), string.Join("; ", o.Goods), Figures.Exact(o.H100e), Figures.ExactUsd(o.ValueUsd), o.Destination,
                string.Join("; ", o.Parties.Select(p => $"{p.Role}: {p.Name} ({p.PartyId})")),
            ]));
    }

    private static void Evidence(Html html, CaseFile file)
    {
        Section(html, "Evidence, by source", ["grade", "source", "what it says", "recorded"], file.Evidence.Select(e => (string?[])
            [CaseWords.Of(e.Evidence.Grade) + (e.IsIndependent ? ", independent" : ", not independent"), e.Source, e.Content, $"{e.Evidence.RecordedBy}, {Moment(e.RecordedAtUtc)}"]));
        Section(html, "Asked for", ["what", "of whom", "by whom", "due", "answered"], file.Requests.Select(r => (string?[])
            [r.Kind.ToString(), r.AskedOf, $"{r.AskedBy}, {Moment(r.AskedAtUtc)}", Figures.Day(r.DueOn), r.AnsweredAtUtc is { } at ? Moment(at) : "not yet"]));
        Section(html, "Files", ["file", "type", "bytes", "SHA-256", "added"], file.Attachments.Select(a => (string?[])[a.Name, a.MediaType, Figures.Exact(a.SizeBytes), a.Sha256, $"{a.AddedBy}, {Moment(a.AddedAtUtc)}"]));
    }

    private static void Decisions(Html html, CaseFile file)
    {
        Section(html, "Holds", ["orders", "placed", "why", "let go"], file.Holds.Select(h => (string?[])
            [string.Join(", ", h.Orders), $"{h.PlacedBy}, {Moment(h.PlacedAtUtc)}", h.Reason, h.ReleasedBy is { } by ? $"{by}, {Moment(h.ReleasedAtUtc!.Value)}" : "stands"]));
        Section(html, "Every act", ["when", "what", "who"], file.History.Select(entry => (string?[])[Moment(entry.AtUtc), entry.Action.Replace('_', ' '), entry.Actor is { } who ? $"{who} ({entry.Role})" : "erased"]));
    }

    private static void Records(Html html, RecordTable table, string title, string[] wanted)
    {
        int[] columns = [.. wanted.Select(name => Index(table, name)).Where(i => i >= 0)];
        (int file, int line) = (Index(table, "source_file"), Index(table, "source_line"));
        Section(
            html, title, [.. columns.Select(i => table.Columns[i].Replace('_', ' ')), "told in"],
            table.Rows.Select(row => (string?[])[.. columns.Select(i => row[i]), row[file] is { } told ? $"{told}{(row[line] is { } at ? ", line " + at : "")}" : null]));
    }

    private static int Index(RecordTable table, string column) => table.Columns.Index().FirstOrDefault(c => c.Item2 == column, (-1, "")).Item1;

    private static void Section(Html html, string title, string[] heads, IEnumerable<string?[]> rows)
    {
        List<string?[]> all = [.. rows];
        if (all.Count == 0) return;
        html.Add("h2", title);
        using (html.In("table"))
        {
            using (html.In("thead"))
            using (html.In("tr"))
            {
                foreach (string head in heads) html.Add("th", head, ("scope", "col"));
            }

            using (html.In("tbody"))
            {
                foreach (string?[] row in all)
                {
                    using (html.In("tr"))
                    {
                        foreach (string? cell in row) html.Add("td", cell ?? "not told");
                    }
                }
            }
        }
    }

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
