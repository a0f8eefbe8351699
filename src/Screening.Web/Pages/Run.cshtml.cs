using Microsoft.AspNetCore.Mvc;
using Screening.Data.Jobs;
using Screening.Web.Jobs;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>A run, with the end of what it said.</summary>
internal sealed class RunModel(Desk desk, JobDesk jobs) : DeskPage(desk)
{
    /// <summary>Most lines shown.</summary>
    public const int MostLines = 300;

    /// <summary>The run.</summary>
    public JobRun Run { get; private set; } = null!;

    /// <summary>What it said last.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    public IActionResult OnGet(string id)
    {
        using JobStore? store = jobs.Open();
        if (store?.Find(id) is not { } run) return NotFound();
        (Run, Lines) = (run, JobFolder.LastLines(jobs.Lake, run, MostLines));
        return Page();
    }
}
