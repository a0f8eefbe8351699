using System.CommandLine;
using System.Globalization;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Data.DuckDb;
using Screening.Data.Jobs;
using Screening.Data.Lakes;
using Screening.Typologies;
using Screening.Web.Jobs;

namespace Screening.Cli.Verbs;

/// <summary>Something that ends.</summary>
/// <param name="Kind">Certificate or capacity.</param>
/// <param name="PartyId">Whose.</param>
/// <param name="Name">Its name; empty when it is not known.</param>
/// <param name="Id">The statement, or the site.</param>
/// <param name="EndsOn">The last day on which it holds, or by which it is to be renewed.</param>
/// <param name="DaysLeft">Days until then; negative when it is over.</param>
internal sealed record ExpiryRow(string Kind, string PartyId, string Name, string Id, DateOnly EndsOn, int DaysLeft);

/// <summary><c>screening expiry</c>: end-user statements and capacity evidence that end soon or have ended, so that they are renewed before the next order comes.</summary>
internal static class ExpiryVerb
{
    private const int UsualDaysAhead = 30;
    private const int UsualDaysBack = 90;

    // What stands for a party and order is the statement that holds longest; evidence of a site the latest. A statement ends with its last day, or is to be renewed before.
    // Evidence of capacity is told at least once in 366 days, as its contract says.
    private const string Question = """
        WITH statements AS (
            SELECT 'certificate' AS kind, party_id, certificate_id AS id, least(coalesce(renewal_due_on, valid_to), coalesce(valid_to, renewal_due_on)) AS ends_on
            FROM certificates_current WHERE kind = 'statement'
            QUALIFY row_number() OVER (PARTITION BY party_id, order_id ORDER BY coalesce(valid_to, DATE '9999-12-31') DESC, issued_on DESC, certificate_id) = 1
        ), sites AS (
            SELECT 'capacity' AS kind, party_id, site_id AS id, evidenced_on + 366 AS ends_on
            FROM capacity_current
            QUALIFY row_number() OVER (PARTITION BY site_id ORDER BY evidenced_on DESC) = 1
        ), ending AS (SELECT * FROM statements UNION ALL SELECT * FROM sites)
        SELECT * FROM (
            SELECT e.kind, e.party_id, coalesce(p.name, ''), e.id, CAST(e.ends_on AS DATE) AS ends_on FROM ending e LEFT JOIN parties_current p ON p.party_id = e.party_id
        )
        """;

    /// <summary>The verb.</summary>
    public static Command Command()
    {
        (Option<string> lake, Option<bool> json, Option<string[]> mail) = (Verb.Lake(required: false), Verb.Json(), MailOption());
        Option<DateOnly?> asOf = Verb.Date("--as-of", "The day, yyyy-MM-dd; today if not given");
        Option<int?> ahead = Verb.Whole("--days-ahead", $"What ends within so many days; {UsualDaysAhead} if not given", 0, 3660);
        Option<int?> back = Verb.Whole("--days-back", $"What ended within so many days; {UsualDaysBack} if not given", 0, 3660);
        var command = new Command("expiry", "End-user statements and capacity evidence that end soon or have ended") { lake, asOf, ahead, back, mail, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            DateOnly day = parsed.GetValue(asOf) ?? DateOnly.FromDateTime(now);
            IReadOnlyList<ExpiryRow> rows = Find(Lake.Open(folder).Snapshot(), day, parsed.GetValue(ahead) ?? UsualDaysAhead, parsed.GetValue(back) ?? UsualDaysBack, cancellation);
            string[] lines = [.. rows.Select(Line)];
            if (parsed.GetValue(json)) Verb.PrintJson(rows);
            else
            {
                foreach (string line in lines) Console.WriteLine(line);
                Console.WriteLine(Summary(rows));
            }

            if (rows.Count > 0 && parsed.GetValue(mail) is { Length: > 0 } to) Console.Error.WriteLine(new MailSpool(JobFolder.MailOf(folder)).Put(to, "Screening: " + Summary(rows), string.Join('\n', lines), now));
        });
        return command;
    }

    /// <summary>To whom a message goes.</summary>
    public static Option<string[]> MailOption() => new("--mail") { Description = "Puts a message to this address into the lake's _runs/mail when there is something to tell; may be given several times", DefaultValueFactory = _ => [] };

    private static IReadOnlyList<ExpiryRow> Find(LakeSnapshot snapshot, DateOnly day, int daysAhead, int daysBack, CancellationToken cancellation)
    {
        string sql = $"{Question} WHERE ends_on BETWEEN {Literal(day.AddDays(-daysBack))} AND {Literal(day.AddDays(daysAhead))} ORDER BY ends_on, kind, party_id, id";
        using LakeQuery query = LakeQuery.Open(snapshot, Home.Contracts(), sql, null, "1GiB", 0, cancellation);
        using DuckDbResult result = query.Rows(sql, null, cancellation);
        return
        [
            .. result.Rows().Select(r => ((string)r[0]!, (string)r[1]!, (string)r[2]!, (string)r[3]!, DateOnly.FromDateTime(Convert.ToDateTime(r[4]!.ToString(), CultureInfo.InvariantCulture))))
                .Select(r => new ExpiryRow(r.Item1, r.Item2, r.Item3, r.Item4, r.Item5, r.Item5.DayNumber - day.DayNumber)),
        ];
    }

    private static string Literal(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"DATE '{day:yyyy-MM-dd}'");

    private static string Line(ExpiryRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.EndsOn:yyyy-MM-dd}  {(row.DaysLeft < 0 ? "over" : $"{row.DaysLeft} d"),-6} {row.Kind,-12} {row.PartyId,-14} {row.Name}: {row.Id}");

    private static string Summary(IReadOnlyList<ExpiryRow> rows) =>
        $"{Words.Count(rows.Count(r => r.Kind == "certificate"), "statement")} and evidence of {Words.Count(rows.Count(r => r.Kind == "capacity"), "site")} end soon or have ended, {rows.Count(r => r.DaysLeft < 0)} of them over";
}
