using Microsoft.AspNetCore.Mvc;
using Screening.Data.Quarantines;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>What was refused of one delivery: file, line, column, value and reason. Rows of customers stand here as they came, so that looking, and taking them away, is on record.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The lake behind them.</param>
internal sealed class RefusedModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    /// <summary>Records of a page.</summary>
    public const int Rows = 100;

    private const long LastPage = 1_000_000;

    /// <summary>The delivery.</summary>
    public RefusedDelivery Delivery { get; private set; } = null!;

    /// <summary>The records of the page.</summary>
    public IReadOnlyList<RefusedRecord> Records { get; private set; } = [];

    /// <summary>Whether more come after them.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Place of the first of the page, from 0.</summary>
    public long From { get; private set; }

    /// <summary>Only this rule; <c>null</c> for all.</summary>
    public string? Check { get; private set; }

    /// <summary>Only this column; <c>null</c> for all.</summary>
    public string? Column { get; private set; }

    public void OnGet(string dataset, string delivery, string? check, string? column, long from)
    {
        ViewData["Page"] = "data";
        (Check, Column, From) = (Given(check), Given(column), Math.Clamp(from, 0, LastPage) / Rows * Rows);
        using Quarantine quarantine = sources.Quarantine();
        Delivery = Found(quarantine, dataset, delivery);
        IReadOnlyList<RefusedRecord> found = quarantine.Records(Delivery, Check, Column, From, Rows + 1, HttpContext.RequestAborted);
        (Records, HasMore) = ([.. found.Take(Rows)], found.Count > Rows);
        Cases.Record(Actor, "view_quarantine", null, new { Delivery.Dataset, delivery = Delivery.Id, From, Check, Column });
    }

    /// <summary>Hands out the open rows as a table to be corrected.</summary>
    public IActionResult OnGetFile(string dataset, string delivery, string? format)
    {
        string kind = QuarantineExport.Formats.Contains(format) ? format! : "csv";
        using Quarantine quarantine = sources.Quarantine();
        RefusedDelivery found = Found(quarantine, dataset, delivery);
        string file = Path.Combine(Directory.CreateTempSubdirectory("screening-refused-").FullName, $"{found.Dataset}-{found.Id}.{kind}");
        try
        {
            long rows = QuarantineExport.Write(sources.Lake(), found, kind, settledToo: false, file, HttpContext.RequestAborted);
            Cases.Record(Actor, "take_quarantine", null, new { found.Dataset, delivery = found.Id, format = kind, rows });
            return File(System.IO.File.ReadAllBytes(file), "application/octet-stream", Path.GetFileName(file));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    // Only one that the lake lists: what stands in an address is never a path.
    private RefusedDelivery Found(Quarantine quarantine, string dataset, string delivery)
    {
        try
        {
            RefusedDelivery found = quarantine.Find(delivery, HttpContext.RequestAborted);
            return found.Dataset == dataset ? found : throw new StoreException($"no refused row of {Told.Of(dataset, 40)} belongs to a delivery {Told.Of(delivery, 60)}");
        }
        catch (QuarantineException e)
        {
            throw new StoreException(e.Message);
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
