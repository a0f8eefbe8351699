using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>
/// What people do with alerts: cases, holds, evidence, decisions. Every act is one transaction with its entry in the audit log and its rows for the lake; acts of several
/// people take turns. One connection; not thread-safe: open one for each who works.
/// </summary>
public sealed partial class CaseStore : IDisposable
{
    private readonly StoreDatabase _database;
    private readonly HoldPolicy _policy;

    private CaseStore(StoreDatabase database, HoldPolicy policy) => (_database, _policy) = (database, policy);

    /// <summary>The store itself, for what else is kept in it.</summary>
    internal StoreDatabase Database => _database;

    private DbConnection Connection => _database.Connection;

    /// <summary>Opens a store, and makes or upgrades it where needed.</summary>
    /// <param name="address">File of SQLite, or connection string of PostgreSQL; see <see cref="StoreAddress"/>.</param>
    /// <param name="anchor">File for the heads of the audit log; beside the file of SQLite when null, required for PostgreSQL.</param>
    /// <param name="policy">What a release needs; the least when null.</param>
    /// <exception cref="StoreException">It cannot be opened, is no store, or was made by a later version; or the policy asks for less than the least.</exception>
    public static CaseStore Open(string address, string? anchor = null, HoldPolicy? policy = null) => (policy ?? HoldPolicy.Least).Refusal is { } refusal
        ? throw new StoreException("holds: " + refusal)
        : new CaseStore(StoreDatabase.Open(address, anchor), policy ?? HoldPolicy.Least);

    /// <summary>Opens the store of a lake.</summary>
    /// <exception cref="StoreException">It cannot be opened, is no store, or was made by a later version; or the policy asks for less than the least.</exception>
    public static CaseStore Open(StoreAddress address, HoldPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Open(address.Address, address.Anchor, policy);
    }

    /// <summary>Cases by priority, page by page; open ones unless states are named. Merged and withdrawn cases are not among them.</summary>
    /// <exception cref="StoreException">The limit is out of range, the search has too many words, or the cursor is none of ours.</exception>
    public CasePage List(CaseFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Limit is < 1 or > CaseFilter.MostOnPage) throw new StoreException(FormattableString.Invariant($"the limit is {filter.Limit}; accepted: 1 to {CaseFilter.MostOnPage}"));
        var parameters = new DynamicParameters();
        List<string> where = Conditions(filter, parameters);
        if (filter.Search is { } told && !string.IsNullOrWhiteSpace(told))
        {
            IReadOnlyList<string> words = SearchText.Query(told);
            if (words.Count == 0) return new CasePage([], null);
            where.Add(_database.SearchCondition(words, parameters));
        }

        if (filter.Cursor is { } cursor)
        {
            (double priority, string after) = ReadCursor(cursor);
            where.Add("(c.priority < @priority OR (c.priority = @priority AND c.case_id > @after))");
            parameters.Add("priority", priority);
            parameters.Add("after", after);
        }

