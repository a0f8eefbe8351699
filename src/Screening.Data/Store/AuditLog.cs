using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;

namespace Screening.Data.Store;

/// <summary>
/// The audit log: what was done, in one chain of hashes. The chain holds number, moment, action, case and the hash of the details; who and what exactly stand in a table
/// of their own, salted, so that erasing them leaves a chain that still verifies and nothing that can be guessed.
/// </summary>
internal static class AuditLog
{
    /// <summary>The action that erases.</summary>
    public const string Erase = "erase";

    private const char Between = '\u001f';
    private const int MostProblems = 20;

    /// <summary>Appends an entry, in the transaction of what it tells.</summary>
    /// <param name="database">The store.</param>
    /// <param name="transaction">The transaction; the caller appends the stamp to the anchor once it has committed.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What.</param>
    /// <param name="caseId">The case; null for none.</param>
    /// <param name="content">What exactly, written as JSON.</param>
    public static AuditStamp Append(StoreDatabase database, DbTransaction transaction, CaseActor actor, string action, string? caseId, object content)
    {
        (long last, string previous) = database.Connection.QuerySingle<(long, string)>("SELECT seq, hash FROM audit_head WHERE id = 1", transaction: transaction);
        long seq = last + 1;
        string at = StoreText.Of(actor.AtUtc), role = StoreText.Word(actor.Role), json = Json(actor, content), salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string detail = DetailHash(actor.Name, role, json, salt), hash = EntryHash(seq, at, action, caseId, detail, previous);
        database.Connection.Execute(
            """
            INSERT INTO audit_entries (seq, at, action, case_id, detail_hash, previous, hash) VALUES (@seq, @at, @action, @caseId, @detail, @previous, @hash);
            INSERT INTO audit_details (seq, actor, role, content, salt) VALUES (@seq, @Name, @role, @json, @salt);
            UPDATE audit_head SET seq = @seq, hash = @hash WHERE id = 1
            """,
            new { seq, at, action, caseId, detail, previous, hash, actor.Name, role, json, salt }, transaction);
        return new AuditStamp(seq, hash);
    }

    /// <summary>Entries in their order, from one on.</summary>
    public static IEnumerable<AuditEntry> Entries(StoreDatabase database, long after, string? caseId) => database.Connection.Query<EntryRow>(
        EntryRow.Select + "WHERE e.seq > @after AND (CAST(@caseId AS TEXT) IS NULL OR e.case_id = @caseId) ORDER BY e.seq",
        new { after, caseId }, buffered: caseId is not null).Select(r => new AuditEntry(r.Seq, StoreText.Moment(r.At), r.Action, r.CaseId, r.Actor, r.Role, r.Content, r.Hash));

    /// <summary>Checks every entry, its order, its details, and the heads kept beside the store.</summary>
    public static AuditReport Verify(StoreDatabase database, CancellationToken cancellation)
    {
        var problems = new List<string>();

        // One snapshot of the store: an act in the middle would look like tampering.
        using DbTransaction transaction = database.BeginRead();
        var heads = (AuditAnchor.Read(database.Anchor) ?? []).GroupBy(h => h.Seq).ToDictionary(g => g.Key, g => g.Select(h => h.Hash).Distinct(StringComparer.Ordinal).ToList());
        var bare = new SortedSet<long>();
        var erased = new HashSet<long>();
        (long seq, string previous, long anchored) = (0, "", 0);
        foreach (EntryRow row in database.Connection.Query<EntryRow>(EntryRow.Select + "ORDER BY e.seq", transaction: transaction, buffered: false))
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.Seq != seq + 1) problems.Add(Said($"entry {seq + 1} is missing: {row.Seq} follows {seq}"));
            if (row.Previous != previous) problems.Add(Said($"entry {row.Seq} does not follow the one before it"));
            if (row.Hash != EntryHash(row.Seq, row.At, row.Action, row.CaseId, row.DetailHash, row.Previous)) problems.Add(Said($"entry {row.Seq} was altered"));
            if (heads.TryGetValue(row.Seq, out List<string>? kept))
            {
                anchored++;
                if (kept.Exists(h => h != row.Hash)) problems.Add(Said($"entry {row.Seq} is not the one whose hash is kept in {Path.GetFileName(database.Anchor)}"));
            }

