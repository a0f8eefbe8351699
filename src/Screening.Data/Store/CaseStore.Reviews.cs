using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>A drawn share of decided cases is judged a second time, by somebody who knows neither the decision nor who made it.</summary>
public sealed partial class CaseStore
{
    private const int MostReviewsTried = 200;

    /// <summary>Drawn cases that nobody has judged a second time yet.</summary>
    public int OpenReviews() => (int)Connection.QuerySingle<long>("SELECT count(*) FROM second_reviews WHERE judged_at IS NULL");

    /// <summary>The case that somebody is to judge a second time: one that he has begun, else the one drawn first that he knows nothing of. It is his from then on.</summary>
    /// <returns>The case without its decision; null when there is none for him.</returns>
    /// <exception cref="CaseRefusedException">The role decides nothing.</exception>
    public BlindCase? NextReview(CaseActor actor)
    {
        CaseActor named = Named(actor);
        if (CasePermissions.Refusal(named.Role, CaseAction.Confirm) is { } no) throw Refused(named, null, "second_review", no);
        using DbTransaction transaction = _database.BeginWrite();
        foreach ((string id, string caseId, string? reviewer) in Connection.Query<(string, string, string?)>(
            "SELECT review_id, case_id, reviewer FROM second_reviews WHERE judged_at IS NULL ORDER BY drawn_at, review_id LIMIT @most", new { most = MostReviewsTried }, transaction)
            .OrderBy(r => IsSame(r.Item3, named.Name) ? 0 : 1).ToList())
        {
            if (reviewer is not null && !IsSame(reviewer, named.Name)) continue;
            if (Knows(named.Name, caseId, transaction)) continue;
            AuditStamp? stamp = null;
            if (reviewer is null)
            {
                Connection.Execute("UPDATE second_reviews SET reviewer = @Name, taken_at = @at WHERE review_id = @id", new { named.Name, at = StoreText.Of(named.AtUtc), id }, transaction);
                stamp = AuditLog.Append(_database, transaction, named, "second_review_taken", caseId, new { review = id });
            }

            var blind = new BlindCase(
                id, ShownAlerts(caseId, transaction), EvidenceOf(caseId, transaction),
                [.. Connection.Query<string>("SELECT name FROM attachments WHERE case_id = @caseId ORDER BY added_at, attachment_id", new { caseId }, transaction)]);
            if (stamp is not null) Commit(transaction, stamp);
            return blind;
        }

        return null;
    }

    /// <summary>Says what a second look came to. It changes nothing of the case: that the two disagree is for the figures, and for a lead.</summary>
    /// <param name="reviewId">Which.</param>
    /// <param name="verdict">What.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="actor">Who has taken it.</param>
    /// <exception cref="CaseRefusedException">Somebody else has it, or who judges has looked at the case meanwhile.</exception>
    /// <exception cref="StoreException">There is no such review that is open.</exception>
    public JudgedTwice Judge(string reviewId, SecondVerdict verdict, string reason, CaseActor actor)
    {
        (CaseActor named, string why) = (Named(actor), StoreText.Told(reason, "the reason", MostReason));
        if (!Enum.IsDefined(verdict)) throw new StoreException("the verdict is none; accepted: diversion, no_diversion, unsure");
        string? refusal = CasePermissions.Refusal(named.Role, CaseAction.Confirm), caseId = null;
        using (DbTransaction transaction = _database.BeginWrite())
        {
            ReviewRow row = Connection.QuerySingleOrDefault<ReviewRow>(ReviewRow.Select + "WHERE review_id = @reviewId AND judged_at IS NULL", new { reviewId }, transaction)
                ?? throw new StoreException($"no open second review is {reviewId}");
            caseId = row.CaseId;
            refusal ??= !IsSame(row.Reviewer, named.Name) ? "this second review is with somebody else"
                : Knows(named.Name, row.CaseId, transaction) ? "you looked at the case since you took it, so that the review is no longer blind; somebody else judges it" : null;
            if (refusal is null)
            {
                Connection.Execute(
                    "UPDATE second_reviews SET verdict = @verdict, reason = @why, judged_at = @at WHERE review_id = @reviewId",
                    new { verdict = StoreText.Word(verdict), why, at = StoreText.Of(named.AtUtc), reviewId }, transaction);
                Commit(transaction, AuditLog.Append(_database, transaction, named, "second_review", row.CaseId, new { review = reviewId, verdict, reason = why }));
                return new JudgedTwice(reviewId, row.CaseId, row.Decision, row.DecidedBy, verdict, named.Name, why, named.AtUtc);
            }

            if (IsSame(row.Reviewer, named.Name))
            {
                Connection.Execute("UPDATE second_reviews SET reviewer = NULL, taken_at = NULL WHERE review_id = @reviewId", new { reviewId }, transaction);
                transaction.Commit();
            }
        }

        throw Refused(named, caseId, "second_review", refusal);
    }

