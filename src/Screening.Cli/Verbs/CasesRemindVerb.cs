using System.CommandLine;
using System.Globalization;
using Screening.Cli.Nightly;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Typologies;
using Screening.Web.Jobs;

namespace Screening.Cli.Verbs;

/// <summary><c>screening cases remind</c>: evidence that was asked for and is due or overdue, by who works on the case.</summary>
internal static class CasesRemindVerb
{
    private const int UsualDaysAhead = 3;

    /// <summary>The verb.</summary>
    public static Command Command()
    {
        (Option<string> lake, Option<bool> json, Option<string[]> mail) = (Verb.Lake(required: false), Verb.Json(), ExpiryVerb.MailOption());
        Option<DateOnly?> asOf = Verb.Date("--as-of", "The day, yyyy-MM-dd; today if not given");
        Option<int?> ahead = Verb.Whole("--days-ahead", $"What is due within so many days; {UsualDaysAhead} if not given", 0, 366);
        var command = new Command("remind", "Open cases whose evidence is due soon or overdue, the longest overdue first") { lake, asOf, ahead, mail, json };
        command.Runs((parsed, _) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            DateOnly day = parsed.GetValue(asOf) ?? DateOnly.FromDateTime(now);
            List<CaseRecord> due = Due(folder, day.AddDays((parsed.GetValue(ahead) ?? UsualDaysAhead) + 1));
            string[] lines = [.. due.Select(c => Line(c, day))];
            string summary = $"evidence of {Words.Count(due.Count, "case")} is due, of {due.Count(c => c.DueOn < day)} overdue";
            if (parsed.GetValue(json)) Verb.PrintJson(due);
            else
            {
                foreach (string line in lines) Console.WriteLine(line);
                Console.WriteLine(summary);
            }

            if (due.Count > 0 && parsed.GetValue(mail) is { Length: > 0 } to) Console.Error.WriteLine(new MailSpool(JobFolder.MailOf(folder)).Put(to, "Screening: " + summary, string.Join('\n', lines), now));
        });
        return command;
    }

    private static List<CaseRecord> Due(string folder, DateOnly before)
    {
        StoreAddress address = StoreAddress.OfLake(folder);
        if (!address.Exists) return [];
        using CaseStore store = CaseStore.Open(address, Home.Policy(null).Holds);
        var due = new List<CaseRecord>();
        for (string? cursor = null; ;)
        {
            CasePage page = store.List(new CaseFilter { DueBefore = before, Limit = CaseFilter.MostOnPage, Cursor = cursor });
            due.AddRange(page.Cases);
            if ((cursor = page.Next) is null) return [.. due.OrderBy(c => c.DueOn).ThenByDescending(c => c.Priority).ThenBy(c => c.CaseId, StringComparer.Ordinal)];
        }
    }

    private static string Line(CaseRecord record, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.DueOn:yyyy-MM-dd}  {(record.DueOn < day ? $"{day.DayNumber - record.DueOn!.Value.DayNumber} d over" : "due"),-10} {record.CaseId}  {record.Name}, {record.Assignee ?? "nobody's"}");
}
