using Npgsql;
using Screening.Casework;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Data.Store;

/// <summary>The store's promises on PostgreSQL.</summary>
public sealed class PostgresCaseStoreTests(PostgresCluster cluster) : CaseStoreContract
{
    private static readonly DateTime Now = new(2025, 7, 1, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task AConnectionThatIsLostInTheMiddleOfAReleaseLosesAndReleasesNothing()
    {
        Night(30, "R-1", Of("S-A"));
        string id;
        using (CaseStore cases = Open())
        {
            id = Id(cases, "S-A");
            cases.Do(id, new HoldAct("no site"), new CaseActor("Ann", CaseRole.Analyst, Now));
            cases.Do(id, new EvidenceAct(EvidenceGrade.SiteVisit, EvidenceArranger.Compliance, "us", "seen"), new CaseActor("Ann", CaseRole.Analyst, Now));
        }

        var release = new ReleaseAct("ok", "seen");
        var bo = new CaseActor("Bo", CaseRole.Lead, Now);
        using (CaseStore cases = Open())
        await using (var killer = new NpgsqlConnection(Address.Address))
        {
            // The release waits for the head of the log, and its connection is cut while it waits.
            await killer.OpenAsync(TestContext.Current.CancellationToken);
            await using NpgsqlTransaction held = await killer.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var take = new NpgsqlCommand("SELECT seq FROM audit_head FOR UPDATE", killer, held)) await take.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            Task<Exception?> waiting = Task.Run(() => Xunit.Record.Exception(() => cases.Do(id, release, bo)), TestContext.Current.CancellationToken);

            // On a connection of its own and outside of a transaction: within one the server shows for ever who was waiting when it was first asked.
            await using var looker = new NpgsqlConnection(Address.Address);
            await looker.OpenAsync(TestContext.Current.CancellationToken);
            await using var cut = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%audit_head%' AND pid <> pg_backend_pid()", looker);
            long cuts = 0;
            for (int i = 0; i < 160 && cuts == 0 && !waiting.IsCompleted; i++)
            {
                cuts = (long)(await cut.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            Assert.True(cuts == 1, $"{cuts} waiting connections were found and cut; the release ended with {(waiting.IsCompleted ? (await waiting)?.Message : "nothing yet")}");
            Assert.IsType<NpgsqlException>(await waiting, exactMatch: false);
        }

        using CaseStore after = Open();
        Assert.Equal(CaseState.Held, after.Find(id).State);
        Assert.Empty(after.VerifyAudit(TestContext.Current.CancellationToken).Problems);
        Assert.Equal(CaseState.Released, after.Do(id, release, bo).State);
    }

    // The server goes after the hold was let go and before the act is whole: the trigger ends its own connection.
    [Fact]
    public void AConnectionThatIsLostBetweenTheStepsOfAReleaseLeavesNoneOfThem()
    {
        Night(30, "R-1", Of("S-A"));
        string id;
        var bo = new CaseActor("Bo", CaseRole.Lead, Now);
        using (CaseStore cases = Open())
        {
            id = Id(cases, "S-A");
            cases.Do(id, new HoldAct("no site"), new CaseActor("Ann", CaseRole.Analyst, Now));
            cases.Do(id, new EvidenceAct(EvidenceGrade.SiteVisit, EvidenceArranger.Compliance, "us", "seen"), new CaseActor("Ann", CaseRole.Analyst, Now));
        }

        Execute(
            """
            CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE TRIGGER lost AFTER UPDATE ON holds FOR EACH ROW EXECUTE FUNCTION lost();
            """);
        using (CaseStore cases = Open()) Assert.IsAssignableFrom<NpgsqlException>(Xunit.Record.Exception(() => cases.Do(id, new ReleaseAct("ok", "seen"), bo)));
        Execute("DROP TRIGGER lost ON holds; DROP FUNCTION lost()");
        using CaseStore after = Open();
        CaseFile file = after.Show(id, bo);
        Assert.Equal((CaseState.Held, null, false), (file.Case.State, file.Holds.Single().ReleasedBy, file.History.Any(h => h.Action == "release")));
        Assert.Equal(0, Query<long>("SELECT count(*) FROM outbox WHERE content LIKE '%released%'").Single());
        Assert.Empty(after.VerifyAudit(TestContext.Current.CancellationToken).Problems);
        Assert.Equal(CaseState.Released, after.Do(id, new ReleaseAct("ok", "seen"), bo).State);
    }

    [Fact]
    public async Task AWriterThatDoesNotEndIsToldToTheNextOneAfterTenSeconds()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        string id = Id(cases, "S-A");
        await using var other = new NpgsqlConnection(Address.Address);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using NpgsqlTransaction held = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var take = new NpgsqlCommand("SELECT seq FROM audit_head FOR UPDATE", other, held)) await take.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        var ann = new CaseActor("Ann", CaseRole.Analyst, Now);
        Assert.Contains("somebody else has been writing", Assert.Throws<StoreException>(() => cases.Do(id, new NoteAct("x"), ann)).Message, StringComparison.Ordinal);
        await held.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, cases.Do(id, new NoteAct("x"), ann).Version);
    }

    [Fact]
    public void AServerThatDoesNotAnswerIsNamedWithoutItsPassword()
    {
        string message = Assert.Throws<StoreException>(() => CaseStore.Open("Host=127.0.0.1;Port=1;Database=screening;Username=u;Password=hidden;Timeout=2", Path.Combine(Folder, "h"))).Message;
        Assert.StartsWith("the store screening@127.0.0.1:1 cannot be opened: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => CaseStore.Open("Host=127.0.0.1;Colour=red", Path.Combine(Folder, "h")));
        Assert.Throws<StoreException>(() => CaseStore.Open("Host=127.0.0.1;Port=1"));
    }

    private protected override string NewAddress() => cluster.NewStore();

    private protected override void Close() => NpgsqlConnection.ClearAllPools();

    private protected override void DropGuards() => Execute("DROP TRIGGER audit_entries_stay ON audit_entries");

    private protected override void RaiseSchema() => Execute("INSERT INTO schema_version VALUES (99)");
}
