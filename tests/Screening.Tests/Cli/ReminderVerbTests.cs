using System.Text;
using System.Text.Json;
using Screening.Data.Jobs;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>What ends soon, and evidence that is due.</summary>
public sealed class ReminderVerbTests(SimulatedLakeFixture simulated)
{
    // As of 15 March:
    //   P-1  told twice: the statement to 20 March is replaced by one to 2027      nothing
    //   P-2  valid to 20 March                                                     5 days left
    //   P-2  another for order O-7, to be renewed by 14 March, valid to 2027       over by a day
    //   P-3  no end agreed; P-4 ended in 2024                                      nothing
    //   S-1  evidence of 1 March 2025 and 14 March 2026                            nothing
    //   S-2  evidence of 15 March 2025, which holds 366 days                       1 day left
    [Fact]
    public void StatementsAndCapacityThatEndAreToldOnceTheyAreTheOnesThatStand()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"];
        Take(lake, folder, "parties", "party_id,name,kind,country,known_at\n"
            + string.Concat(Enumerable.Range(1, 4).Select(i => $"P-{i},Party {i} Specimen,enterprise,DE,2025-01-01T00:00:00Z\n")));
        Take(lake, folder, "certificates", """
            certificate_id,kind,party_id,order_id,issued_on,valid_to,renewal_due_on,known_at
            C-1,statement,P-1,,2025-03-21,2026-03-20,,2025-03-22T00:00:00Z
            C-2,statement,P-1,,2026-03-01,2027-03-01,,2026-03-02T00:00:00Z
            C-3,statement,P-2,,2025-03-21,2026-03-20,,2025-03-22T00:00:00Z
            C-4,statement,P-2,O-7,2025-03-21,2027-03-20,2026-03-14,2025-03-22T00:00:00Z
            C-5,statement,P-3,,2025-03-21,,,2025-03-22T00:00:00Z
            C-6,statement,P-4,,2023-03-21,2024-03-20,,2025-03-22T00:00:00Z
            C-7,call_back,P-4,,2025-03-21,2026-03-20,,2025-03-22T00:00:00Z
            """);
        Take(lake, folder, "capacity", """
            site_id,evidenced_on,party_id,site_power_kw,evidence_grade,known_at
            S-1,2025-03-01,P-1,500,site_visit,2025-03-02T00:00:00Z
            S-1,2026-03-14,P-1,500,site_visit,2026-03-14T12:00:00Z
            S-2,2025-03-15,P-2,500,site_visit,2025-03-16T00:00:00Z
            """);
        string[] expiry = ["expiry", "--lake", lake, "--as-of", "2026-03-15"];
        using JsonDocument rows = JsonDocument.Parse(Done([.. expiry, "--json"]));
        Assert.Equal(
            [("C-4", "Party 2 Specimen", -1), ("S-2", "Party 2 Specimen", 1), ("C-3", "Party 2 Specimen", 5)],
            rows.RootElement.EnumerateArray().Select(r => (r.GetProperty("id").GetString()!, r.GetProperty("name").GetString()!, r.GetProperty("days_left").GetInt32())));
        Assert.Contains("2 statements and evidence of 1 site end soon or have ended, 1 of them over", Done([.. expiry, "--mail", "licences@example.com", "--mail", "sites@example.com"]), StringComparison.Ordinal);
        string mail = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(lake, "_runs", "mail"))));
        Assert.Contains("To: licences@example.com, sites@example.com\r\n", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("C-3", Done([.. expiry, "--days-ahead", "4"]), StringComparison.Ordinal);
        Assert.DoesNotContain("C-4", Done([.. expiry, "--days-back", "0"]), StringComparison.Ordinal);
    }

    [Fact]
    public void EvidenceThatIsDueIsRemindedOf()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"];
        TemporaryFolder.Copy(simulated.Lake, lake);
        Assert.Contains("evidence of 0 cases is due", Done("cases", "remind", "--lake", lake), StringComparison.Ordinal);
        Done("nightly", "--lake", lake);
        string id = JsonDocument.Parse(Done("cases", "assign", "--next", "--by", "Ann", "--role", "analyst", "--lake", lake, "--json")).RootElement.GetProperty("case_id").GetString()!;
        DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        string due = Screening.Data.Store.StoreText.Of(today.AddDays(10)), overdue = Screening.Data.Store.StoreText.Of(today.AddDays(12));
        Done("cases", "ask", id, "--for", "call_back", "--of", "the registry", "--due", due, "--by", "Ann", "--role", "analyst", "--lake", lake);
        Assert.Contains("evidence of 0 cases is due", Done("cases", "remind", "--lake", lake), StringComparison.Ordinal);
        string told = Done("cases", "remind", "--lake", lake, "--days-ahead", "10");
        Assert.Contains($"{due}  due        {id}", told, StringComparison.Ordinal);
        Assert.Contains("Ann", told, StringComparison.Ordinal);
        Assert.Contains("2 d over", Done("cases", "remind", "--lake", lake, "--as-of", overdue), StringComparison.Ordinal);
    }

    [Fact]
    public void AMessageInTheSpoolIsWholeAndCannotSmuggleHeaders()
    {
        using var folder = new TemporaryFolder();
        var spool = new MailSpool(folder["mail"]);
        DateTime at = new(2026, 3, 15, 2, 0, 0, DateTimeKind.Utc);
        string[] lines = File.ReadAllText(spool.Put(["night@example.com"], "night\r\nBcc: all@example.com", "Zürich\n.\nend", at)).Split("\r\n");
        Assert.Contains("Subject: night Bcc: all@example.com", lines);
        Assert.Contains("Date: Sun, 15 Mar 2026 02:00:00 +0000", lines);
        Assert.Equal("Zürich\n.\nend", Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(lines.SkipWhile(l => l.Length > 0)))));
        string[] encoded = File.ReadAllText(spool.Put(["night@example.com"], new string('ü', 100), "x", at)).Split("\r\n");
        Assert.All(encoded, line => Assert.True(line.Length <= 78 && line.All(c => c is >= ' ' and <= '~'), line));
        Assert.Throws<ArgumentException>(() => spool.Put(["a@b.example\r\nBcc:c"], "x", "x", at));
        Assert.Throws<ArgumentException>(() => spool.Put([], "x", "x", at));
    }

    private static void Take(string lake, TemporaryFolder folder, string dataset, string rows)
    {
        File.WriteAllText(folder[dataset + ".csv"], rows);
        Done("ingest", dataset, folder[dataset + ".csv"], "--lake", lake);
    }

    private static string Done(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
