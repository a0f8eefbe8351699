using Microsoft.AspNetCore.Mvc;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Second looks: a decided case without its decision, and the disagreements that came of earlier ones.</summary>
internal sealed class ReviewsModel(Desk desk) : DeskPage(desk)
{
    /// <summary>How many wait, for anybody.</summary>
    public int Open { get; private set; }

    /// <summary>The case to be judged; <c>null</c> where there is none for who looks.</summary>
    public BlindCase? Blind { get; private set; }

    /// <summary>Those that were judged; seen by leads, auditors and data scientists alone, as they name cases that somebody may still be judging.</summary>
    public IReadOnlyList<JudgedTwice> Judged { get; private set; } = [];

    /// <summary>Share of decided cases that are drawn.</summary>
    public double Share => Cases.HoldPolicy.SecondReviewShare;

    /// <summary>Whether who looks may judge.</summary>
    public bool MayJudge => May(CaseAction.Confirm);

    /// <summary>Whether who looks sees what came of earlier ones.</summary>
    public bool SeesJudged => Actor.Role is CaseRole.Lead or CaseRole.Auditor or CaseRole.DataScientist;

    /// <summary>Why nothing was kept; <c>null</c> for no reason.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a judgement was kept just now.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Reason, as typed.</summary>
    public string Reason { get; private set; } = "";

    public void OnGet(string? done)
    {
        IsKept = done is not null;
        Read(take: false);
    }

    public IActionResult OnPostTake()
    {
        Read(take: true);
        if (Blind is null) Problem = "Nothing waits for you: you know of every case that was drawn, or none was.";
        return Page();
    }

    public IActionResult OnPostJudge(string? review, SecondVerdict verdict, string? reason)
    {
        try
        {
            Cases.Judge(review ?? "", verdict, reason ?? "", Actor);
            return LocalRedirect("/reviews?done=1");
        }
        catch (StoreException e)
        {
            Problem = Told.Sentence(e.Message);
            Reason = reason ?? "";
            Response.StatusCode = e is CaseRefusedException ? 403 : 400;
            Read(take: e is not CaseRefusedException);
            return Page();
        }
    }

    private void Read(bool take)
    {
        ViewData["Page"] = "reviews";
        Open = Cases.OpenReviews();
        if (take && MayJudge) Blind = Cases.NextReview(Actor);
        if (SeesJudged) Judged = Cases.Reviewed(100);
    }
}
