using Microsoft.AspNetCore.Mvc;
using Screening.Data.Lakes;
using Screening.Web.Packs;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Hands out a case as a pack. Who made it is on record.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="lake">The lake behind them.</param>
internal sealed class PackModel(Desk desk, PackLake lake) : DeskPage(desk)
{
    public IActionResult OnGet(string id)
    {
        (string name, byte[] zip) = EvidencePack.Of(Cases, id, Actor, Lake.Open(lake.Folder).Snapshot(), lake.Contracts, HttpContext.RequestAborted);
        return File(zip, "application/zip", name);
    }
}
