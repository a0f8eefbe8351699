using System.IO.Compression;
using System.Text.Json;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Data.Store;

/// <summary>What the pages and sellers do beside cases themselves.</summary>
public abstract partial class CaseStoreContract
{
    private static readonly HoldPolicy EveryOneTwice = HoldPolicy.Least with { SecondReviewShare = 1 };

    private static CaseActor Bo(DateTime? at = null) => new("Bo", CaseRole.Lead, at ?? Morning);

    private static CaseActor Sal => new("Sal", CaseRole.Seller, Morning);

    [Fact]
    public void AViewBelongsToOnePersonInAnySpellingAndToOneName()
    {
        using CaseStore cases = Open();
        var query = new ViewQuery("open", "switch", "SG", true);
        cases.KeepView(new SavedView("mine", query), Ann());
        cases.KeepView(new SavedView(" mine ", query with { Words = "server" }), Ann() with { Name = " ann" });
        cases.KeepView(new SavedView("mine", query), Bo());
        Assert.Equal([new SavedView("mine", query with { Words = "server" })], cases.Views("ANN"));
        cases.ForgetView("mine", Ann());
        Assert.Empty(cases.Views("Ann"));
        Assert.Single(cases.Views("Bo"));
        Assert.Throws<StoreException>(() => cases.KeepView(new SavedView(" ", query), Ann()));
        for (int i = 0; i < CaseStore.MostViews; i++) cases.KeepView(new SavedView(FormattableString.Invariant($"v{i}"), query), Ann());
        Assert.Contains("accepted: up to 30", Assert.Throws<StoreException>(() => cases.KeepView(new SavedView("one more", query), Ann())).Message, StringComparison.Ordinal);
        cases.KeepView(new SavedView("v0", query), Ann());
    }

    [Fact]
    public void TheQueueIsNarrowedByCountry()
    {
        Night(30, "R-1", Of("S-A"), Of("S-B") with { Country = "MY" });
        using CaseStore cases = Open();
        Assert.Equal("S-B", cases.List(new CaseFilter { Country = "MY" }).Cases.Single().Subject);
        Assert.Empty(cases.List(new CaseFilter { Country = "VN" }).Cases);
    }

    [Fact]
    public void ADecidedCaseIsJudgedAgainBySomebodyWhoKnowsNothingOfIt()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = CaseStore.Open(Address, EveryOneTwice);
        string id = Id(cases, "S-A");
        cases.Do(id, new NoteAct("it is a front, I am sure"), Ann());
        cases.Do(id, Landlord, Ann());
        Assert.Equal(0, cases.OpenReviews());
        cases.Do(id, new ConfirmAct("front_company", "nobody is there"), Ann());
        Assert.Equal(1, cases.OpenReviews());

        // Who decided, and who looked, knows; a role that decides nothing is refused.
        Assert.Null(cases.NextReview(Ann()));
        Assert.Null(cases.NextReview(Ann() with { Name = " ANN " }));
        cases.Show(id, new CaseActor("Cy", CaseRole.Analyst, Morning));
        Assert.Null(cases.NextReview(new CaseActor("Cy", CaseRole.Analyst, Morning)));
        Refused(() => cases.NextReview(new CaseActor("Audrey", CaseRole.Auditor, Morning)));

