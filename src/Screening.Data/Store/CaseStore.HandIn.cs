using System.Data.Common;
using Dapper;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Papers that sellers hand in. They see nothing of a case: what they name is a request that somebody told them of, and an order of theirs.</summary>
public sealed partial class CaseStore
{
    /// <summary>What a seller is told of a request that is not open, not of that order, or not his to answer: always the same, so that nothing can be tried out.</summary>
    public const string NoSuchRequest = "no open request of that number is about that order of yours";

    /// <summary>Takes a paper of a seller as evidence of the least grades: what the customer says, or his own document. It answers the request, and counts for no release.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="actor">Who hands it in, as a seller or a sales representative.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="CaseRefusedException">Who hands it in does not sell.</exception>
    /// <exception cref="StoreException">The request is none of his, the grade is higher, or the file is not accepted.</exception>
    public string HandIn(HandedIn paper, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(paper);
        CaseActor named = Named(actor);
        if (!CasePermissions.IsSales(named.Role)) throw Refused(named, null, "hand_in", $"{CaseWords.Of(named.Role)} records evidence on the case; papers are handed in by who sells");
        if (paper.Grade is not (EvidenceGrade.SelfDeclared or EvidenceGrade.CustomerDocument)) throw new StoreException("the grade is none that a seller hands in; accepted: self_declared, customer_document");
        string content = StoreText.Told(paper.Content, "what the paper says", 20_000);
        (string Name, string MediaType, string? Text)? file = paper.File is { } bytes ? AttachmentFile.Check(paper.FileName ?? "", bytes) : null;
        if (file is null && paper.Grade == EvidenceGrade.CustomerDocument) throw new StoreException("a customer's document needs its file");
        string? evidence = null, known;
        using (DbTransaction transaction = _database.BeginWrite())
        {
            known = Connection.QuerySingleOrDefault<string>("SELECT case_id FROM evidence_requests WHERE request_id = @RequestId AND answered_at IS NULL", new { paper.RequestId }, transaction);
            if (known is not null && Sells(paper, known, transaction))
            {
                CaseActor ordered = Ordered(named, known, transaction);
                string? attachment = file is { } kept ? KeepFile(known, kept, paper.File!, ordered, transaction).Attachment.AttachmentId : null;
                var act = new EvidenceAct(
                    paper.Grade, paper.Grade == EvidenceGrade.CustomerDocument ? EvidenceArranger.Customer : EvidenceArranger.Sales, $"handed in by {named.Name} for seller {paper.SellerId}", content, paper.RequestId, attachment);
                CaseRecord before = Locked(known, transaction, null);
                if (Refusal(before, act, ordered, transaction) is null)
                {
                    evidence = NewId("E-", transaction);
                    Commit(transaction, Apply(before, act, ordered, transaction));
                }
            }
        }

        return evidence ?? throw Untaken(paper, known, named);
    }

    // On record with the case that the number names, where there is one: who tries numbers out is seen. The answer is the same either way.
    private StoreException Untaken(HandedIn paper, string? caseId, CaseActor actor)
    {
        Record(actor, "refused", caseId, new { action = "hand_in", refusal = NoSuchRequest, paper.RequestId, paper.OrderId, paper.SellerId });
        return new StoreException(NoSuchRequest);
    }

    private bool Sells(HandedIn paper, string caseId, DbTransaction transaction) => paper.SellerId.Length > 0 && ShownAlerts(caseId, transaction).SelectMany(a => a.Orders)
        .Any(o => o.OrderId == paper.OrderId && o.Parties.Any(p => p.Role == "seller" && p.PartyId == paper.SellerId));
}