    /// <summary>Cases that were judged twice, the latest first.</summary>
    /// <param name="most">Most of them.</param>
    public IReadOnlyList<JudgedTwice> Reviewed(int most = 1000) =>
    [
        .. Connection.Query<ReviewRow>(ReviewRow.Select + "WHERE judged_at IS NOT NULL ORDER BY judged_at DESC, review_id LIMIT @most", new { most })
            .Select(r => new JudgedTwice(r.ReviewId, r.CaseId, r.Decision, r.DecidedBy, StoreText.Value<SecondVerdict>(r.Verdict!), r.Reviewer!, r.Reason!, StoreText.Moment(r.JudgedAt!))),
    ];

    // The hash of the log's entry rests on a salt that is drawn with it: who decides can neither foresee nor choose whether his case is looked at again.
    private void DrawSecondReview(CaseRecord before, CaseState decision, CaseActor actor, AuditStamp stamp, DbTransaction transaction)
    {
        double drawn = BinaryPrimitives.ReadUInt32BigEndian(Convert.FromHexString(stamp.Hash)) / 4294967296.0;
        if (drawn >= _policy.SecondReviewShare) return;
        Connection.Execute(
            """
            INSERT INTO second_reviews (review_id, case_id, case_version, decision, decided_by, drawn_at, reviewer, taken_at, verdict, reason, judged_at)
            VALUES (@id, @CaseId, @version, @decision, @Name, @at, NULL, NULL, NULL, NULL, NULL)
            """,
            new { id = "R-" + stamp.Hash[8..18], before.CaseId, version = before.Version + 1, decision = StoreText.Word(decision), actor.Name, at = StoreText.Of(actor.AtUtc) }, transaction);
    }

    // Whoever acted on the case, or looked at it, knows what became of it or can guess.
    private bool Knows(string person, string caseId, DbTransaction transaction) => Connection.Query<string>(
        """
        SELECT DISTINCT d.actor FROM audit_entries e JOIN audit_details d ON d.seq = e.seq
        WHERE e.case_id = @caseId AND e.action NOT IN ('second_review_taken', 'refused')
        """, new { caseId }, transaction).Any(known => IsSame(known, person));

    private static bool IsSame(string? a, string b) => a is not null && StoreText.Folded(a) == StoreText.Folded(b);

    private sealed record ReviewRow
    {
        public const string Select = """
            SELECT review_id AS ReviewId, case_id AS CaseId, decision AS Decision, decided_by AS DecidedBy, reviewer AS Reviewer, verdict AS Verdict, reason AS Reason, judged_at AS JudgedAt
            FROM second_reviews

            """;

        public string ReviewId { get; init; } = "";

        public string CaseId { get; init; } = "";

        public string Decision { get; init; } = "";

        public string DecidedBy { get; init; } = "";

        public string? Reviewer { get; init; }

        public string? Verdict { get; init; }

        public string? Reason { get; init; }

        public string? JudgedAt { get; init; }
    }
}
