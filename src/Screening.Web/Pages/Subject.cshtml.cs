using Microsoft.AspNetCore.Mvc;
using Screening.Alerts;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Everything that is known of a subject: who it is, every case, order, hold and piece of evidence.</summary>
internal sealed class SubjectModel(Desk desk) : DeskPage(desk)
{
    /// <summary>Its id.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Its cases, the latest first, with their records.</summary>
    public IReadOnlyList<CaseFile> Files { get; private set; } = [];

    /// <summary>The alert that showed it last; null when its night was replaced.</summary>
    public Alert? Alert { get; private set; }

    /// <summary>Every order that an alert of it named, the newest first.</summary>
    public IReadOnlyList<AlertOrder> Orders { get; private set; } = [];

    public IActionResult OnGet(string id)
    {
        CaseActor actor = Actor;
        Subject = id;

        // Each file that is opened is a view on record.
        Files = [.. Cases.OfSubject(id).Take(20).Select(c => Cases.Show(c.CaseId, actor))];
        if (Files.Count == 0) throw new StoreException($"nothing is on record of {Told.Of(id, 80)}");
        List<Alert> alerts = [.. Files.SelectMany(f => Cases.Alerts(f.Case.CaseId)).Where(a => a.Subject == id).OrderByDescending(a => a.AsOf)];
        Alert = alerts.FirstOrDefault();
        Orders = [.. alerts.SelectMany(a => a.Orders).DistinctBy(o => (o.OrderId, o.Version)).OrderByDescending(o => o.OrderedAt).ThenBy(o => o.OrderId, StringComparer.Ordinal)];
        return Page();
    }
}
