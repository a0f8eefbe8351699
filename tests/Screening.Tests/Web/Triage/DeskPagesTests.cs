using System.Net;
using System.Text;
using System.Text.Json;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Keys;
using Screening.Data.Store;
using Screening.Tests.Data.Store;
using Xunit;

namespace Screening.Tests.Web.Triage;

/// <summary>What the pages beside queue and case refuse, keep and write down, and what sellers can hand in.</summary>
public sealed class DeskPagesTests : IAsyncLifetime
{
    private static readonly string[] ForCompliance = ["/bulk", "/model", "/data", "/data/tips/x", "/surges", "/tips", "/inspections", "/reviews"];
    private TriagePlace _place = null!;

    public async ValueTask InitializeAsync() => _place = await TriagePlace.Start();

    public async ValueTask DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task NobodyButComplianceSeesThemAndOnlyWhoSellsHandsIn()
    {
        using var nobody = new TriageClient(_place.Url);
        using TriageClient seller = await TriageClient.SignedIn(_place.Url, "Sal");
        string id = First();
        foreach (string path in (string[])[.. ForCompliance, $"/cases/{id}/merge", $"/cases/{id}/timeline", $"/cases/{id}/what-if"])
        {
            using HttpResponseMessage away = await nobody.Get(path), refused = await seller.Get(path);
            Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Forbidden), (away.StatusCode, refused.StatusCode));
        }

        using HttpResponseMessage unknown = await nobody.Get("/hand-in");
        Assert.StartsWith("/sign-in", unknown.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        using HttpResponseMessage turned = await ann.Get("/hand-in");
        Assert.Equal(HttpStatusCode.Forbidden, turned.StatusCode);
        Assert.Contains("Number of the request", await seller.Text("/hand-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TipsAndPlansAreKeptFromThoseWhoMayNotSeeThem()
    {
        Directory.CreateDirectory(Path.Combine(_place.Lake, "_inspections", "damaged"));
        await File.WriteAllTextAsync(Path.Combine(_place.Lake, "_inspections", "damaged", "plan.json"), "{ \"seed\": \"00ff\"", TestContext.Current.CancellationToken);
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann"), bo = await TriageClient.SignedIn(_place.Url, "Bo"), dee = await TriageClient.SignedIn(_place.Url, "Dee");
        await Tip(ann, ("partyName", "Example"), ("source", "press"), ("reliability", "low"), ("summary", "what was told in confidence"));
        Assert.Contains("told in confidence", await bo.Text("/tips"), StringComparison.Ordinal);
        string hidden = await dee.Text("/tips");
        Assert.DoesNotContain("told in confidence", hidden, StringComparison.Ordinal);
        Assert.Contains("Tips are seen by analysts, leads and auditors", hidden, StringComparison.Ordinal);
        using HttpResponseMessage forged = await dee.Post("/tips?handler=Add", ("__RequestVerificationToken", await dee.Token("/tips")), ("partyName", "x"), ("source", "press"), ("reliability", "low"), ("summary", "x"), ("received", "2026-03-01T10:00"));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Contains("damaged cannot be read", await bo.Text("/inspections"), StringComparison.Ordinal);
        string plans = await ann.Text("/inspections");
        Assert.DoesNotContain("damaged", plans, StringComparison.Ordinal);
        Assert.Contains("who reads one can warn somebody", plans, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATipThatIsNotAsAcceptedIsToldAndWhatWasTypedStays()
    {
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        using HttpResponseMessage refused = await Tip(ann, ("source", "press"), ("reliability", "low"), ("summary", "typed with care"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        string page = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("names neither a party nor an order", page, StringComparison.Ordinal);
        Assert.Contains("typed with care", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileOfTipsWaitsForTheNightUnderANameOfItsOwnAndNothingElseIsTaken()
    {
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        string incoming = Path.Combine(_place.Lake, "_incoming", "tips");
        foreach ((string name, string content, HttpStatusCode status) in ((string, string, HttpStatusCode)[])[("../../x.csv", "tip_id\n", HttpStatusCode.Redirect), ("x.csv", "tip_id\n", HttpStatusCode.Redirect), ("x.exe", "MZ", HttpStatusCode.BadRequest), ("x.csv", "", HttpStatusCode.BadRequest)])
        {
            var form = new MultipartFormDataContent { { new StringContent(await ann.Token("/tips")), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "upload", name } };
            using HttpResponseMessage answer = await ann.Form("/tips?handler=File", form);
            Assert.Equal(status, answer.StatusCode);
        }

        string file = Assert.Single(Directory.GetFiles(incoming));
        Assert.Matches("^tips-[0-9a-f]{16}\\.csv$", Path.GetFileName(file));
        using CaseStore cases = _place.Cases();
        Assert.Equal(2, cases.Audit().Count(e => e is { Action: "tip_file", Actor: "Ann" }));
    }

    [Fact]
    public async Task ManyAreDoneOnlyAsTheyWereShownAndWhatChangedSinceIsLeftAlone()
    {
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        CaseRecord[] chosen;
        using (CaseStore before = _place.Cases()) chosen = [.. before.List(new CaseFilter()).Cases.Take(2)];
        (string, string)[] cases = [.. chosen.Select(c => ("case", FormattableString.Invariant($"{c.CaseId}:{c.Version}")))];
        (string, string)[] form = [("__RequestVerificationToken", await ann.Token("/")), .. cases, ("act", "escalate"), ("reason", "too large"), ("to", ""), ("code", ""), ("until", "")];
        string shown = "escalate\n\n\ntoo large\n";

        // Not what was shown: nothing is done.
        using (HttpResponseMessage changed = await ann.Post("/bulk?handler=Apply", [.. form, ("shown", shown.Replace("large", "small", StringComparison.Ordinal))]))
            Assert.Contains("changed since it was shown", await changed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using (HttpResponseMessage never = await ann.Post("/bulk?handler=Apply", form)) Assert.Equal(HttpStatusCode.OK, never.StatusCode);
        using (CaseStore between = _place.Cases())
        {
            Assert.All(chosen, c => Assert.Equal(CaseState.New, between.Find(c.CaseId).State));
            between.Do(chosen[1].CaseId, new NoteAct("x"), new CaseActor("Bo", CaseRole.Lead, TriagePlace.Morning));
        }

        using HttpResponseMessage done = await ann.Post("/bulk?handler=Apply", [.. form, ("shown", shown)]);
        string page = WebUtility.HtmlDecode(await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Done to 1 case; 1 case left alone", page, StringComparison.Ordinal);
        Assert.Contains("was changed by Bo", page, StringComparison.Ordinal);
        using CaseStore after = _place.Cases();
        Assert.Equal([CaseState.Escalated, CaseState.New], chosen.Select(c => after.Find(c.CaseId).State));

        // Releasing is not among the acts, and a role that may not act does nothing.
        using HttpResponseMessage release = await ann.Post("/bulk?handler=Preview", [.. form.Where(f => f.Item1 != "act"), ("act", "release")]);
        Assert.Equal(HttpStatusCode.BadRequest, release.StatusCode);
        using TriageClient auditor = await TriageClient.SignedIn(_place.Url, "Audrey");
        using HttpResponseMessage none = await auditor.Post("/bulk?handler=Apply", [("__RequestVerificationToken", await auditor.Token("/")), .. cases, ("act", "hold"), ("reason", "x"), ("to", ""), ("code", ""), ("until", ""), ("shown", "hold\n\n\nx\n")]);
        Assert.Contains("2 cases left alone", await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoSellsHandsInByPageAndByKeyAndLearnsNothingOfTheCase()
    {
        (string id, string[] requests) = Asked();
        using TriageClient seller = await TriageClient.SignedIn(_place.Url, "Sal");
        using HttpResponseMessage wrong = await HandIn(seller, requests[0], "SO-9", "x", null);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        string page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("No open request of that number is about that order of yours", page, StringComparison.Ordinal);
        Assert.DoesNotContain(id, page, StringComparison.Ordinal);
        using HttpResponseMessage taken = await HandIn(seller, requests[0], "SO-1", "the director signed", "%PDF-1.7"u8.ToArray());
        Assert.StartsWith("/hand-in?taken=E-", taken.Headers.Location!.OriginalString, StringComparison.Ordinal);

        using var client = new HttpClient { BaseAddress = _place.Url };
        (HttpStatusCode other, _) = await ByKey(client, Key("P-OTHER"), requests[1]);
        (HttpStatusCode own, string body) = await ByKey(client, Key(TriagePlace.Seller), requests[1]);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (other, own));
        Assert.Contains("evidence_id", body, StringComparison.Ordinal);
        (HttpStatusCode analyst, _) = await ByKey(client, Key(null), requests[1]);
        Assert.Equal(HttpStatusCode.Forbidden, analyst);
        (HttpStatusCode graded, string why) = await ByKey(client, Key(TriagePlace.Seller), requests[1], "site_visit");
        Assert.Equal(HttpStatusCode.BadRequest, graded);
        Assert.Contains("self_declared, customer_document", why, StringComparison.Ordinal);
        using CaseStore cases = _place.Cases();
        CaseFile file = cases.Show(id, new CaseActor("Ann", CaseRole.Analyst, TriagePlace.Morning));
        Assert.Equal([(EvidenceGrade.CustomerDocument, false), (EvidenceGrade.SelfDeclared, false)], file.Evidence.Select(e => (e.Evidence.Grade, e.IsIndependent)));
        Assert.All(file.Requests, r => Assert.NotNull(r.AnsweredAtUtc));
    }

    [Fact]
    public async Task ASecondLookShowsTheCaseWithoutItsDecision()
    {
        using (CaseStore cases = CaseStore.Open(_place.Store, HoldPolicy.Least with { SecondReviewShare = 1 })) cases.Do(First(), new ConfirmAct("front_company", "nobody there, says the landlord"), new CaseActor("Ann", CaseRole.Analyst, TriagePlace.Morning));
        using TriageClient bo = await TriageClient.SignedIn(_place.Url, "Bo");
        using HttpResponseMessage taken = await bo.Post("/reviews?handler=Take", ("__RequestVerificationToken", await bo.Token("/reviews")));
        string page = await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("front_company", page, StringComparison.Ordinal);
        Assert.DoesNotContain("says the landlord", page, StringComparison.Ordinal);
        Assert.DoesNotContain(First(CaseState.Confirmed), page, StringComparison.Ordinal);
        string review = page[(page.IndexOf("name=\"review\" value=\"", StringComparison.Ordinal) + "name=\"review\" value=\"".Length)..];
        review = review[..review.IndexOf('"', StringComparison.Ordinal)];
        using HttpResponseMessage judged = await bo.Post("/reviews?handler=Judge", ("__RequestVerificationToken", await bo.Token("/reviews")), ("review", review), ("verdict", "NoDiversion"), ("reason", "the site is real"));
        Assert.Equal(HttpStatusCode.Redirect, judged.StatusCode);
        Assert.Contains("disagree", await bo.Text("/reviews"), StringComparison.Ordinal);
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        Assert.DoesNotContain("the site is real", await ann.Text("/reviews"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeHadIsSaid()
    {
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        string id = First();
        Assert.Contains("Cannot be had", await ann.Text($"/cases/{id}/what-if"), StringComparison.Ordinal);
        Assert.Contains("The lake is empty", await ann.Text($"/cases/{id}/timeline"), StringComparison.Ordinal);
        Assert.Contains("The pages were started without models", await ann.Text("/model"), StringComparison.Ordinal);
        Assert.Contains("The lake tells of no orders", await ann.Text("/surges"), StringComparison.Ordinal);
        Assert.Contains("Nothing was refused", await ann.Text("/data"), StringComparison.Ordinal);
        foreach ((string path, string said) in ((string, string)[])[("/surges?day=soon", "accepted: a day such as"), ("/data/tips/none", "No refused row belongs to a delivery"), ("/data/tips/..%2f..%2fx", "No refused row belongs")])
        {
            using HttpResponseMessage answer = await ann.Get(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> HandIn(TriageClient client, string request, string order, string content, byte[]? file) => client.HandIn(
        [("request", request), ("order", order), ("grade", file is null ? "SelfDeclared" : "CustomerDocument"), ("content", content)], file);

    private async Task<HttpResponseMessage> Tip(TriageClient client, params (string, string)[] fields) =>
        await client.Post("/tips?handler=Add", [("__RequestVerificationToken", await client.Token("/tips")), ("received", "2026-03-01T10:00"), .. fields]);

    private static async Task<(HttpStatusCode Status, string Body)> ByKey(HttpClient client, string key, string request, string grade = "self_declared")
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/evidence")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { request_id = request, order_id = "SO-1", grade, content = "it stands in our hall" }), Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", "Bearer " + key } },
        };
        using HttpResponseMessage answer = await client.SendAsync(message, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private string Key(string? seller)
    {
        string text;
        using (KeyStore store = KeyStore.Open(_place.Lake)) (_, text) = store.Create(seller is null ? KeyRole.Analyst : KeyRole.Seller, seller, "test", _place.Clock.Utc, _place.Clock.Utc.AddDays(9));
        _place.Server.Keys.Refresh();
        return text;
    }

    private (string CaseId, string[] Requests) Asked()
    {
        var date = new DateOnly(2026, 3, 15);
        NightlyList night = SomeNight.Of(date, "R-sold", null, "S-SOLD");
        using (AlertStore nights = AlertStore.Open(_place.Store))
        {
            nights.Write(
                night with { Alerts = [night.Alerts[0] with { Orders = [night.Alerts[0].Orders[0] with { OrderId = "SO-1", Parties = [new AlertParty("seller", TriagePlace.Seller, "Example Seller")] }] }] }, []);
        }

        using CaseStore cases = _place.Cases();
        string id = cases.OfSubject("S-SOLD").Single().CaseId;
        var ann = new CaseActor("Ann", CaseRole.Analyst, TriagePlace.Morning);
        foreach (EvidenceRequestKind kind in (EvidenceRequestKind[])[EvidenceRequestKind.EndUserCertificate, EvidenceRequestKind.CallBack]) cases.Do(id, new AskAct(kind, "the seller", date.AddDays(9)), ann);
        return (id, [.. cases.Show(id, ann).Requests.Select(r => r.RequestId)]);
    }

    private string First(CaseState state = CaseState.New)
    {
        using CaseStore cases = _place.Cases();
        return cases.List(new CaseFilter { States = [state] }).Cases[0].CaseId;
    }
}
