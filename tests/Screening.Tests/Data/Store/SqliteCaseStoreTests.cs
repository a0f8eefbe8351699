using Dapper;
using Microsoft.Data.Sqlite;
using Screening.Casework;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Data.Store;

/// <summary>The store's promises on SQLite.</summary>
public sealed class SqliteCaseStoreTests : CaseStoreContract
{
    private int _stores;

    [Fact]
    public void OpenAlertsOfBeforeThereWereCasesBecomeCases()
    {
        Night(29, "R-1", Of("S-A"), Of("S-B"), Of("S-C"));
        using (CaseStore cases = Open()) cases.Do(Id(cases, "S-B"), new DismissAct("x", "x", new DateOnly(2025, 8, 1)), new CaseActor("Ann", CaseRole.Analyst, new DateTime(2025, 7, 1, 0, 0, 0, DateTimeKind.Utc)));
        Execute("UPDATE alerts SET state = 'assigned' WHERE subject = 'S-C'");
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Address.Address, Pooling = false }.ToString()))
        {
            connection.Open();
            connection.Execute("PRAGMA foreign_keys = OFF");
            foreach (string table in (string[])["saved_views", "second_reviews", "tips", "users", "page_keys", "search_text", "search_docs", "attachments", "attachment_contents", "audit_head", "audit_details", "audit_entries", "outbox", "case_evidence",
                "evidence_requests", "hold_proposals", "hold_orders", "holds", "case_alerts", "case_subjects", "cases"])
                connection.Execute($"DROP TABLE {table}");
            connection.Execute("DROP INDEX listings_by_alert; PRAGMA user_version = 2");
        }

        File.Delete(Address.Anchor);
        using CaseStore upgraded = Open();
        Assert.Equal([("S-A", CaseState.New), ("S-C", CaseState.Assigned)], upgraded.List(new CaseFilter()).Cases.OrderBy(c => c.Subject, StringComparer.Ordinal).Select(c => (c.Subject, c.State)));
        string a = Id(upgraded, "S-A");
        Night(30, "R-2", Of("S-A", priority: 5), Of("S-B"));
        Assert.Equal((a, 5.0), (Id(upgraded, "S-A"), upgraded.Find(a).Priority));
        Assert.Equal(3, upgraded.List(new CaseFilter()).Cases.Count);
        Assert.Empty(upgraded.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    private protected override string NewAddress() => Path.Combine(Folder, $"store-{++_stores}", "screening.db");

    private protected override void DropGuards() => Execute("DROP TRIGGER audit_entries_stay; DROP TRIGGER audit_entries_remain");

    private protected override void RaiseSchema() => Execute("PRAGMA user_version = 99");
}