        BlindCase blind = cases.NextReview(Bo())!;
        Assert.Equal(("S-A", "the landlord"), (blind.Alerts.Single().Subject, blind.Evidence.Single().Source));
        string shown = JsonSerializer.Serialize(blind, AlertJson.Options);
        Assert.DoesNotContain("front_company", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("I am sure", shown, StringComparison.Ordinal);
        Assert.Equal(blind.ReviewId, cases.NextReview(Bo())!.ReviewId);
        Assert.Null(cases.NextReview(new CaseActor("Di", CaseRole.Analyst, Morning)));
        Assert.Contains("with somebody else", Refused(() => cases.Judge(blind.ReviewId, SecondVerdict.Diversion, "x", new CaseActor("Di", CaseRole.Analyst, Morning))), StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => cases.Judge(blind.ReviewId, SecondVerdict.NoDiversion, " ", Bo()));
        JudgedTwice judged = cases.Judge(blind.ReviewId, SecondVerdict.NoDiversion, "the site is real", Bo());
        Assert.True(judged.IsDisagreement);
        Assert.Equal((judged, 0, CaseState.Confirmed), (cases.Reviewed().Single(), cases.OpenReviews(), cases.Find(id).State));
        Assert.Throws<StoreException>(() => cases.Judge(blind.ReviewId, SecondVerdict.Diversion, "again", Bo()));
        Assert.All(cases.Quality(), sign => Assert.Equal((1, 1), (sign.JudgedTwice, sign.Disagreements)));
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void WhoLooksAtTheCaseInBetweenIsNoLongerBlindAndSomebodyElseJudges()
    {
        Night(30, "R-1", Of("S-A"), Of("S-B"));
        using CaseStore cases = CaseStore.Open(Address, EveryOneTwice);
        string a = Id(cases, "S-A"), b = Id(cases, "S-B");
        cases.Do(a, new DismissAct("known", "known to us", new DateOnly(2025, 8, 1)), Ann());
        BlindCase blind = cases.NextReview(Bo())!;
        cases.Show(a, Bo());
        Assert.Contains("no longer blind", Refused(() => cases.Judge(blind.ReviewId, SecondVerdict.NoDiversion, "as I saw", Bo())), StringComparison.Ordinal);
        Assert.Null(cases.NextReview(Bo()));
        var cy = new CaseActor("Cy", CaseRole.Analyst, Morning);
        Assert.False(cases.Judge(cases.NextReview(cy)!.ReviewId, SecondVerdict.NoDiversion, "explained", cy).IsDisagreement);

        // A decision that is taken back is none to be judged again.
        cases.Do(b, new DismissAct("known", "known to us", new DateOnly(2025, 8, 1)), Ann());
        Assert.Equal(1, cases.OpenReviews());
        cases.Do(b, new ReopenAct("not at all"), Bo());
        Assert.Equal(0, cases.OpenReviews());
    }

    [Fact]
    public void NoCaseIsDrawnWhereThePolicyDrawsNoneAndAPolicyBeyondItsRangeIsRefused()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = CaseStore.Open(Address, HoldPolicy.Least with { SecondReviewShare = 0 });
        cases.Do(Id(cases, "S-A"), new ConfirmAct("x", "x"), Ann());
        Assert.Equal(0, cases.OpenReviews());
        Assert.Contains("second_review_share is 1.5", Assert.Throws<StoreException>(() => CaseStore.Open(Address, HoldPolicy.Least with { SecondReviewShare = 1.5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatASellerHandsInAnswersItsRequestAndLetsNothingGo()
    {
        Night(30, "R-1", Of("S-A") with { Orders = [Sold("SO-1", "P-SELLER"), Sold("SO-2", "P-OTHER")] });
        using CaseStore cases = Open();
        string id = Id(cases, "S-A");
        cases.Do(id, new HoldAct("no site"), Ann());
        cases.Do(id, new AskAct(EvidenceRequestKind.EndUserCertificate, "the seller", new DateOnly(2025, 7, 10)), Ann());
        string request = cases.Show(id, Ann()).Requests.Single().RequestId;
        var paper = new HandedIn(request, "SO-1", "P-SELLER", EvidenceGrade.CustomerDocument, "signed by the director", "euc.pdf", [.. "%PDF-1.7"u8]);

        // Each no is the same, whatever is wrong: number, order, or whose order it is.
        foreach (HandedIn wrong in (HandedIn[])[paper with { RequestId = "Q-000000999" }, paper with { OrderId = "SO-9" }, paper with { OrderId = "SO-2" }, paper with { SellerId = "P-OTHER" }, paper with { SellerId = "" }])
            Assert.Equal(CaseStore.NoSuchRequest, Assert.Throws<StoreException>(() => cases.HandIn(wrong, Sal)).Message);
        Assert.Empty(cases.Show(id, Ann()).Attachments);
        foreach (EvidenceGrade grade in (EvidenceGrade[])[EvidenceGrade.Registry, EvidenceGrade.LandlordOrUtility, EvidenceGrade.SiteVisit, (EvidenceGrade)9])
            Assert.Contains("none that a seller hands in", Assert.Throws<StoreException>(() => cases.HandIn(paper with { Grade = grade }, Sal)).Message, StringComparison.Ordinal);
        Assert.Contains("needs its file", Assert.Throws<StoreException>(() => cases.HandIn(paper with { File = null, FileName = null }, Sal)).Message, StringComparison.Ordinal);
        Refused(() => cases.HandIn(paper, Ann()));

        string evidence = cases.HandIn(paper, Sal);
        CaseFile file = cases.Show(id, Ann());
        CaseEvidence kept = file.Evidence.Single();
        Assert.Equal((evidence, false, EvidenceGrade.CustomerDocument, EvidenceArranger.Customer, CaseRole.Seller), (kept.EvidenceId, kept.IsIndependent, kept.Evidence.Grade, kept.Evidence.ArrangedBy, kept.Evidence.RecordedAs));
        Assert.Equal((file.Attachments.Single().AttachmentId, CaseState.Held), (kept.AttachmentId, file.Case.State));
        Assert.NotNull(file.Requests.Single().AnsweredAtUtc);
        Assert.Contains("independent evidence", Refused(() => cases.Do(id, new ReleaseAct("ok", "x"), Bo())), StringComparison.Ordinal);
        Assert.Equal(CaseStore.NoSuchRequest, Assert.Throws<StoreException>(() => cases.HandIn(paper, Sal)).Message);
        Assert.Contains(cases.Audit(), e => e is { Action: "refused", Actor: "Sal" });
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void ATipGoesToTheLakeAndIsSeenByThoseWhoMay()
    {
        using CaseStore cases = Open();
        var told = new Tip { ReceivedAtUtc = Morning.AddHours(-1), PartyName = "Example Harbour", SourceKind = "whistleblower", Reliability = "medium", Summary = "the racks\nwent north" };
        Tip kept = cases.AddTip(told, Ann());
        Assert.Equal(("Ann", "open"), (kept.ToldBy, kept.Status));
        foreach (Tip wrong in (Tip[])[told with { PartyName = " " }, told with { SourceKind = "rumour" }, told with { Reliability = "sure" }, told with { Summary = "" }, told with { ReceivedAtUtc = Morning.AddHours(1) }])
            Assert.Throws<StoreException>(() => cases.AddTip(wrong, Ann()));
        cases.SetTipStatus(kept.TipId, "refuted", Bo());
        Assert.Throws<StoreException>(() => cases.SetTipStatus(kept.TipId, "gone", Bo()));
        Assert.Throws<StoreException>(() => cases.SetTipStatus("TIP-x", "closed", Bo()));
        Assert.Equal("refuted", cases.Tips(10, new CaseActor("Audrey", CaseRole.Auditor, Morning)).Single().Status);
        foreach (CaseRole role in (CaseRole[])[CaseRole.Seller, CaseRole.SalesRepresentative, CaseRole.DataScientist, CaseRole.Administrator])
            Refused(() => cases.Tips(10, new CaseActor("Nosy", role, Morning)));
        Refused(() => cases.AddTip(told, new CaseActor("Audrey", CaseRole.Auditor, Morning)));
        string incoming = Path.Combine(Folder, "incoming");
        CaseDelivery.Write(Address, incoming, Morning);
        JsonElement[] rows = Rows(Path.Combine(incoming, "tips"));
        Assert.Equal([("open", "the racks\nwent north"), ("refuted", "the racks\nwent north")], rows.Select(r => (r.GetProperty("status").GetString()!, r.GetProperty("summary").GetString()!)));
        Assert.All(rows, r => Assert.Equal(kept.TipId, r.GetProperty("tip_id").GetString()));
        Assert.Equal(["view_tips Audrey", "tip_status Bo", "tip Ann"], cases.Audit().Where(e => e.Action.Contains("tip", StringComparison.Ordinal)).Select(e => $"{e.Action} {e.Actor}").Reverse());
    }

    [Fact]
    public void AClockThatWentBackTellsNoReleaseBeforeItsHoldAndSaysSo()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        string id = Id(cases, "S-A");
        cases.Do(id, new HoldAct("no site"), Ann());
        cases.Do(id, Landlord, Ann(Morning.AddHours(-3)));
        CaseRecord released = cases.Do(id, new ReleaseAct("ok", "seen"), Bo(Morning.AddHours(-2)));
        Assert.True(released.StateSinceUtc > Morning);
        List<AuditEntry> deeds = [.. cases.Audit().Where(e => e.CaseId == id)];
        Assert.Equal(deeds.Select(d => d.AtUtc), deeds.Select(d => d.AtUtc).Order());
        Assert.Equal([false, true, true], deeds.Select(d => d.Content!.Contains("clock_said", StringComparison.Ordinal)));
        Assert.Contains("2025-07-01T06:00:00.000000Z", deeds[^1].Content, StringComparison.Ordinal);
        string incoming = Path.Combine(Folder, "incoming");
        CaseDelivery.Write(Address, incoming, Morning.AddHours(1));
        Assert.Equal(["placed", "released"], Rows(Path.Combine(incoming, "holds")).OrderBy(r => r.GetProperty("known_at").GetString(), StringComparer.Ordinal).Select(r => r.GetProperty("action").GetString()));
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public void WhatMergingWouldDoIsToldAndNothingIsDone()
    {
        Night(30, "R-1", Of("S-A"), Of("S-B"));
        using CaseStore cases = Open();
        string a = Id(cases, "S-A"), b = Id(cases, "S-B");
        cases.Do(a, Landlord, Ann());
        cases.Do(a, new HoldAct("x"), Ann());
        long before = cases.Audit().Count();
        MergePreview preview = cases.PreviewMerge(a, b, Ann());
        Assert.Equal((null, 1L, 1L, 1L, true), (preview.Refusal, preview.Subjects, preview.Alerts, preview.Evidence, preview.HoldsBoth));
        Assert.Contains("into itself", cases.PreviewMerge(a, a, Ann()).Refusal, StringComparison.Ordinal);
        Assert.NotNull(cases.PreviewMerge(a, b, new CaseActor("Audrey", CaseRole.Auditor, Morning)).Refusal);
        Assert.Equal(before, cases.Audit().Count());
        Assert.Empty(cases.TakenIn(b));
        cases.Merge(a, b, Ann(), "one firm");
        Assert.Equal(a, cases.TakenIn(b).Single().CaseId);
    }

    [Fact]
    public void TakingCasesAwayIsOnRecordAndNotForSales()
    {
        Night(30, "R-1", Of("S-A"), Of("S-B"));
        using CaseStore cases = Open();
        cases.Do(Id(cases, "S-A"), new ConfirmAct("x", "x"), Ann());
        Assert.Equal(2, cases.Export(null, "csv", Ann()).Count);
        Assert.Equal("S-A", cases.Export([CaseState.Confirmed], "csv", Ann()).Single().Subject);
        Refused(() => cases.Export(null, "csv", Sal));
        Assert.Equal(2, cases.Audit().Count(e => e is { Action: "export", Actor: "Ann" }));
    }

    // 200 MB of nothing in some 200 kB: whoever unpacked it would need them all.
    [Fact]
    public void AZipBombIsKeptAsItCameAndNeverUnpacked()
    {
        Night(30, "R-1", Of("S-A"));
        using CaseStore cases = Open();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = zip.CreateEntry("word/document.xml", CompressionLevel.Optimal).Open())
        {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 200; i++) entry.Write(nothing);
        }

        byte[] bomb = bytes.ToArray();
        Assert.True(bomb.Length < 1 << 20, $"{bomb.Length} bytes");
        string id = Id(cases, "S-A");
        long before = GC.GetAllocatedBytesForCurrentThread();
        CaseAttachment kept = cases.Attach(id, "lease.docx", bomb, Ann());
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(used < 20 << 20, $"{used} bytes were used for a file of {bomb.Length}");
        Assert.Equal(bomb, cases.Attachment(kept.AttachmentId, Ann()).Content);
        Assert.Throws<StoreException>(() => cases.Attach(id, "lease.zip", bomb, Ann()));
        Assert.Throws<StoreException>(() => cases.Attach(id, "lease.txt", bomb, Ann()));
        Assert.Empty(cases.List(new CaseFilter { Search = "document" }).Cases);
    }

    private static AlertOrder Sold(string id, string seller) => Order(id) with { Parties = [new AlertParty("end user", "P-1", "Example"), new AlertParty("seller", seller, seller)] };
}
