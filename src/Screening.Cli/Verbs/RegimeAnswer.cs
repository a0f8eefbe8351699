using System.Globalization;
using System.Text;
using Screening.Policies;

namespace Screening.Cli.Verbs;

/// <summary>What <c>screening regime classify</c> answers, as sentences and as JSON.</summary>
internal sealed record RegimeAnswer(
    DateOnly Day, string? Product, Classification Found, string? ToldClass, ClassAgreement? Agreement, LicenceAnswer[] Answers, string PolicyVersion, RegimeReading PolicyReading)
{
    /// <summary>For JSON: classes as the law writes them.</summary>
    public object Shape() => new
    {
        Day,
        Product,
        Class = Found.Class.Text(),
        ClassByFigures = Found.ByFigures.Text(),
        Found.Missing,
        Found.Reason,
        Found.Citation,
        Found.Verified,
        Found.HasNotifiedException,
        Found.ReviewedCaseByCase,
        ToldClass,
        Agreement,
        Licences = Answers,
        PolicyVersion,
        PolicyReading,
    };

    /// <summary>For people.</summary>
    public string Sentences()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"class on {Day:yyyy-MM-dd}: {Found.Class.Text()}{(Found.Missing is { } missing ? $" ({missing} is missing)" : "")}\n  {Found.Reason}\n");
        if (Found.Citation.Length > 0) text.Append(CultureInfo.InvariantCulture, $"  {Found.Citation} ({Found.Verified})\n");
        if (Found.HasNotifiedException) text.Append("  a notified exception (NAC, ACA) may be had: it is not marketed for data centres\n");
        if (Found.ReviewedCaseByCase == true) text.Append("  applications are reviewed case by case: below the limits of TPP and memory bandwidth (S)\n");
        if (ToldClass is not null) text.Append(CultureInfo.InvariantCulture, $"told class: {ToldClass}; {Agreed()}\n");
        foreach (LicenceAnswer one in Answers)
        {
            string need = one.Need switch { LicenceNeed.Needed => "licence needed", LicenceNeed.NotNeeded => "no licence needed", _ => "cannot tell" };
            text.Append(CultureInfo.InvariantCulture, $"{(one.Reading == RegimeReading.Codified ? "codified" : "enforced")}: {need}\n  {one.Reason}\n");
            if (one.Citation.Length > 0) text.Append(CultureInfo.InvariantCulture, $"  {one.Citation} ({one.Verified})\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"policy {PolicyVersion} reads the law as {(PolicyReading == RegimeReading.Codified ? "codified" : "enforced")}\n").ToString();
    }

    private string Agreed() => Agreement switch
    {
        ClassAgreement.Agree => "it agrees",
        ClassAgreement.ToldIsStricter => "it differs, and the told class is the stricter",
        ClassAgreement.ComputedIsStricter => "it differs, and the computed class is the stricter: a sign of its own (T26)",
        ClassAgreement.Differ => "it differs, and neither is the stricter",
        _ => "it cannot be compared",
    };
}
