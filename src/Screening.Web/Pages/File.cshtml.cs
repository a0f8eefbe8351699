using Microsoft.AspNetCore.Mvc;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Hands out a file: to be saved, never shown in a page. Who takes it is on record.</summary>
internal sealed class FileModel(Desk desk) : DeskPage(desk)
{
    public IActionResult OnGet(string id)
    {
        (CaseAttachment attachment, byte[] content) = Cases.Attachment(id, Actor);

        // A type that no browser opens by itself: what the file says it is stays in the list.
        return File(content, "application/octet-stream", attachment.Name);
    }
}
