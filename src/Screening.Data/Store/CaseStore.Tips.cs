using System.Data.Common;
using Dapper;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Tips: apart from all other evidence, seen by those who may, and taken to the lake with the next night.</summary>
public sealed partial class CaseStore
{
    private const string TipColumns = """
        tip_id AS TipId, received_at AS ReceivedAt, party_id AS PartyId, party_name AS PartyName, order_id AS OrderId, source_kind AS SourceKind, reliability AS Reliability, status AS Status,
            summary AS Summary, told_by AS ToldBy
        """;

    /// <summary>Tips that were told by form, the latest first. That somebody looked is on record.</summary>
    /// <param name="most">Most of them, 1 to 1000.</param>
    /// <param name="actor">Who looks.</param>
    /// <exception cref="CaseRefusedException">The role does not see tips.</exception>
    public IReadOnlyList<Tip> Tips(int most, CaseActor actor)
    {
        CaseActor named = SeesTips(actor);
        Record(named, "view_tips", null, new { most });
        return [.. Connection.Query<TipRow>($"SELECT {TipColumns} FROM tips ORDER BY received_at DESC, tip_id DESC LIMIT @most", new { most = Math.Clamp(most, 1, 1000) }).Select(t => t.Tip)];
    }

    /// <summary>Writes a tip down, and lets the next night take it to the lake.</summary>
    /// <exception cref="CaseRefusedException">The role does not see tips, or changes nothing.</exception>
    /// <exception cref="StoreException">A value is not as accepted, or the tip is about nobody and nothing.</exception>
    public Tip AddTip(Tip tip, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(tip);
        CaseActor named = WritesTips(actor);
        Tip kept = Checked(tip, named);
        using DbTransaction transaction = _database.BeginWrite();
        kept = kept with { TipId = NewId("TIP-", transaction), ToldBy = named.Name };
        Connection.Execute(
            """
            INSERT INTO tips (tip_id, received_at, party_id, party_name, order_id, source_kind, reliability, status, summary, told_by, told_at, changed_by, changed_at)
            VALUES (@TipId, @received, @PartyId, @PartyName, @OrderId, @SourceKind, @Reliability, @Status, @Summary, @ToldBy, @at, @ToldBy, @at)
            """,
            new { kept.TipId, received = StoreText.Of(kept.ReceivedAtUtc), kept.PartyId, kept.PartyName, kept.OrderId, kept.SourceKind, kept.Reliability, kept.Status, kept.Summary, kept.ToldBy, at = StoreText.Of(named.AtUtc) },
            transaction);
        Tell(kept, named, transaction);
        Commit(transaction, AuditLog.Append(_database, transaction, named, "tip", null, new { tip = kept.TipId, kept.SourceKind, kept.Reliability }));
        return kept;
    }

    /// <summary>Says what became of a tip.</summary>
    /// <exception cref="CaseRefusedException">The role does not see tips, or changes nothing.</exception>
    /// <exception cref="StoreException">There is no such tip, or no such outcome.</exception>
    public Tip SetTipStatus(string tipId, string status, CaseActor actor)
    {
        CaseActor named = WritesTips(actor);
        string told = OneOf(status, Tip.Statuses, "status");
        using DbTransaction transaction = _database.BeginWrite();
        Tip before = Connection.QuerySingleOrDefault<TipRow>($"SELECT {TipColumns} FROM tips WHERE tip_id = @tipId", new { tipId }, transaction)?.Tip ?? throw new StoreException($"there is no tip {tipId}");
        Tip after = before with { Status = told };
        Connection.Execute("UPDATE tips SET status = @told, changed_by = @Name, changed_at = @at WHERE tip_id = @tipId", new { told, named.Name, at = StoreText.Of(named.AtUtc), tipId }, transaction);
        Tell(after, named, transaction);
        Commit(transaction, AuditLog.Append(_database, transaction, named, "tip_status", null, new { tip = tipId, from = before.Status, to = told }));
        return after;
    }

    private static Tip Checked(Tip tip, CaseActor actor)
    {
        if (tip.ReceivedAtUtc > actor.AtUtc || tip.ReceivedAtUtc.Year < 1990)
            throw new StoreException(FormattableString.Invariant($"received is {tip.ReceivedAtUtc:yyyy-MM-dd HH:mm}; accepted: 1990-01-01 to {actor.AtUtc:yyyy-MM-dd HH:mm}, UTC"));
        string? Given(string? text, string what, int most) => string.IsNullOrWhiteSpace(text) ? null : StoreText.Told(text, what, most);
        Tip kept = tip with
        {
            PartyId = Given(tip.PartyId, "the party's id", 120),
            PartyName = Given(tip.PartyName, "the party's name", 400),
            OrderId = Given(tip.OrderId, "the order's number", 120),
            SourceKind = OneOf(tip.SourceKind, Tip.SourceKinds, "the source"),
            Reliability = OneOf(tip.Reliability, Tip.Reliabilities, "the reliability"),
            Status = OneOf(tip.Status, Tip.Statuses, "the status"),
            Summary = StoreText.Told(tip.Summary, "what the tip says", 4000),
        };
        return kept.PartyId is null && kept.PartyName is null && kept.OrderId is null ? throw new StoreException("the tip names neither a party nor an order; accepted: at least one of them") : kept;
    }

    private static string OneOf(string? value, IReadOnlyList<string> accepted, string what) =>
        value is not null && accepted.Contains(value) ? value : throw new StoreException($"{what} is '{value}'; accepted: {string.Join(", ", accepted)}");

    private void Tell(Tip tip, CaseActor actor, DbTransaction transaction) => CaseOutbox.Add(_database, transaction, "tips", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["tip_id"] = tip.TipId,
        ["received_at"] = CaseOutbox.Moment(tip.ReceivedAtUtc),
        ["party_id"] = tip.PartyId,
        ["party_name"] = tip.PartyName,
        ["order_id"] = tip.OrderId,
        ["source_kind"] = tip.SourceKind,
        ["reliability"] = tip.Reliability,
        ["status"] = tip.Status,
        ["summary"] = tip.Summary,
        ["known_at"] = CaseOutbox.Moment(actor.AtUtc),
    });

    private CaseActor SeesTips(CaseActor actor)
    {
        CaseActor named = Named(actor);
        return CasePermissions.SeesTips(named.Role) ? named : throw Refused(named, null, "view_tips", $"{CaseWords.Of(named.Role)} does not see tips; accepted: an analyst, a lead or an auditor");
    }

    private CaseActor WritesTips(CaseActor actor)
    {
        CaseActor named = SeesTips(actor);
        return CasePermissions.Refusal(named.Role, CaseAction.Note) is { } no ? throw Refused(named, null, "tip", no) : named;
    }

    private sealed record TipRow
    {
        public string TipId { get; init; } = "";

        public string ReceivedAt { get; init; } = "";

        public string? PartyId { get; init; }

        public string? PartyName { get; init; }

        public string? OrderId { get; init; }

        public string SourceKind { get; init; } = "";

        public string Reliability { get; init; } = "";

        public string Status { get; init; } = "";

        public string Summary { get; init; } = "";

        public string ToldBy { get; init; } = "";

        public Tip Tip => new()
        {
            TipId = TipId,
            ReceivedAtUtc = StoreText.Moment(ReceivedAt),
            PartyId = PartyId,
            PartyName = PartyName,
            OrderId = OrderId,
            SourceKind = SourceKind,
            Reliability = Reliability,
            Status = Status,
            Summary = Summary,
            ToldBy = ToldBy,
        };
    }
}
