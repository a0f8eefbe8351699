using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Alerts;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Packs;
using Screening.Data.Quarantines;
using Screening.Data.Store;

namespace Screening.Web.Packs;

/// <summary>
/// A case to be handed over: a dossier to read, and beside it everything that the dossier rests on, each row with the file and line it came from and each file with
/// its hash. Making one is an act on record itself, and the next one tells of it.
/// </summary>
internal sealed class EvidencePack
{
    private static readonly HashSet<string> s_buyers = new(["end user", "ultimate consignee", "intermediate consignee", "purchaser", "payer"], StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    private EvidencePack()
    {
    }

    /// <summary>Makes a pack. That it was made is on record.</summary>
    /// <param name="store">The cases.</param>
    /// <param name="caseId">The case, or the beginning of its id.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="snapshot">What the lake holds.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Name of the file, and its bytes.</returns>
    /// <exception cref="StoreException">There is no such case, or the role may not see it.</exception>
    public static (string Name, byte[] Zip) Of(CaseStore store, string caseId, CaseActor actor, LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        CaseFile file = store.Show(caseId, actor);
        IReadOnlyList<Alert> alerts = store.Alerts(file.Case.CaseId);
        string[] parties =
        [
            .. file.Subjects.Select(subject => subject[2..])
                .Concat(alerts.SelectMany(alert => alert.Orders).SelectMany(order => order.Parties).Where(party => s_buyers.Contains(party.Role)).Select(party => party.PartyId))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        string[] orders = [.. alerts.SelectMany(alert => alert.Orders).Select(order => order.OrderId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        IReadOnlyList<RecordTable> records = SubjectRecords.Read(snapshot, contracts, parties, orders, cancellation);
        var pack = new EvidencePack();
        var origin = new PackOrigin(actor.Name, actor.AtUtc, snapshot.Number, snapshot.Id);
        pack.Add("dossier.html", Dossier.Render(file, alerts, records, origin));
        pack.Add("case.json", Json(file with { History = [] }));
        pack.Add("alerts.json", Json(alerts));
        pack.Add("log.jsonl", string.Concat(file.History.Select(entry => JsonSerializer.Serialize(entry, AlertJson.Options) + "\n")));
        foreach (RecordTable table in records) pack.Add($"records/{table.Dataset}.csv", Csv(table));
        foreach (CaseAttachment attachment in file.Attachments) pack._entries.Add($"files/{attachment.AttachmentId}-{attachment.Name}", store.Attachment(attachment.AttachmentId, actor).Content);
        pack.Add("READ-ME.txt", ReadMe(file, origin));
        byte[] zip = pack.Zip(actor.AtUtc);
        store.Record(actor, "pack", file.Case.CaseId, new { sha256 = Convert.ToHexStringLower(SHA256.HashData(zip)), files = pack._entries.Count, snapshot = snapshot.Number });
        return ($"{file.Case.CaseId}-{actor.AtUtc.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.zip", zip);
    }

    private void Add(string name, string text) => _entries.Add(name, Encoding.UTF8.GetBytes(text));

    private byte[] Zip(DateTime at)
    {
        Add("MANIFEST.sha256", string.Concat(_entries.Select(entry => $"{Convert.ToHexStringLower(SHA256.HashData(entry.Value))}  {entry.Key}\n")));
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach ((string name, byte[] content) in _entries)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = new DateTimeOffset(at, TimeSpan.Zero);
                using Stream into = entry.Open();
                into.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static string ReadMe(CaseFile file, PackOrigin origin) => FormattableString.Invariant(
        $"""
        Case {file.Case.CaseId}, made by {origin.MadeBy} at {origin.AtUtc:yyyy-MM-dd HH:mm:ss} UTC from snapshot {origin.Snapshot} ({origin.SnapshotId}).

        dossier.html   what is known and what is not, to read and print
        case.json      the case: evidence, requests, holds, decisions
        alerts.json    what the nights showed, with reasons and versions
        log.jsonl      every act on the case, each with the hash that covers all before it
        records/       every row that the firm's systems told of its parties and orders, with file and line
        files/         files as they were handed in; open none that you do not trust
        MANIFEST.sha256   hashes of all of these: sha256sum -c MANIFEST.sha256

        A case is a question that was asked of records, not a finding against anyone. Tips are left out: who gave them stays with those who may know.

        """);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, AlertJson.Indented) + "\n";

    private static string Csv(RecordTable table)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', table.Columns).Append("\r\n");
        foreach (IReadOnlyList<string?> row in table.Rows) csv.AppendJoin(',', row.Select(SpreadsheetText.Cell)).Append("\r\n");
        return csv.ToString();
    }
}

/// <summary>Who made a pack, when, and from what.</summary>
/// <param name="MadeBy">Who.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Snapshot">Number of the lake's snapshot.</param>
/// <param name="SnapshotId">Its hash.</param>
internal sealed record PackOrigin(string MadeBy, DateTime AtUtc, long Snapshot, string SnapshotId);
