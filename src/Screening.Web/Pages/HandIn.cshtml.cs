using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Where who sells hands in a paper that compliance asked for. Nothing of a case is shown, and every answer that is not a yes is the same.</summary>
internal sealed class HandInModel(Desk desk) : DeskPage(desk)
{
    /// <summary>The seller for whose orders papers are taken; <c>null</c> where the user has none.</summary>
    public string? SellerId { get; private set; }

    /// <summary>Number of what was taken just now; <c>null</c> for nothing.</summary>
    public string? Taken { get; private set; }

    /// <summary>Why nothing was taken; <c>null</c> for no reason.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet(string? taken)
    {
        if (Turned() is { } away) return away;
        Taken = taken is { Length: > 0 and <= 20 } && taken.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? taken : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? request, string? order, EvidenceGrade grade, string? content, IFormFile? upload)
    {
        if (Turned() is { } away) return away;
        try
        {
            if (SellerId is not { } seller) throw new StoreException("your name stands for no seller; an administrator can change that");
            byte[]? file = null;
            if (upload is not null)
            {
                if (upload.Length > AttachmentFile.MostBytes) throw new StoreException(FormattableString.Invariant($"the file has {upload.Length} bytes; accepted: up to {AttachmentFile.MostBytes}"));
                using var bytes = new MemoryStream((int)upload.Length);
                await upload.CopyToAsync(bytes, HttpContext.RequestAborted).ConfigureAwait(false);
                file = bytes.ToArray();
            }

            string taken = Cases.HandIn(new HandedIn(request?.Trim() ?? "", order?.Trim() ?? "", seller, grade, content ?? "", upload?.FileName, file), Actor);
            return LocalRedirect("/hand-in?taken=" + taken);
        }
        catch (StoreException e) when (e.InnerException is not System.Data.Common.DbException)
        {
            Problem = Told.Sentence(e.Message);
            Response.StatusCode = e is CaseRefusedException ? 403 : 400;
            return Page();
        }
    }

    /// <summary>What was typed into a field of the form that was not accepted; <c>null</c> elsewhere.</summary>
    public string? Typed(string field) => Problem is not null && Request.HasFormContentType ? (string?)Request.Form[field] : null;

    // This page alone is for who sells; everybody else has the case itself.
    private IActionResult? Turned()
    {
        ViewData["Page"] = "hand-in";
        if (!User.Identity!.IsAuthenticated) return Challenge();
        if (!CasePermissions.IsSales(Actor.Role)) return Forbid();
        SellerId = Desk.Users.Find(Actor.Name)?.SellerId;
        return null;
    }
}
