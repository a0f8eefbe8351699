using System.Globalization;
using Microsoft.AspNetCore.Html;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Typologies;
using Screening.Web.Drawing;

namespace Screening.Web.Triage;

/// <summary>How the pages say things: names from outside made fit to be shown, ages in words with the moment behind them, states and acts as people say them.</summary>
internal static class Told
{
    /// <summary>A text from outside, on one line, cut to a length; letters that would hide or reorder what stands around them are made visible.</summary>
    public static string Of(string? text, int most = 200) => Outside.Clamp(Outside.Text(text), most);

    /// <summary>A text that people wrote in lines, such as a note.</summary>
    public static IEnumerable<string> Lines(string? text) => (text ?? "").Split('\n').Select(l => Of(l.TrimEnd('\r'), 4000));

    /// <summary>How long ago, in words.</summary>
    public static string Ago(DateTime at, DateTime now) => (now - at) switch
    {
        { TotalSeconds: < 0 } => "in the future",
        { TotalMinutes: < 1 } => "just now",
        { TotalMinutes: < 60 } ago => Words.Count(Math.Floor(ago.TotalMinutes), "minute") + " ago",
        { TotalHours: < 24 } ago => Words.Count(Math.Floor(ago.TotalHours), "hour") + " ago",
        var ago => Words.Days(Math.Floor(ago.TotalDays)) + " ago",
    };

    /// <summary>A length of time in few letters: 3 d, 5 h.</summary>
    public static string Short(DateTime since, DateTime now) => (now - since) switch
    {
        { TotalHours: < 1 } => "<1 h",
        { TotalHours: < 48 } age => age.TotalHours.ToString("0", CultureInfo.InvariantCulture) + " h",
        var age => age.TotalDays.ToString("#,0", CultureInfo.InvariantCulture) + " d",
    };

    /// <summary>A moment with its zone.</summary>
    public static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A moment for machines.</summary>
    public static string Iso(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A name of a case, or the id of a subject whose name is blank: a link must be seen.</summary>
    public static string Name(CaseRecord record) => Of(string.IsNullOrWhiteSpace(record.Name) ? record.Subject : record.Name, 120);

    /// <summary>A word for a role.</summary>
    public static string Role(CaseRole role) => role switch { CaseRole.SalesRepresentative => "sales representative", CaseRole.DataScientist => "data scientist", _ => role.ToString().ToLowerInvariant() };

    /// <summary>A sentence that begins as sentences do.</summary>
    public static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' or '!' ? "" : ".");

    /// <summary>What is asked for.</summary>
    public static string Of(EvidenceRequestKind kind) => kind switch
    {
        EvidenceRequestKind.EndUserCertificate => "end-user certificate",
        EvidenceRequestKind.CallBack => "call-back",
        EvidenceRequestKind.SiteVisit => "site visit",
        _ => "landlord's or utility's confirmation",
    };

    /// <summary>Who chose a source.</summary>
    public static string Of(EvidenceArranger arranger) => arranger switch
    {
        EvidenceArranger.Compliance => "arranged by compliance",
        EvidenceArranger.Authority => "from an authority",
        EvidenceArranger.Customer => "arranged by the customer",
        _ => "arranged by sales",
    };

    /// <summary>What an entry of the log says was done.</summary>
    public static string Action(string action) => action switch
    {
        "view" => "looked at the case",
        "view_attachment" => "took a file",
        "attach" => "added a file",
        "what_if" => "asked what would change it",
        "second_review_taken" => "took it for a second look",
        "second_review" => "judged it a second time",
        "pack" => "made an evidence pack",
        "assign" => "assigned",
        "note" => "wrote a note",
        "ask" => "asked for evidence",
        "evidence" => "recorded evidence",
        "hold" => "held",
        "escalate" => "escalated",
        "propose" => "proposed the release",
        "release" => "released",
        "confirm" => "confirmed",
        "dismiss" => "dismissed",
        "reopen" => "reopened",
        "refused" => "was refused",
        "merge" => "took another case in",
        "merged" => "merged it into another",
        "split" => "parted it",
        _ => action.Replace('_', ' '),
    };

    /// <summary>The reasons as a waterfall, drawn as in the nightly report.</summary>
    public static IHtmlContent Reasons(Alert alert)
    {
        var html = new Html();
        string? absent = new ReasonChart([alert]).Write(html, alert);
        if (absent is not null) html.Add("p", $"Not drawn: {absent}.", ("class", "note"));
        return new HtmlString(html.ToString());
    }

    /// <summary>A risk as a bar with its number.</summary>
    public static IHtmlContent Risk(double risk)
    {
        var html = new Html();
        RiskBar.Write(html, risk);
        return new HtmlString(html.ToString());
    }

    /// <summary>The typologies of an alert, the greatest part first.</summary>
    public static IEnumerable<Reason> Signs(Alert alert) => alert.Reasons.Where(Figures.IsTypology);
}