        parameters.Add("limit", filter.Limit + 1);
        List<CaseRecord> found = [.. Connection.Query<CaseRow>(
            $"SELECT {CaseRow.Columns} FROM cases c WHERE {string.Join(" AND ", where)} ORDER BY c.priority DESC, c.case_id LIMIT @limit", parameters).Select(r => r.Record)];
        return found.Count <= filter.Limit ? new CasePage(found, null) : new CasePage(found[..filter.Limit], WriteCursor(found[filter.Limit - 1]));
    }

    /// <summary>How many cases stand where; states without any are not among them, nor are merged and withdrawn cases.</summary>
    public IReadOnlyDictionary<CaseState, int> Counts() => Connection.Query<(string State, long Count)>(
        "SELECT state, count(*) FROM cases WHERE merged_into IS NULL AND is_withdrawn = 0 GROUP BY state").ToDictionary(c => StoreText.Value<CaseState>(c.State), c => (int)c.Count);

    /// <summary>A case by its id or the beginning of it.</summary>
    /// <exception cref="StoreException">No case, or more than one, has that id.</exception>
    public CaseRecord Find(string caseId)
    {
        ArgumentException.ThrowIfNullOrEmpty(caseId);
        if (Connection.QuerySingleOrDefault<CaseRow>($"SELECT {CaseRow.Columns} FROM cases c WHERE c.case_id = @caseId", new { caseId }) is { } whole) return whole.Record;
        List<CaseRow> found = Connection.Query<CaseRow>(
            $"SELECT {CaseRow.Columns} FROM cases c WHERE substr(c.case_id, 1, length(@caseId)) = @caseId ORDER BY c.case_id LIMIT 6", new { caseId }).AsList();
        return found.Count switch
        {
            1 => found[0].Record,
            0 => throw new StoreException($"there is no case {caseId}; 'screening cases list' shows those there are"),
            _ => throw new StoreException($"several cases begin with {caseId}: {string.Join(", ", found.Take(5).Select(f => f.CaseId))}"),
        };
    }

    /// <summary>A case by its whole id; null when there is none.</summary>
    public CaseRecord? FindWhole(string caseId) => Connection.QuerySingleOrDefault<CaseRow>($"SELECT {CaseRow.Columns} FROM cases c WHERE c.case_id = @caseId", new { caseId })?.Record;

    /// <summary>Everything that is on record of a case. Who looks at it is on record as well.</summary>
    /// <param name="caseId">Its id, or the beginning of it.</param>
    /// <param name="actor">Who looks.</param>
    /// <exception cref="StoreException">No case, or more than one, has that id.</exception>
    public CaseFile Show(string caseId, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        CaseRecord found = Find(caseId);
        if (CasePermissions.IsSales(actor.Role)) throw Refused(actor, found.CaseId, "view", $"{CaseWords.Of(actor.Role)} may not see what is on record of a case");
        Record(actor, "view", found.CaseId, new { found.Version });
        return Read(found);
    }

    // In one go: each way to a server and back is time.
    private CaseFile Read(CaseRecord found)
    {
        using SqlMapper.GridReader told = Connection.QueryMultiple(
            $"""
            SELECT subject FROM case_subjects WHERE case_id = @caseId ORDER BY subject;
            SELECT alert_id FROM case_alerts WHERE case_id = @caseId ORDER BY alert_id;
            {EvidenceRow.Select};
            {RequestSelect};
            {AttachmentRow.Select} WHERE case_id = @caseId ORDER BY added_at, attachment_id
            """, new { caseId = found.CaseId });
        List<string> subjects = told.Read<string>().AsList(), alerts = told.Read<string>().AsList();
        List<CaseEvidence> evidence = [.. told.Read<EvidenceRow>().Select(e => e.Told)];
        List<EvidenceRequest> requests = [.. told.Read<(string, string, string, string, string, string, string?)>().Select(RequestOf)];
        List<CaseAttachment> attachments = [.. told.Read<AttachmentRow>().Select(a => a.Attachment)];
        return new CaseFile(found, subjects, alerts, evidence, requests, Holds(found.CaseId), attachments, [.. AuditLog.Entries(_database, 0, found.CaseId)]);
    }

    /// <summary>Records what concerns no act on a case: a view of sensitive data, a change of configuration or model.</summary>
    public void Record(CaseActor actor, string action, string? caseId, object content)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(content);
        using DbTransaction transaction = _database.BeginWrite();
        AuditStamp stamp = AuditLog.Append(_database, transaction, actor with { Name = StoreText.Told(actor.Name, "the name of who acts", 120) }, StoreText.Told(action, "the action", 60), caseId, content);
        Commit(transaction, stamp);
    }

    /// <summary>Checks the audit log: every entry, its order, its details, and the heads kept beside the store.</summary>
    public AuditReport VerifyAudit(CancellationToken cancellation = default) => AuditLog.Verify(_database, cancellation);

    /// <summary>Entries of the audit log in their order.</summary>
    /// <param name="after">Number of the last entry that is not wanted; 0 for all.</param>
    public IEnumerable<AuditEntry> Audit(long after = 0) => AuditLog.Entries(_database, after, null);

    /// <summary>Erases who and what of audit entries, notes among them, under retention rules. The chain still verifies, and says that they were erased.</summary>
    /// <param name="actor">An administrator.</param>
    /// <param name="entries">Numbers of the entries.</param>
    /// <param name="reason">By which rule.</param>
    /// <exception cref="StoreException">It is no administrator, or an entry is not there or tells of an erasure.</exception>
    public void Erase(CaseActor actor, IReadOnlyList<long> entries, string reason)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(entries);
        if (actor.Role != CaseRole.Administrator) throw Refused(actor, null, "erase", $"{CaseWords.Of(actor.Role)} may not erase; accepted: an administrator");
        using DbTransaction transaction = _database.BeginWrite();
        AuditStamp stamp = AuditLog.EraseDetails(_database, transaction, actor, entries, StoreText.Told(reason, "the reason", 1000));
        foreach (long seq in entries) SearchIndex.Remove(_database, transaction, "note", seq.ToString(CultureInfo.InvariantCulture));
        Commit(transaction, stamp);
    }

    /// <summary>Erases who and what of the entries before a moment, but for those on open cases and those that tell of an erasure.</summary>
    /// <param name="actor">An administrator.</param>
    /// <param name="before">The moment, UTC.</param>
    /// <param name="reason">By which rule.</param>
    /// <returns>How many were erased.</returns>
    public int EraseDetailsBefore(CaseActor actor, DateTime before, string reason)
    {
        HashSet<string> open = [.. Open().Select(c => c.CaseId)];
        List<long> entries = [.. Audit().Where(e => e.AtUtc < before && e.Actor is not null && e.Action != AuditLog.Erase && (e.CaseId is null || !open.Contains(e.CaseId))).Select(e => e.Seq)];
        foreach (long[] some in entries.Chunk(1000)) Erase(actor, some, reason);
        return entries.Count;
    }

    /// <summary>What open cases are about.</summary>
    public OpenWork OpenWork()
    {
        List<Alert> alerts = [.. Open().SelectMany(c => Alerts(c.CaseId))];
        return new OpenWork(
            [.. alerts.Select(a => a.Subject["S-".Length..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. alerts.SelectMany(a => a.Orders).Select(o => o.OrderId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private List<CaseRecord> Open()
    {
        var open = new List<CaseRecord>();
        for (string? cursor = null; ;)
        {
            CasePage page = List(new CaseFilter { Limit = CaseFilter.MostOnPage, Cursor = cursor });
            open.AddRange(page.Cases);
            if ((cursor = page.Next) is null) return open;
        }
    }

    /// <summary>A file of a case. It is to be saved, never shown in a page: send it as an attachment, with its type as told here and sniffing switched off.</summary>
    /// <exception cref="StoreException">There is none of that id.</exception>
    public (CaseAttachment Attachment, byte[] Content) Attachment(string attachmentId, CaseActor actor)
    {
        AttachmentRow row = Connection.QuerySingleOrDefault<AttachmentRow>(AttachmentRow.Select + "WHERE attachment_id = @attachmentId", new { attachmentId })
            ?? throw new StoreException($"there is no attachment {attachmentId}");
        Record(actor, "view_attachment", row.CaseId, new { attachmentId });
        return (row.Attachment, Connection.QuerySingle<byte[]>("SELECT content FROM attachment_contents WHERE sha256 = @Sha256", new { row.Sha256 }));
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static List<string> Conditions(CaseFilter filter, DynamicParameters parameters)
    {
        CaseState[] states = [.. filter.States ?? [.. Enum.GetValues<CaseState>().Where(s => !CaseTransitions.IsClosed(s))]];
        List<string> where = ["c.merged_into IS NULL", "c.is_withdrawn = 0", states.Length == 0 ? "1 = 0" : $"c.state IN ({string.Join(", ", states.Select((_, i) => FormattableString.Invariant($"@s{i}")))})"];
        foreach ((int i, CaseState state) in states.Index()) parameters.Add(FormattableString.Invariant($"s{i}"), StoreText.Word(state));
        if (filter.Assignee is { } assignee)
        {
            where.Add("c.assignee = @assignee");
            parameters.Add("assignee", assignee);
        }

        if (filter.IsHeld is { } held) where.Add(held ? "c.hold_id IS NOT NULL" : "c.hold_id IS NULL");
        if (filter.Country is { } country)
        {
            where.Add("c.country = @country");
            parameters.Add("country", country);
        }

        if (filter.DueBefore is { } due)
        {
            where.Add("c.due_on < @due");
            parameters.Add("due", StoreText.Of(due));
        }

        return where;
    }

    private static string WriteCursor(CaseRecord last) =>
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.Priority:R} {last.CaseId}")));

    private static (double Priority, string CaseId) ReadCursor(string cursor)
    {
        try
        {
            string[] parts = Encoding.UTF8.GetString(Convert.FromHexString(cursor)).Split(' ', 2);
            if (parts.Length == 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double priority)) return (priority, parts[1]);
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new StoreException("the cursor is none that a page ended with");
    }

    private List<CaseEvidence> EvidenceOf(string caseId, DbTransaction? transaction) =>
    [
        .. Connection.Query<EvidenceRow>(EvidenceRow.Select, new { caseId }, transaction).Select(e => e.Told),
    ];

    private const string RequestSelect = "SELECT request_id, kind, asked_of, asked_by, asked_at, due_on, answered_at FROM evidence_requests WHERE case_id = @caseId ORDER BY asked_at, request_id";

    private static EvidenceRequest RequestOf((string Id, string Kind, string Of, string By, string At, string Due, string? Answered) r) => new(
        r.Id, StoreText.Value<EvidenceRequestKind>(r.Kind), r.Of, r.By, StoreText.Moment(r.At), StoreText.Day(r.Due), r.Answered is { } at ? StoreText.Moment(at) : null);

    private List<CaseHold> Holds(string caseId) =>
    [
        .. Connection.Query<HoldRow>(
            """
            SELECT hold_id AS HoldId, placed_by AS PlacedBy, placed_as AS PlacedAs, placed_at AS PlacedAt, reason AS Reason, released_by AS ReleasedBy, released_at AS ReleasedAt, overridden AS Overridden
            FROM holds WHERE case_id = @caseId ORDER BY placed_at, hold_id
            """, new { caseId }).AsList().Select(h => new CaseHold(
                h.HoldId, h.PlacedBy, StoreText.Value<CaseRole>(h.PlacedAs), StoreText.Moment(h.PlacedAt), h.Reason,
                [.. Connection.Query<string>("SELECT order_id FROM hold_orders WHERE hold_id = @HoldId ORDER BY order_id", new { h.HoldId })],
                [.. Connection.Query<string>("SELECT person FROM hold_proposals WHERE hold_id = @HoldId ORDER BY proposed_at, person", new { h.HoldId })],
                h.ReleasedBy, h.ReleasedAt is { } at ? StoreText.Moment(at) : null, h.Overridden == 1)),
    ];

    private void Commit(DbTransaction transaction, AuditStamp stamp)
    {
        transaction.Commit();
        AuditAnchor.Append(_database.Anchor, stamp);
    }

    // An attempt is an act: it goes on record, and the one who tried is told why not.
    private CaseRefusedException Refused(CaseActor actor, string? caseId, string action, string refusal)
    {
        Record(actor, "refused", caseId, new { action, refusal });
        return new CaseRefusedException(refusal);
    }

    // The number of the log's entry that will tell of it: never given twice, and in the order in which things came.
    private string NewId(string prefix, DbTransaction transaction) => string.Create(
        CultureInfo.InvariantCulture, $"{prefix}{Connection.QuerySingle<long>("SELECT seq + 1 FROM audit_head WHERE id = 1", transaction: transaction):D9}");

    private sealed record EvidenceRow
    {
        public const string Select = """
            SELECT evidence_id AS EvidenceId, grade AS Grade, arranged_by AS ArrangedBy, source AS Source, content AS Content, recorded_by AS RecordedBy, recorded_as AS RecordedAs,
                recorded_at AS RecordedAt, request_id AS RequestId, attachment_id AS AttachmentId
            FROM case_evidence WHERE case_id = @caseId ORDER BY recorded_at, evidence_id
            """;

        public string EvidenceId { get; init; } = "";

        public string Grade { get; init; } = "";

        public string ArrangedBy { get; init; } = "";

        public string Source { get; init; } = "";

        public string Content { get; init; } = "";

        public string RecordedBy { get; init; } = "";

        public string RecordedAs { get; init; } = "";

        public string RecordedAt { get; init; } = "";

        public string? RequestId { get; init; }

        public string? AttachmentId { get; init; }

        public CaseEvidence Told
        {
            get
            {
                var evidence = new Evidence(StoreText.Value<EvidenceGrade>(Grade), StoreText.Value<EvidenceArranger>(ArrangedBy), RecordedBy, StoreText.Value<CaseRole>(RecordedAs));
                return new CaseEvidence(EvidenceId, evidence, evidence.IsIndependent, Source, Content, StoreText.Moment(RecordedAt), RequestId, AttachmentId);
            }
        }
    }

    private sealed record HoldRow
    {
        public string HoldId { get; init; } = "";

        public string PlacedBy { get; init; } = "";

        public string PlacedAs { get; init; } = "";

        public string PlacedAt { get; init; } = "";

        public string Reason { get; init; } = "";

        public string? ReleasedBy { get; init; }

        public string? ReleasedAt { get; init; }

        public int Overridden { get; init; }
    }

    private sealed record AttachmentRow
    {
        public const string Select = """
            SELECT attachment_id AS AttachmentId, case_id AS CaseId, name AS Name, media_type AS MediaType, size AS Size, sha256 AS Sha256, added_by AS AddedBy, added_at AS AddedAt FROM attachments

            """;

        public string AttachmentId { get; init; } = "";

        public string CaseId { get; init; } = "";

        public string Name { get; init; } = "";

        public string MediaType { get; init; } = "";

        public long Size { get; init; }

        public string Sha256 { get; init; } = "";

        public string AddedBy { get; init; } = "";

        public string AddedAt { get; init; } = "";

        public CaseAttachment Attachment => new(AttachmentId, Name, MediaType, Size, Sha256, AddedBy, StoreText.Moment(AddedAt));
    }
}
