using System.Text.Json;
using Dapper;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Data.Store;

/// <summary>What a store promises, whichever engine it runs on; each engine's class runs all of it.</summary>
public abstract partial class CaseStoreContract : IDisposable
{
    private static readonly DateTime Morning = new(2025, 7, 1, 8, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-cases-").FullName;
    private string? _address;
    private int _minute;

    private protected string Folder => _folder;

    private protected StoreAddress Address => new(_address ??= NewAddress(), Path.Combine(_folder, "heads"));

    private static CaseActor Ann(DateTime? at = null) => new("Ann", CaseRole.Analyst, at ?? Morning);

    private static readonly EvidenceAct Landlord = new(EvidenceGrade.LandlordOrUtility, EvidenceArranger.Compliance, "the landlord", "14 kW are let");

    public void Dispose()
    {
        Close();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void ANightComesBackAndTheVerySameRunAgainAddsNothing()
    {
        using AlertStore store = AlertStore.Open(Address);
        NightlyList night = SomeNight.Of(store, SomeNight.Day(30), "R-1", "S-B", "S-A");
        Assert.True(store.Write(night, SomeNight.Scores(night.Date, 5000)).IsNew);
        Assert.False(store.Write(night, []).IsNew);
        Assert.Equal(JsonSerializer.Serialize(night, AlertJson.Options), JsonSerializer.Serialize(store.Night(), AlertJson.Options));
        WriteResult second = store.Write(SomeNight.Of(store, SomeNight.Day(30), "R-2", "S-B", "S-C"), []);
        Assert.Equal(("R-1", "S-C", "S-A"), (second.Superseded, second.Added.Single(), second.Dropped.Single()));
        Assert.Equal("withdrawn", store.Show(AlertStore.NewAlertId("S-A", night.Date)).State);
        Assert.Equal(["S-B", "S-C"], store.OpenAlertsBefore(new DateOnly(2025, 7, 1)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5000, Query<long>("SELECT count(*) FROM scores").Single());
        Assert.Equal(2, store.AlertsByNight(SomeNight.Day(1), new DateOnly(2025, 7, 1))[SomeNight.Day(30)]);
    }

    [Fact]
    public void WhatANightFindsJoinsTheOpenCaseOfItsSubjectAndLiftsIt()
    {
        Night(29, "R-1", Of("S-A", priority: 1));
        using CaseStore cases = Open();
        CaseRecord first = cases.List(new CaseFilter()).Cases.Single();
        cases.Do(first.CaseId, new AssignAct("Ann"), Ann(), first.Version);
        Night(30, "R-2", Of("S-A", priority: 9), Of("S-B", priority: 2));
        IReadOnlyList<CaseRecord> now = cases.List(new CaseFilter()).Cases;
        Assert.Equal([("S-A", 9.0, CaseState.Assigned), ("S-B", 2.0, CaseState.New)], now.Select(c => (c.Subject, c.Priority, c.State)));
        Assert.Equal((first.CaseId, SomeNight.Day(30), 2L), (now[0].CaseId, now[0].ShownOn, now[0].Version));

        // The same facts are no news; other orders are, and whoever looked before must look again.
        Night(1, "R-3", Of("S-A") with { Orders = [Order("SO-1"), Order("SO-9")] });
        Assert.Equal(SomeNight.Day(30), cases.Find(first.CaseId).ShownOn);
        Night(new DateOnly(2025, 7, 1), "R-4", Of("S-A") with { Orders = [Order("SO-1"), Order("SO-9")] });
        Assert.Equal((3L, "nightly"), (cases.Find(first.CaseId).Version, cases.Find(first.CaseId).ChangedBy));
        Assert.Contains("nightly", Assert.Throws<CaseChangedException>(() => cases.Do(first.CaseId, new NoteAct("x"), Ann(), 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatPeopleDecidedSaysHowGoodEachSignWas()
    {
        Reason over = new("T01", "Over capacity", "c", "s", 3, ""), split = new("T04", "Split", "c", "s", 2, ""), start = new("start", "Start", "c", "s", -6, "");
        Night(30, "R-1", Of("S-A") with { Reasons = [over, start] }, Of("S-B") with { Reasons = [over, split, start] }, Of("S-C") with { Reasons = [split, start] }, Of("S-D") with { Reasons = [over, start] });
        using CaseStore cases = Open();
        Assert.All(cases.Quality(), sign => Assert.Equal((0, 0, (double?)null, 0), (sign.Decided, sign.Confirmed, sign.Precision, sign.Reopened)));
        DateTime opened = cases.List(new CaseFilter()).Cases[0].OpenedAtUtc;
        cases.Do(Id(cases, "S-A"), new ConfirmAct("found", "found in the harbour"), Ann(opened.AddDays(2)));
        cases.Do(Id(cases, "S-B"), new DismissAct("known_buyer", "has a site", new DateOnly(2025, 8, 1)), Ann(opened.AddDays(4)));
        string c = Id(cases, "S-C");
        cases.Do(c, new DismissAct("known_buyer", "has a site", new DateOnly(2025, 8, 1)), Ann(opened.AddDays(1)));
        cases.Do(c, new ReopenAct("the site is another's"), new("Bo", CaseRole.Lead, opened.AddDays(3)));
        IReadOnlyList<SignQuality> quality = cases.Quality();
        Assert.Equal(
            [("all", 2, 1, (double?)3, 1), ("T01", 2, 1, 3, 0), ("T04", 1, 0, 4, 1)],
            quality.Select(q => (q.Code, q.Decided, q.Confirmed, q.MedianDays is { } days ? Math.Round(days, 9) : (double?)null, q.Reopened)));
        Assert.Equal([0.5, 0.5, 0], quality.Select(q => q.Precision));
        Assert.Empty(cases.Quality(DateOnly.FromDateTime(opened).AddDays(1)));
    }

    // As on the night's list: mandatory holds before everything, however little is at stake.
    [Fact]
    public void WhatMustBeHeldIsFirstInTheQueueWhateverIsAtStake()
    {
        Night(30, "R-1", Of("S-A", priority: 9) with { Lane = Lane.Ranked }, Of("S-B", priority: 0.1) with { Lane = Lane.MandatoryHold }, Of("S-C", priority: 4) with { Lane = Lane.Exploration });
        using CaseStore cases = Open();
        Assert.Equal(["S-B", "S-A", "S-C"], cases.List(new CaseFilter()).Cases.Select(c => c.Subject));
        Assert.Equal("S-B", cases.AssignNext(Ann())!.Subject);
    }

    [Fact]
    public void ARunThatIsReplacedTakesTheCasesThatNobodyTookUpOutOfSight()
    {
        Night(30, "R-1", Of("S-A"), Of("S-B"), Of("S-C"));
        using CaseStore cases = Open();
        string b = cases.List(new CaseFilter()).Cases.Single(c => c.Subject == "S-B").CaseId;
        cases.Do(b, new AssignAct("Ann"), Ann());
        Night(30, "R-2", Of("S-C"));
        Assert.Equal(["S-B", "S-C"], Subjects(cases));
        Night(30, "R-3", Of("S-A"), Of("S-C"));
        Assert.Equal(["S-A", "S-B", "S-C"], Subjects(cases));
        Assert.Equal(3, cases.Counts().Values.Sum());
    }

    [Fact]
    public void ADismissalHoldsForItsFactsUntilItsDayAndFallsWhenEitherChanges()
    {
        foreach ((int i, (DateOnly day, Alert again, bool holds)) in new[]
        {
            (new DateOnly(2025, 7, 2), Of("S-0"), true),
            (new DateOnly(2025, 7, 8), Of("S-1"), true),
            (new DateOnly(2025, 7, 9), Of("S-2"), false),
            (new DateOnly(2025, 7, 2), Of("S-3") with { Name = "Other" }, false),
            (new DateOnly(2025, 7, 2), Of("S-4") with { Orders = [Order("SO-1") with { Version = 3 }] }, false),
            (new DateOnly(2025, 7, 2), Of("S-5") with { Risk = 0.9, Rank = 1, Sentence = "other words" }, true),
        }.Index())
        {
            string subject = $"S-{i}";
            Night(new DateOnly(2024, 1, 1).AddDays(i), $"R-{i}", Of(subject));
            using CaseStore cases = Open();
            string id = cases.List(new CaseFilter()).Cases.Single(c => c.Subject == subject).CaseId;
            cases.Do(id, new DismissAct("known_buyer", "a data centre of its own", new DateOnly(2025, 7, 8)), Ann());
            WriteNight(day, $"R-{i}-again", again);
            CaseRecord[] open = [.. cases.List(new CaseFilter()).Cases.Where(c => c.Subject == subject)];
            Assert.True(holds == (open.Length == 0), $"case {i}");
            if (!holds) Assert.Equal((id, CaseState.New), (open[0].PreviousCase, open[0].State));
            using AlertStore alerts = AlertStore.Open(Address);
            Assert.Equal(holds ? "dismissed" : "new", alerts.Show(AlertStore.NewAlertId(subject, day)).State);
            foreach (CaseRecord c in open) cases.Do(c.CaseId, new ConfirmAct("done", "done"), Ann());
        }
    }

    [Fact]
    public void AHeldOrderIsReleasedByASecondPersonOnIndependentEvidenceAlone()
    {
        Night(30, "R-1", Of("S-A") with { Orders = [Order("SO-1"), Order("SO-2") with { Status = "shipped" }] });
        using CaseStore cases = Open();
        string id = cases.List(new CaseFilter()).Cases.Single().CaseId;
        cases.Do(id, new HoldAct("no confirmed end user"), Ann());
        Assert.Contains("independent evidence", Refused(() => cases.Do(id, new ReleaseAct("ok", "she says so"), new("Bo", CaseRole.Lead, Morning))), StringComparison.Ordinal);
        cases.Do(id, Landlord with { Grade = EvidenceGrade.SelfDeclared }, new("Sal", CaseRole.Seller, Morning));
        Assert.Contains("independent evidence", Refused(() => cases.Do(id, new DismissAct("ok", "x", new DateOnly(2025, 8, 1)), new("Bo", CaseRole.Lead, Morning))), StringComparison.Ordinal);
        cases.Do(id, Landlord, new("Sal", CaseRole.Seller, Morning));
        Assert.Contains("independent evidence", Refused(() => cases.Do(id, new ReleaseAct("ok", "x"), new("Bo", CaseRole.Lead, Morning))), StringComparison.Ordinal);
        cases.Do(id, Landlord, Ann());
        Assert.Contains("who placed the hold", Refused(() => cases.Do(id, new ReleaseAct("ok", "x"), Ann())), StringComparison.Ordinal);
        Assert.Contains("may not release", Refused(() => cases.Do(id, new ReleaseAct("ok", "x"), new("Bo", CaseRole.SalesRepresentative, Morning))), StringComparison.Ordinal);
        Assert.Contains("acted for sales", Refused(() => cases.Do(id, new ReleaseAct("ok", "x"), new("sal", CaseRole.Analyst, Morning))), StringComparison.Ordinal);
        Assert.Contains("may not assign", Refused(() => cases.Do(id, new AssignAct("Friend"), new("Sal", CaseRole.Seller, Morning))), StringComparison.Ordinal);
        Assert.NotNull(cases.Find(id).HoldId);
        CaseRecord released = cases.Do(id, new ReleaseAct("site_confirmed", "the landlord confirms"), new("Bo", CaseRole.Lead, Morning.AddDays(1)));
        Assert.Equal((CaseState.Released, null), (released.State, released.HoldId));
        CaseFile file = cases.Show(id, Ann());
        CaseHold hold = Assert.Single(file.Holds);
        Assert.Equal(("Ann", "Bo", "SO-1"), (hold.PlacedBy, hold.ReleasedBy, Assert.Single(hold.Orders)));
        Assert.Equal([false, false, true], file.Evidence.Select(e => e.IsIndependent));
        Assert.Equal(7, file.History.Count(h => h.Action == "refused"));
        Assert.Equal("released", Query<string>("SELECT state FROM alerts").Single());
    }

    [Fact]
    public void AskingWaitsUntilEverythingHasComeAndKeepsTheHold()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        string id = cases.List(new CaseFilter()).Cases.Single().CaseId;
        cases.Do(id, new HoldAct("no site"), Ann());
        DateOnly due = new(2025, 7, 8);
        Assert.Contains("due is 2025-06-30; accepted: 2025-07-01", Refused(() => cases.Do(id, new AskAct(EvidenceRequestKind.SiteVisit, "us", new DateOnly(2025, 6, 30)), Ann())), StringComparison.Ordinal);
        cases.Do(id, new AskAct(EvidenceRequestKind.SiteVisit, "our office", due.AddDays(2)), Ann());
        CaseRecord waiting = cases.Do(id, new AskAct(EvidenceRequestKind.LandlordOrUtility, "the landlord", due), Ann());
        Assert.Equal((CaseState.Waiting, due), (waiting.State, waiting.DueOn));
        Assert.Equal([id], cases.List(new CaseFilter { DueBefore = due.AddDays(1), IsHeld = true }).Cases.Select(c => c.CaseId));
        Assert.Empty(cases.List(new CaseFilter { DueBefore = due }).Cases);
        Assert.Contains("still needs", Refused(() => cases.Do(id, new ReleaseAct("ok", "x"), new("Bo", CaseRole.Lead, Morning))), StringComparison.Ordinal);
        IReadOnlyList<EvidenceRequest> asked = cases.Show(id, Ann()).Requests;
        CaseRecord still = cases.Do(id, Landlord with { RequestId = asked[1].RequestId }, Ann(Morning.AddDays(1)));
        Assert.Equal((CaseState.Waiting, (DateOnly?)asked[0].DueOn), (still.State, still.DueOn));
        Assert.Throws<StoreException>(() => cases.Do(id, Landlord with { RequestId = asked[1].RequestId }, Ann()));
        CaseRecord done = cases.Do(id, Landlord with { RequestId = asked[0].RequestId }, Ann(Morning.AddDays(2)));
        Assert.Equal((CaseState.Held, null, Morning.AddDays(2)), (done.State, done.DueOn, done.StateSinceUtc));
    }

    [Fact]
    public void AnActOnWhatSomebodyElseChangedIsRefusedAndSaysWho()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        using CaseStore others = Open();
        CaseRecord seen = cases.List(new CaseFilter()).Cases.Single();
        others.Do(seen.CaseId, new NoteAct("called them"), new CaseActor("Bo", CaseRole.Analyst, Morning), seen.Version);
        string message = Assert.Throws<CaseChangedException>(() => cases.Do(seen.CaseId, new HoldAct("x"), Ann(), seen.Version)).Message;
        Assert.Equal($"case {seen.CaseId} was changed by Bo on 2025-07-01 at 08:00 (version 2, and you saw 1); look at it again", message);
        Assert.Null(cases.Find(seen.CaseId).HoldId);
        Assert.Equal(3, cases.Do(seen.CaseId, new HoldAct("x"), Ann(), 2).Version);
    }

    [Fact]
    public void TwoAnalystsNeverGetTheSameCase()
    {
        const int Cases = 24, Analysts = 4;
        Night(30, "R-1", [.. Enumerable.Range(0, Cases).Select(i => Of($"S-{i:00}", priority: i % 5))]);
        var given = new System.Collections.Concurrent.ConcurrentBag<(string Case, int To, double Priority)>();
        using var together = new Barrier(Analysts);
        var failures = new System.Collections.Concurrent.ConcurrentBag<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, Analysts).Select(a => new Thread(() =>
        {
            try
            {
                using CaseStore cases = Open();
                together.SignalAndWait();
                while (cases.AssignNext(new CaseActor($"analyst {a}", CaseRole.Analyst, Morning)) is { } next) given.Add((next.CaseId, a, next.Priority));
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Empty(failures);
        Assert.Equal(Cases, given.Count);
        Assert.Distinct(given.Select(g => g.Case));
        using CaseStore after = Open();
        Assert.All(after.List(new CaseFilter()).Cases, c => Assert.Equal((CaseState.Assigned, $"analyst {given.Single(g => g.Case == c.CaseId).To}"), (c.State, c.Assignee)));
        Assert.Empty(after.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void PagesHoldEveryCaseOnceInTheOrderOfTheQueue()
    {
        Night(30, "R-1", [.. Enumerable.Range(0, 53).Select(i => Of($"S-{i:00}", priority: 1.0 / (1 + (i % 7))))]);
        using CaseStore cases = Open();
        var seen = new List<CaseRecord>();
        string? cursor = null;
        do
        {
            CasePage page = cases.List(new CaseFilter { Limit = 10, Cursor = cursor });
            seen.AddRange(page.Cases);
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(53, seen.Count);
        Assert.Equal(cases.List(new CaseFilter { Limit = 500 }).Cases.Select(c => c.CaseId), seen.Select(c => c.CaseId));
        Assert.Equal(seen.OrderByDescending(c => c.Priority).ThenBy(c => c.CaseId, StringComparer.Ordinal).Select(c => c.CaseId), seen.Select(c => c.CaseId));
        foreach (string wrong in (string[])["x", "", "00", "20", "' OR 1=1 --"]) Assert.Throws<StoreException>(() => cases.List(new CaseFilter { Cursor = wrong }));
        foreach (int limit in (int[])[0, 501]) Assert.Throws<StoreException>(() => cases.List(new CaseFilter { Limit = limit }));
    }

    [Fact]
    public void WordsOfSubjectsPartiesOrdersNotesEvidenceAndFilesAreFound()
    {
        Night(30, "R-1",
            Of("S-A") with { Name = "Ünïcødé Dätacenter 晶片有限公司", Orders = [Order("PO/2025-0417") with { EndUser = "Zephyr O'Brien & Co" }] },
            Of("S-B") with { Name = "<script>alert(1)</script>" });
        using CaseStore cases = Open();
        (string a, string b) = (cases.List(new CaseFilter { Search = "datacenter" }).Cases.Single().CaseId, cases.List(new CaseFilter { Search = "script alert" }).Cases.Single().CaseId);
        cases.Do(b, new NoteAct("Called the quayside warehouse, ΑΘΗΝΑ"), Ann());
        cases.Do(b, Landlord with { Content = "meter reading 14kW" }, Ann());
        cases.Attach(b, "lease.txt", "The tenant sublets the mezzanine"u8.ToArray(), Ann());
        foreach ((string words, string? found) in new (string, string?)[]
        {
            ("UNICODE data", a), ("晶片", a), ("有限", a), ("PO/2025-0417", a), ("0417", a), ("o'brien", a), ("zeph", a), ("quay ware", b), ("αθη", b), ("14KW", b), ("mezzanine", b), ("lease.txt", b),
            ("zephyr quayside", null), ("ephyr", null), ("' OR 1=1 -- zzz", null), ("\" * NEAR(", null), ("a & !b | ( zzz", null), ("1e5 -3", null), ("%", null), ("\ud800", null),
        })
            Assert.Equal(found is null ? [] : [found], cases.List(new CaseFilter { Search = words }).Cases.Select(c => c.CaseId));
        Night(new DateOnly(2025, 7, 1), "R-2", Of("S-A") with { Name = "Renamed" });
        Assert.Empty(cases.List(new CaseFilter { Search = "datacenter" }).Cases);
        Assert.Equal([a], cases.List(new CaseFilter { Search = "renamed" }).Cases.Select(c => c.CaseId));
        Assert.Throws<StoreException>(() => cases.List(new CaseFilter { Search = string.Join(' ', Enumerable.Range(0, 20)) }));
    }

    [Fact]
    public void FilesAreToldByTheirContentAndNeverByTheirNameAlone()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        string id = cases.List(new CaseFilter()).Cases.Single().CaseId;
        byte[] pdf = [.. "%PDF-1.7 "u8, .. new byte[1000]];
        CaseAttachment kept = cases.Attach(id, "C:\\temp\\..\\end use<1>.pdf", pdf, new CaseActor("Sal", CaseRole.Seller, Morning));
        Assert.Equal(("end use_1_.pdf", "application/pdf", 1009L), (kept.Name, kept.MediaType, kept.SizeBytes));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf)), kept.Sha256);
        (CaseAttachment back, byte[] content) = cases.Attachment(kept.AttachmentId, Ann());
        Assert.Equal(kept, back);
        Assert.Equal(pdf, content);
        foreach ((string name, byte[] bytes) in new (string, byte[])[]
        {
            ("page.html", "<html>"u8.ToArray()), ("picture.svg", "<svg>"u8.ToArray()), ("run.exe", [0x4d, 0x5a]), ("fake.pdf", "<html>"u8.ToArray()), ("fake.png", [1, 2, 3]), ("empty.txt", []),
            ("binary.txt", [0, 1, 2]), ("latin.csv", [0xe9, 0x20]), ("..", [1]), ("big.pdf", [.. "%PDF-"u8, .. new byte[AttachmentFile.MostBytes]]), ("archive.zip", [0x50, 0x4b, 3, 4]),
        })
            Assert.Throws<StoreException>(() => cases.Attach(id, name, bytes, Ann()));
        Assert.Contains("may not", Refused(() => cases.Attach(id, "a.txt", [65], new CaseActor("Aud", CaseRole.Auditor, Morning))), StringComparison.Ordinal);
        Assert.Single(cases.Show(id, Ann()).Attachments);
    }

    [Fact]
    public void MergedCasesAreOneUntilTheyAreSplitAndAHoldCoversBoth()
    {
        Night(30, "R-1", Of("S-A") with { Orders = [Order("SO-1")] }, Of("S-B") with { Orders = [Order("SO-2")], OrderId = "SO-2" });
        using CaseStore cases = Open();
        (string a, string b) = (Id(cases, "S-A"), Id(cases, "S-B"));
        cases.Do(a, new HoldAct("same owner"), Ann());
        CaseRecord merged = cases.Merge(a, b, Ann(), "one owner behind both");
        Assert.Equal(CaseState.Held, merged.State);
        Assert.Equal(["SO-1", "SO-2"], Assert.Single(cases.Show(b, Ann()).Holds).Orders);
        Assert.Equal([b], cases.List(new CaseFilter()).Cases.Select(c => c.CaseId));
        Assert.Contains("act there", Refused(() => cases.Do(a, new NoteAct("x"), Ann())), StringComparison.Ordinal);
        Assert.Contains("act there", Refused(() => cases.Merge(a, b, Ann(), "again")), StringComparison.Ordinal);
        Night(new DateOnly(2025, 7, 1), "R-2", Of("S-A") with { Orders = [Order("SO-1"), Order("SO-3")] });
        Assert.Equal([b], cases.List(new CaseFilter()).Cases.Select(c => c.CaseId));
        Assert.Contains("SO-3", Assert.Single(cases.Show(b, Ann()).Holds).Orders);
        CaseRecord parted = cases.Split(a, Ann(), "two owners after all");
        Assert.Equal((CaseState.Held, null), (parted.State, parted.MergedInto));
        Assert.Equal(["SO-1", "SO-3"], cases.Show(a, Ann()).Holds.Single().Orders);
        Assert.Equal("SO-2", cases.Show(b, Ann()).Holds.Single().Orders.Single());
        cases.Do(a, Landlord, Ann());
        Assert.Contains("who placed the hold", Refused(() => cases.Do(a, new ReleaseAct("ok", "x"), Ann())), StringComparison.Ordinal);
        cases.Do(a, new ReleaseAct("ok", "x"), new CaseActor("Bo", CaseRole.Analyst, Morning));
        Assert.NotNull(cases.Find(b).HoldId);
        Assert.Contains(cases.Show(a, Ann()).History, h => h.Action == "merged");
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void APersonIsOneHoweverTheNameIsSpelledAndAPasswordIsKeptSaltedAndSlow()
    {
        const string Secret = "correct horse battery staple";
        var root = new CaseActor("Root", CaseRole.Administrator, Morning);
        using var users = UserStore.Open(Address);
        users.Add("Ann  Li", CaseRole.Analyst, Secret, root);
        users.Add("Bo", CaseRole.Lead, Secret, root);
        Assert.Contains("already", Assert.Throws<StoreException>(() => users.Add(" ANN li", CaseRole.Lead, Secret, root)).Message, StringComparison.Ordinal);
        foreach ((string name, string password) in ((string, string)[])[("Cy", "short"), ("Cy", new string('x', 201)), ("Cy", "aaaaaaaaaaaaaaa"), ("Twelve letters", "twelve LETTERS"), (" ", Secret), ("Cy", "a secret with \0")])
            Assert.Throws<StoreException>(() => users.Add(name, CaseRole.Analyst, password, root));
        Assert.Throws<StoreException>(() => users.Add("Sys", CaseRole.System, Secret, root));
        string[] kept = [.. Query<string>("SELECT password_hash FROM users ORDER BY user_key")];
        Assert.All(kept, k => Assert.StartsWith("pbkdf2-sha512$210000$", k, StringComparison.Ordinal));
        Assert.Distinct(kept);
        Assert.Equal("Ann  Li", users.SignIn("ann li", Secret, Morning)!.Name);
        Assert.Null(users.SignIn("ann li", Secret + " ", Morning));
        Assert.Null(users.SignIn("nobody", Secret, Morning));
        Execute("UPDATE users SET password_hash = 'md5$1$x$y'");
        Assert.Throws<StoreException>(() => users.SignIn("Bo", Secret, Morning));
        using CaseStore cases = Open();
        Assert.Equal(["user_added", "user_added", "signed_in", "sign_in_failed", "sign_in_failed"], cases.Audit().Select(e => e.Action));
        Assert.DoesNotContain(cases.Audit(), e => e.Content!.Contains(Secret, StringComparison.Ordinal));
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void FiveWrongPasswordsLockANameAndTheLockEndsWithTimeOrANewPassword()
    {
        const string Secret = "correct horse battery staple";
        var root = new CaseActor("Root", CaseRole.Administrator, Morning);
        using var users = UserStore.Open(Address);
        users.Add("Ann", CaseRole.Analyst, Secret, root);
        for (int i = 0; i < 4; i++) Assert.Null(users.SignIn("Ann", "wrong", Morning));
        Assert.NotNull(users.SignIn("Ann", Secret, Morning));
        for (int i = 0; i < 5; i++) Assert.Null(users.SignIn("Ann", "wrong", Morning));
        Assert.Null(users.SignIn("Ann", Secret, Morning + UserStore.Lockout - TimeSpan.FromSeconds(1)));
        Assert.NotNull(users.SignIn("Ann", Secret, Morning + UserStore.Lockout));
        for (int i = 0; i < 5; i++) Assert.Null(users.SignIn("Ann", "wrong", Morning));
        string before = users.Find("Ann")!.Stamp;
        users.SetPassword("ann", Secret + "!", root);
        Assert.NotEqual(before, users.Find("Ann")!.Stamp);
        Assert.Null(users.SignIn("Ann", Secret, Morning));
        Assert.NotNull(users.SignIn("Ann", Secret + "!", Morning));
        users.Disable("Ann", root);
        Assert.Null(users.SignIn("Ann", Secret + "!", Morning));
        users.AddPageKey("k", "<key/>", Morning);
        users.AddPageKey("k", "<other/>", Morning);
        Assert.Equal(["<key/>"], users.PageKeys());
    }

    [Fact]
    public void TheQueueCountsWhatItsFiltersFind()
    {
        Night(30, "R-1", [.. Enumerable.Range(0, 6).Select(i => Of($"S-{i}"))]);
        using CaseStore cases = Open();
        string[] ids = [.. cases.List(new CaseFilter()).Cases.OrderBy(c => c.Subject, StringComparer.Ordinal).Select(c => c.CaseId)];
        cases.Do(ids[0], new AssignAct("Ann"), Ann());
        cases.Do(ids[1], new AssignAct("Bo"), Ann());
        cases.Do(ids[2], new AskAct(EvidenceRequestKind.SiteVisit, "them", new DateOnly(2025, 7, 3)), Ann());
        cases.Do(ids[3], new AssignAct("Ann"), Ann());
        cases.Do(ids[3], new ConfirmAct("x", "x"), Ann());
        cases.Merge(ids[5], ids[4], Ann(), "one");
        foreach (DateOnly today in (DateOnly[])[new(2025, 7, 3), new(2025, 7, 4)])
        {
            QueueCounts counts = cases.Counts("Ann", today);
            foreach (CaseState state in Enum.GetValues<CaseState>()) Assert.Equal(cases.List(new CaseFilter { States = [state] }).Cases.Count, counts.ByState.GetValueOrDefault(state));
            Assert.Equal(cases.List(new CaseFilter { Assignee = "Ann" }).Cases.Count, counts.Mine);
            Assert.Equal(cases.List(new CaseFilter { DueBefore = today }).Cases.Count, counts.Overdue);
            Assert.Equal((1, today.Day == 4 ? 1 : 0), (counts.Mine, counts.Overdue));
        }
    }

    [Fact]
    public void ANameThatIsNoTextIsKeptAsFarAsItIs()
    {
        Night(30, "R-1", Of("S-A") with { Name = "half \uD800 and nul \0 end" });
        using CaseStore cases = Open();
        CaseRecord kept = cases.List(new CaseFilter()).Cases.Single();
        Assert.Equal("half \uFFFD and nul \uFFFD end", kept.Name);
        Assert.Equal([kept.CaseId], cases.List(new CaseFilter { Search = "half" }).Cases.Select(c => c.CaseId));
    }

    [Fact]
    public void ABulkActDoesWhatItsPreviewSaidAndLeavesAloneWhatChanged()
    {
        Night(30, "R-1", [.. Enumerable.Range(0, 5).Select(i => Of($"S-{i}"))]);
        using CaseStore cases = Open();
        string[] ids = [.. cases.List(new CaseFilter()).Cases.OrderBy(c => c.Subject, StringComparer.Ordinal).Select(c => c.CaseId)];
        cases.Do(ids[1], new HoldAct("x"), Ann());
        var act = new DismissAct("bulk", "resellers of record", new DateOnly(2025, 12, 31));
        IReadOnlyList<BulkResult> preview = cases.Preview([.. ids, "C-none"], act, Ann());
        Assert.Equal([true, false, true, true, true, false], preview.Select(p => p.Refusal is null));
        Assert.All(ids, id => Assert.NotEqual(CaseState.Dismissed, cases.Find(id).State));
        cases.Do(ids[4], new NoteAct("wait"), new CaseActor("Bo", CaseRole.Analyst, Morning));
        IReadOnlyList<BulkResult> done = cases.DoAll(preview, act, Ann());
        Assert.Equal([true, false, true, true, false, false], done.Select(p => p.Refusal is null));
        Assert.Contains("changed by Bo", done[4].Refusal, StringComparison.Ordinal);
        Assert.Equal([0, 2, 3], ids.Index().Where(i => cases.Find(i.Item).State == CaseState.Dismissed).Select(i => i.Index));
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void ATakenBackDecisionIsOpenAgainUnlessTheSubjectHasALaterCase()
    {
        Night(29, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        string first = Id(cases, "S-A");
        cases.Do(first, new ConfirmAct("front", "front"), Ann());
        Assert.Contains("may not reopen", Refused(() => cases.Do(first, new ReopenAct("x"), Ann())), StringComparison.Ordinal);
        Assert.Equal((CaseState.Assigned, "Bo"), (cases.Do(first, new ReopenAct("x"), new CaseActor("Bo", CaseRole.Lead, Morning)).State, cases.Find(first).Assignee));
        cases.Do(first, new ConfirmAct("front", "front"), Ann());
        Night(30, "R-2", Of("S-A"));
        Assert.Contains("later case", Refused(() => cases.Do(first, new ReopenAct("x"), new CaseActor("Bo", CaseRole.Lead, Morning))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3", "entry 3 was altered")]
    [InlineData("UPDATE audit_entries SET action = 'view' WHERE seq = 3", "entry 3 was altered")]
    [InlineData("UPDATE audit_entries SET case_id = 'C-x' WHERE seq = 3", "entry 3 was altered")]
    [InlineData("UPDATE audit_entries SET case_id = NULL WHERE seq = 3", "entry 3 was altered")]
    [InlineData("UPDATE audit_entries SET detail_hash = 'x' WHERE seq = 3", "entry 3 was altered")]
    [InlineData("UPDATE audit_entries SET previous = 'x' WHERE seq = 3", "entry 3 does not follow")]
    [InlineData("UPDATE audit_entries SET hash = 'x' WHERE seq = 3", "entry 3 was altered")]
    [InlineData("UPDATE audit_entries SET seq = 99 WHERE seq = 3", "entry 3 is missing")]
    [InlineData("DELETE FROM audit_entries WHERE seq = 3", "entry 3 is missing")]
    [InlineData("DELETE FROM audit_entries WHERE seq = 1", "entry 1 is missing")]
    [InlineData("UPDATE audit_entries SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4); UPDATE audit_entries SET seq = -seq WHERE seq < 0", "entry 3 was altered")]
    [InlineData("DELETE FROM audit_entries WHERE seq > 3; DELETE FROM audit_details WHERE seq > 3; UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_entries WHERE seq = 3)", "the end was cut off")]
    [InlineData("UPDATE audit_details SET actor = 'Zed' WHERE seq = 3", "the details of entry 3 were altered")]
    [InlineData("UPDATE audit_details SET role = 'lead' WHERE seq = 3", "the details of entry 3 were altered")]
    [InlineData("UPDATE audit_details SET content = '{}' WHERE seq = 3", "the details of entry 3 were altered")]
    [InlineData("UPDATE audit_details SET salt = '' WHERE seq = 3", "the details of entry 3 were altered")]
    [InlineData("DELETE FROM audit_details WHERE seq = 3", "the details of entry 3 are gone")]
    [InlineData("UPDATE audit_details SET seq = 77 WHERE seq = 3", "belong to no entry")]
    [InlineData("UPDATE audit_head SET hash = 'x'", "the store says that the log ends")]
    public void WhateverIsAlteredInTheLogIsFound(string tampering, string found)
    {
        SomeActs();
        using CaseStore cases = Open();
        AuditReport whole = cases.VerifyAudit(TestContext.Current.CancellationToken);
        Assert.Equal((6L, 0L, 6L, 0), (whole.Entries, whole.Erased, whole.Anchored, whole.Problems.Count));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute("UPDATE audit_entries SET action = 'x' WHERE seq = 2"));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute("DELETE FROM audit_entries WHERE seq = 2"));
        DropGuards();
        Execute(tampering);
        Assert.Contains(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems, p => p.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public void ALogThatIsWrittenAnewDoesNotFitTheHeadsKeptBesideIt()
    {
        SomeActs();
        string kept = File.ReadAllText(Address.Anchor);
        string old = Address.Address;
        Close();
        _address = null;
        File.Delete(Address.Anchor);
        SomeActs();
        Assert.NotEqual(old, Address.Address);
        File.WriteAllText(Address.Anchor, kept);
        using (CaseStore cases = Open()) Assert.Contains(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems, p => p.Contains("is not the one whose hash is kept", StringComparison.Ordinal));
        File.Delete(Address.Anchor);
        using (CaseStore cases = Open()) Assert.Contains(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems, p => p.Contains("are gone", StringComparison.Ordinal));
        File.WriteAllText(Address.Anchor, "nonsense\n");
        using (CaseStore cases = Open()) Assert.Throws<StoreException>(() => cases.VerifyAudit(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ErasedPersonalDataAreGoneAndTheChainStillVerifies()
    {
        SomeActs();
        using CaseStore cases = Open();
        AuditEntry note = cases.Audit().Single(e => e.Action == "note");
        Assert.Contains("Rosa", note.Content, StringComparison.Ordinal);
        Assert.Single(cases.List(new CaseFilter { Search = "Rosa" }).Cases);
        var administrator = new CaseActor("Adm", CaseRole.Administrator, Morning);
        Assert.Contains("may not erase", Refused(() => cases.Erase(Ann(), [note.Seq], "x")), StringComparison.Ordinal);
        cases.Erase(administrator, [note.Seq], "retention of two years");
        AuditReport report = cases.VerifyAudit(TestContext.Current.CancellationToken);
        Assert.Equal((1L, 0), (report.Erased, report.Problems.Count));
        AuditEntry after = cases.Audit().Single(e => e.Seq == note.Seq);
        Assert.Equal((note.Hash, null, null), (after.Hash, after.Actor, after.Content));
        Assert.DoesNotContain(Query<string>("SELECT content FROM audit_details"), c => c.Contains("Rosa", StringComparison.Ordinal));
        Assert.Empty(cases.List(new CaseFilter { Search = "Rosa" }).Cases);
        long erasure = cases.Audit().Last().Seq;
        Assert.Throws<StoreException>(() => cases.Erase(administrator, [erasure], "hide it"));
        Assert.Throws<StoreException>(() => cases.Erase(administrator, [999], "x"));
    }

    [Fact]
    public void DecisionsGoToTheLakeOnceInTheShapeOfTheContracts()
    {
        Night(30, "R-1", Of("S-A") with { ShownProbability = 0.25, Lane = Lane.MandatoryHold });
        using CaseStore cases = Open();
        string id = Id(cases, "S-A");
        cases.Do(id, new HoldAct("no site"), Ann());
        cases.Do(id, Landlord, Ann());
        cases.Do(id, new ReleaseAct("site_confirmed", "the landlord confirms"), new("Bo", CaseRole.Lead, Morning.AddDays(1)));
        string incoming = Path.Combine(Folder, "_incoming");
        Assert.Equal(2, CaseDelivery.Write(Address, incoming, Morning).Values.Sum());
        IReadOnlyDictionary<string, int> later = CaseDelivery.Write(Address, incoming, Morning.AddDays(2));
        Assert.Equal(2, later.Values.Sum());
        Assert.Empty(CaseDelivery.Write(Address, incoming, Morning.AddDays(3)));
        JsonElement[] decisions = Rows(Path.Combine(incoming, "dispositions")), holds = Rows(Path.Combine(incoming, "holds"));
        Assert.Equal(["held", "released"], decisions.Select(d => d.GetProperty("decision").GetString()!));
        Assert.Equal(("S-A", 0.25, "Bo", "site_confirmed"), (decisions[1].GetProperty("subject_id").GetString(), decisions[1].GetProperty("shown_probability").GetDouble(), decisions[1].GetProperty("decided_by").GetString(), decisions[1].GetProperty("reason_code").GetString()));
        Assert.Equal(("released", "landlord_or_utility", true, true, "lead"), (holds[1].GetProperty("action").GetString(), holds[1].GetProperty("evidence_grade").GetString(), holds[1].GetProperty("independent").GetBoolean(), holds[1].GetProperty("overridden").GetBoolean(), holds[1].GetProperty("role").GetString()));
        Assert.Equal(holds[0].GetProperty("hold_id").GetString(), holds[1].GetProperty("hold_id").GetString());
        Assert.Distinct(decisions.Select(d => d.GetProperty("disposition_id").GetString()));
    }

    [Fact]
    public void AStoreOfALaterVersionIsLeftAlone()
    {
        using (Open())
        {
            RaiseSchema();
        }

        Assert.Contains("has schema 99, made by a later version of Screening; this one knows 7", Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsToldOutOfRangeIsRefusedAndChangesNothing()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        CaseRecord before = cases.List(new CaseFilter()).Cases.Single();
        foreach (CaseAct act in new CaseAct[] { new NoteAct(" "), new NoteAct("nul \0"), new NoteAct(new string('x', 20_001)), new HoldAct(""), new AssignAct(new string('x', 121)), new ConfirmAct(new string('x', 61), "x"), new DismissAct("x", "x", new DateOnly(2030, 1, 1)) })
            Assert.ThrowsAny<StoreException>(() => cases.Do(before.CaseId, act, Ann()));
        Assert.ThrowsAny<StoreException>(() => cases.Do(before.CaseId, new NoteAct("x"), new CaseActor(" ", CaseRole.Lead, Morning)));
        Assert.Equal(before, cases.Find(before.CaseId));
        Assert.Throws<StoreException>(() => cases.Find("C-zzz"));
        Assert.Throws<StoreException>(() => CaseStore.Open(Address, HoldPolicy.Least with { People = 1 }));
        using CaseStore strict = CaseStore.Open(Address, HoldPolicy.Least with { People = 3 });
        strict.Do(before.CaseId, new HoldAct("x"), Ann());
        strict.Do(before.CaseId, Landlord, Ann());
        Assert.Contains("1 more person", Refused(() => strict.Do(before.CaseId, new ReleaseAct("ok", "x"), new("Bo", CaseRole.Lead, Morning))), StringComparison.Ordinal);
        strict.Do(before.CaseId, new ProposeAct("the site is real"), new("Cy", CaseRole.Analyst, Morning));
        Assert.Equal(CaseState.Released, strict.Do(before.CaseId, new ReleaseAct("ok", "x"), new("Bo", CaseRole.Lead, Morning)).State);
    }

    /// <summary>The address of an empty store.</summary>
    private protected abstract string NewAddress();

    /// <summary>Ends what keeps the store open.</summary>
    private protected virtual void Close()
    {
    }

    /// <summary>Takes away what keeps the log from being altered.</summary>
    private protected abstract void DropGuards();

    /// <summary>Gives the store the schema number 99.</summary>
    private protected abstract void RaiseSchema();

    private protected CaseStore Open() => CaseStore.Open(Address);

    private protected void Execute(string sql)
    {
        using StoreDatabase database = StoreDatabase.Open(Address.Address, Address.Anchor);
        database.Connection.Execute(sql);
    }

    private protected List<T> Query<T>(string sql)
    {
        using StoreDatabase database = StoreDatabase.Open(Address.Address, Address.Anchor);
        return database.Connection.Query<T>(sql).AsList();
    }

    private protected static Alert Of(string subject, double priority = 1) => SomeNight.Alert(subject, SomeNight.Day(30), 1) with { Priority = priority };

    private protected static string Id(CaseStore cases, string subject) => cases.List(new CaseFilter()).Cases.Single(c => c.Subject == subject).CaseId;

    private protected void Night(int day, string run, params Alert[] alerts) => WriteNight(SomeNight.Day(day), run, alerts);

    private static AlertOrder Order(string id) => new(id, 2, "placed", Morning, "P", null, "SG", 512, 17_203_200.01, ["64 x Server"]);

    private static string Refused(Action act) => Assert.Throws<CaseRefusedException>(act).Message;

    private static string[] Subjects(CaseStore cases) => [.. cases.List(new CaseFilter()).Cases.Select(c => c.Subject).Order(StringComparer.Ordinal)];

    private static JsonElement[] Rows(string folder) => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(l => JsonDocument.Parse(l).RootElement)];

    private void Night(DateOnly date, string run, params Alert[] alerts) => WriteNight(date, run, alerts);

    private void WriteNight(DateOnly date, string run, params Alert[] alerts)
    {
        using AlertStore store = AlertStore.Open(Address);
        IReadOnlyDictionary<string, OpenAlert> open = store.OpenAlertsBefore(date);
        store.Write(
            SomeNight.Of(date, run, null) with { Alerts = [.. alerts.Select((a, i) => a with { Rank = i + 1, Id = open.GetValueOrDefault(a.Subject)?.AlertId ?? AlertStore.NewAlertId(a.Subject, date) })] }, []);
    }

    // Night, assign, note, hold, note of somebody else, view: six entries.
    private void SomeActs()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        string id = Id(cases, "S-A");
        cases.Do(id, new AssignAct("Ann"), Ann(Morning.AddMinutes(_minute++)));
        cases.Do(id, new NoteAct("Rosa at the landlord's says no"), Ann(Morning.AddMinutes(_minute++)));
        cases.Do(id, new HoldAct("no site"), Ann(Morning.AddMinutes(_minute++)));
        cases.Do(id, new EscalateAct("large"), Ann(Morning.AddMinutes(_minute++)));
        cases.Show(id, Ann(Morning.AddMinutes(_minute++)));
    }
}
