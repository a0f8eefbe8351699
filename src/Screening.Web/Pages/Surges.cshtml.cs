using System.Globalization;
using System.Text.Json;
using Screening.Data.Lakes;
using Screening.Data.Looks;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>T11 as a question: to which countries did orders surge after control of a kind of goods tightened.</summary>
/// <param name="desk">What pages are served from.</param>
/// <param name="sources">The lake behind them.</param>
internal sealed class SurgesModel(Desk desk, PageSources sources) : DeskPage(desk)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Rules that the lake tells of, the latest first.</summary>
    public IReadOnlyList<TighteningRule> Rules { get; private set; } = [];

    /// <summary>The kind of goods.</summary>
    public string ProductClass { get; private set; } = "accelerator";

    /// <summary>The day; <c>null</c> where no rule is known and none was asked for.</summary>
    public DateOnly? Day { get; private set; }

    /// <summary>The rule of that day for such goods; <c>null</c> where the lake tells of none.</summary>
    public TighteningRule? Rule { get; private set; }

    /// <summary>What was found; <c>null</c> before anything was asked.</summary>
    public Surge? Found { get; private set; }

    /// <summary>The figures of the picture; <c>null</c> where there is nothing to draw.</summary>
    public string? Drawn { get; private set; }

    /// <summary>Up to which day the lake tells of orders.</summary>
    public DateOnly? LastKnown { get; private set; }

    public void OnGet(string? goods, string? day)
    {
        ViewData["Page"] = "surges";
        LakeSnapshot snapshot = sources.Lake().Snapshot();
        Rules = SurgeLook.Rules(snapshot, sources.Contracts, HttpContext.RequestAborted);
        if (SurgeLook.Classes.Contains(goods)) ProductClass = goods!;
        IReadOnlyList<LakeFile> files = snapshot.Files("orders");
        LastKnown = files.Count == 0 ? null : DateOnly.FromDateTime(files.Max(f => f.MaxKnownAtUtc));
        Day = string.IsNullOrWhiteSpace(day) ? Rules.FirstOrDefault(r => IsOf(r) && r.EffectiveOn <= (LastKnown ?? DateOnly.MaxValue))?.EffectiveOn
            : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly told) && told.Year is > 1990 and < 2200 ? told
            : throw new StoreException($"the day is '{Told.Of(day, 20)}'; accepted: a day such as 2026-03-31");
        if (Day is not { } rule || LastKnown is not { } last) return;
        Rule = Rules.FirstOrDefault(r => r.EffectiveOn == rule && IsOf(r));
        Found = SurgeLook.Around(snapshot, sources.Contracts, ProductClass, rule, last, HttpContext.RequestAborted);
        if (Found.Weeks.Count == 0) return;
        Drawn = JsonSerializer.Serialize(
            new
            {
                rule = rule.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                lines = Found.Weeks.GroupBy(w => w.Country, StringComparer.Ordinal).Select(c => new { country = c.Key, weeks = Filled(c.ToDictionary(w => w.Week, w => w.Usd), rule, Found.Days) }),
            }, Json);
    }

    // A week without an order is a week of nothing, not one that nobody knows.
    private static IEnumerable<object[]> Filled(Dictionary<DateOnly, double> weeks, DateOnly rule, int days)
    {
        const int Week = 7;
        for (int week = -(days + Week - 1) / Week; week * Week < days; week++)
        {
            DateOnly first = rule.AddDays(week * Week);
            yield return [first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), weeks.GetValueOrDefault(first)];
        }
    }

    private bool IsOf(TighteningRule rule) => rule.ProductClass is null || rule.ProductClass == ProductClass;
}
