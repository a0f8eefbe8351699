using Microsoft.AspNetCore.Mvc;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Takes a case into another: shows first what would move.</summary>
internal sealed class MergeModel(Desk desk) : DeskPage(desk)
{
    /// <summary>The case that would be taken in.</summary>
    public CaseRecord Case { get; private set; } = null!;

    /// <summary>What would be done; <c>null</c> before another case is named.</summary>
    public MergePreview? Preview { get; private set; }

    /// <summary>The other case, as typed.</summary>
    public string Into { get; private set; } = "";

    /// <summary>Why, as typed.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>What went wrong; <c>null</c> for nothing.</summary>
    public string? Problem { get; private set; }

    public void OnGet(string id, string? into) => Read(id, into);

    public IActionResult OnPost(string id, string? into, string? reason)
    {
        try
        {
            return LocalRedirect($"/cases/{Cases.Merge(id, into ?? "", Actor, reason ?? "").CaseId}?done=merge");
        }
        catch (Exception e) when (e is StoreException or ArgumentException)
        {
            Problem = Told.Sentence(e.Message);
            Reason = reason ?? "";
            Response.StatusCode = e is CaseRefusedException ? 403 : 400;
            Read(id, into);
            return Page();
        }
    }

    private void Read(string id, string? into)
    {
        Case = Cases.Find(id);
        Into = into?.Trim() ?? "";
        if (Into.Length == 0) return;
        try
        {
            Preview = Cases.PreviewMerge(Case.CaseId, Into, Actor);
        }
        catch (StoreException e)
        {
            Problem ??= Told.Sentence(e.Message);
        }
    }
}