            if (row.Salt is null) bare.Add(row.Seq);
            else if (row.DetailHash != DetailHash(row.Actor!, row.Role!, row.Content!, row.Salt)) problems.Add(Said($"the details of entry {row.Seq} were altered"));
            else if (row.Action == Erase) erased.UnionWith(ErasedBy(row.Content!));
            (seq, previous) = (row.Seq, row.Hash);
            if (problems.Count > MostProblems) break;
        }

        Ends(database, transaction, heads, (seq, previous), problems);
        foreach (long missing in bare.Where(b => !erased.Contains(b)).Take(MostProblems)) problems.Add(Said($"the details of entry {missing} are gone, and no entry says that they were erased"));
        long loose = database.Connection.QuerySingle<long>("SELECT count(*) FROM audit_details WHERE seq NOT IN (SELECT seq FROM audit_entries)", transaction: transaction);
        if (loose > 0) problems.Add(Said($"{loose} details belong to no entry"));
        return new AuditReport(seq, bare.Count, anchored, previous, problems);
    }

    /// <summary>Erases the details of entries, and says so in an entry of its own.</summary>
    /// <exception cref="StoreException">An entry is not there, or tells of an erasure.</exception>
    public static AuditStamp EraseDetails(StoreDatabase database, DbTransaction transaction, CaseActor actor, IReadOnlyList<long> entries, string reason)
    {
        foreach (long seq in entries)
        {
            string? action = database.Connection.QuerySingleOrDefault<string>("SELECT action FROM audit_entries WHERE seq = @seq", new { seq }, transaction);
            if (action is null) throw new StoreException(Said($"there is no entry {seq} in the audit log"));
            if (action == Erase) throw new StoreException(Said($"entry {seq} tells what was erased and stays"));
            database.Connection.Execute("DELETE FROM audit_details WHERE seq = @seq", new { seq }, transaction);
        }

        return Append(database, transaction, actor, Erase, null, new { entries, reason });
    }

    // A clock that went back is told with the act: its moment is not the one that the clock said.
    private static string Json(CaseActor actor, object content)
    {
        if (actor.ClockSaidUtc is not { } said) return JsonSerializer.Serialize(content, AlertJson.Options);
        JsonObject told = JsonSerializer.SerializeToNode(content, AlertJson.Options)!.AsObject();
        told["clock_said"] = StoreText.Of(said);
        return told.ToJsonString(AlertJson.Options);
    }

    private static void Ends(StoreDatabase database, DbTransaction transaction, Dictionary<long, List<string>> heads, (long Seq, string Hash) last, List<string> problems)
    {
        if (heads.Count > 0 && heads.Keys.Max() is var most && most > last.Seq) problems.Add(Said($"the log ends with entry {last.Seq}, and entry {most} was kept beside it: the end was cut off"));
        if (heads.Count == 0 && last.Seq > 0) problems.Add(Said($"the heads of the log, {Path.GetFileName(database.Anchor)}, are gone"));
        (long seq, string hash) = database.Connection.QuerySingleOrDefault<(long, string)>("SELECT seq, hash FROM audit_head WHERE id = 1", transaction: transaction);
        if ((seq, hash ?? "") != last) problems.Add(Said($"the store says that the log ends with entry {seq}, and it ends with entry {last.Seq} or with another one of that number"));
    }

    private static long[] ErasedBy(string content)
    {
        using JsonDocument document = JsonDocument.Parse(content);
        return [.. document.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetInt64())];
    }

    // Lengths, so that no two entries read alike whatever stands in them.
    private static string EntryHash(long seq, string at, string action, string? caseId, string detail, string previous) =>
        Hash([seq.ToString(CultureInfo.InvariantCulture), at, action, caseId is null ? "-" : "+" + caseId, detail, previous]);

    private static string DetailHash(string actor, string role, string content, string salt) => Hash([salt, actor, role, content]);

    private static string Hash(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Length}{Between}{p}"))))));

    private static string Said(FormattableString sentence) => FormattableString.Invariant(sentence);

    private sealed record EntryRow
    {
        public const string Select = """
            SELECT e.seq AS Seq, e.at AS At, e.action AS Action, e.case_id AS CaseId, e.detail_hash AS DetailHash, e.previous AS Previous, e.hash AS Hash,
                d.actor AS Actor, d.role AS Role, d.content AS Content, d.salt AS Salt
            FROM audit_entries e LEFT JOIN audit_details d ON d.seq = e.seq

            """;

        public long Seq { get; init; }

        public string At { get; init; } = "";

        public string Action { get; init; } = "";

        public string? CaseId { get; init; }

        public string DetailHash { get; init; } = "";

        public string Previous { get; init; } = "";

        public string Hash { get; init; } = "";

        public string? Actor { get; init; }

        public string? Role { get; init; }

        public string? Content { get; init; }

        public string? Salt { get; init; }
    }
}
