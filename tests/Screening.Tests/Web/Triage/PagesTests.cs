using System.Net;
using System.Text;
using Screening.Casework;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Web.Triage;

/// <summary>What the pages refuse, keep and write down, without a browser.</summary>
public sealed class PagesTests : IAsyncLifetime
{
    private TriagePlace _place = null!;

    public async ValueTask InitializeAsync() => _place = await TriagePlace.Start();

    public async ValueTask DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task NobodySeesAnythingWithoutSigningInAndComesBackToWhereHeWanted()
    {
        using var client = new TriageClient(_place.Url);
        string id = First();
        foreach (string path in (string[])["/", "/holds", "/search?q=a", "/cases/" + id, "/files/F-1", "/subjects/S-1"])
        {
            using HttpResponseMessage answer = await client.Get(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/sign-in", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        using HttpResponseMessage asked = await client.Get("/cases/" + id);
        using HttpResponseMessage signed = await client.SignIn("ann", TriagePlace.Password, asked.Headers.Location!.OriginalString["/sign-in".Length..]);
        Assert.Equal("/cases/" + id, signed.Headers.Location!.OriginalString);
        foreach (string evil in (string[])["https://evil.example/", "//evil.example/", "/\\evil.example"])
        {
            using var other = new TriageClient(_place.Url);
            using HttpResponseMessage sent = await other.SignIn("Ann", TriagePlace.Password, "?back=" + Uri.EscapeDataString(evil));
            Assert.Equal("/", sent.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task AnswersSayHowBrowsersMustTreatThemAndCookiesCannotBeReadByScripts()
    {
        using TriageClient client = await TriageClient.SignedIn(_place.Url, "Ann");
        using HttpResponseMessage answer = await client.Get("/");
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        foreach ((string name, string cookie) in client.Set)
        {
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(["screening-form", "screening-session"], client.Set.Keys.Order(StringComparer.Ordinal));
        string page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormFromElsewhereIsRefusedAndDoesNothing()
    {
        using TriageClient client = await TriageClient.SignedIn(_place.Url, "Ann");
        string id = First();
        foreach ((string, string)[] fields in ((string, string)[][])[[("text", "forged")], [("text", "forged"), ("__RequestVerificationToken", "CfDJ8nonsense")]])
        {
            using HttpResponseMessage answer = await client.Post($"/cases/{id}?handler=Note", fields);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("This form was not accepted", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        // Somebody else's token is none either.
        using TriageClient other = await TriageClient.SignedIn(_place.Url, "Bo");
        using HttpResponseMessage borrowed = await client.Post($"/cases/{id}?handler=Note", ("text", "forged"), ("__RequestVerificationToken", await other.Token("/cases/" + id)));
        Assert.Equal(HttpStatusCode.BadRequest, borrowed.StatusCode);
        using CaseStore cases = _place.Cases();
        Assert.DoesNotContain(cases.Audit(), e => e.Action == "note");
    }

    [Fact]
    public async Task WhoeverSellsSeesNothingAndAnAuditorChangesNothing()
    {
        string id = First();
        using TriageClient seller = await TriageClient.SignedIn(_place.Url, "Sal");
        foreach (string path in (string[])["/", "/holds", "/search?q=a", "/cases/" + id])
        {
            using HttpResponseMessage answer = await seller.Get(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Not for this role", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using TriageClient auditor = await TriageClient.SignedIn(_place.Url, "Audrey");
        Assert.Contains("may not hold", await auditor.Text("/cases/" + id), StringComparison.Ordinal);
        using HttpResponseMessage held = await auditor.Act(id, "Hold", ("version", "1"), ("reason", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        using CaseStore cases = _place.Cases();
        Assert.Equal(CaseState.New, cases.Find(id).State);
        Assert.Contains(cases.Audit(), e => e is { Action: "refused", Actor: "Audrey" });
    }

    [Fact]
    public async Task AfterFiveWrongPasswordsANameIsLockedForAWhileAndTheAnswerSaysNoMore()
    {
        using var client = new TriageClient(_place.Url);
        using HttpResponseMessage unknown = await client.SignIn("Nobody", "x");
        string same = await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage wrong = await client.SignIn("Ann", "wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.Equal(Problem(same), Problem(await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        using HttpResponseMessage locked = await client.SignIn("Ann", TriagePlace.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        _place.Clock.Utc += UserStore.Lockout + TimeSpan.FromSeconds(1);
        using HttpResponseMessage later = await client.SignIn("Ann", TriagePlace.Password);
        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
        using CaseStore cases = _place.Cases();
        Assert.Equal(7, cases.Audit().Count(e => e.Action == "sign_in_failed"));
        Assert.DoesNotContain(cases.Audit(), e => e.Content?.Contains("wrong\"", StringComparison.Ordinal) == true && e.Content.Contains("Nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASessionEndsWithTimeWithANewPasswordWithDisablingAndWithSigningOut()
    {
        using TriageClient idle = await TriageClient.SignedIn(_place.Url, "Ann");
        _place.Clock.Utc += TimeSpan.FromMinutes(31);
        await Ended(idle);
        using TriageClient busy = await TriageClient.SignedIn(_place.Url, "Ann");
        for (int i = 0; i < 24; i++)
        {
            _place.Clock.Utc += TimeSpan.FromMinutes(25);
            await busy.Text("/holds");
        }

        _place.Clock.Utc += TimeSpan.FromMinutes(25);
        await Ended(busy);
        foreach (Action<UserStore> end in (Action<UserStore>[])[u => u.SetPassword("ann", TriagePlace.Password, Root), u => u.SignOut("Ann", _place.Clock.Utc), u => u.Disable("Ann", Root)])
        {
            using TriageClient client = await TriageClient.SignedIn(_place.Url, "Ann");
            await client.Text("/holds");
            using (var users = UserStore.Open(_place.Store)) end(users);
            await Ended(client);
        }

        using var disabled = new TriageClient(_place.Url);
        using HttpResponseMessage refused = await disabled.SignIn("Ann", TriagePlace.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task AnActOnAnOldVersionIsToldAndLosesNothingThatWasTyped()
    {
        string id = First();
        using TriageClient ann = await TriageClient.SignedIn(_place.Url, "Ann");
        using TriageClient bo = await TriageClient.SignedIn(_place.Url, "Bo");
        using HttpResponseMessage first = await bo.Act(id, "Escalate", ("version", "1"), ("reason", "large"));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using HttpResponseMessage stale = await ann.Act(id, "Hold", ("version", "1"), ("reason", "typed with care <b>"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        string page = WebUtility.HtmlDecode(await stale.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("was changed by Bo", page, StringComparison.Ordinal);
        Assert.Contains("typed with care <b></textarea>", page, StringComparison.Ordinal);
        using CaseStore cases = _place.Cases();
        Assert.Equal(CaseState.Escalated, cases.Find(id).State);
    }

    [Fact]
    public async Task ScriptInNamesNotesAndFileNamesIsShownAndNeverRun()
    {
        using TriageClient client = await TriageClient.SignedIn(_place.Url, "Ann");
        const string Evil = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        string id;
        using (CaseStore cases = _place.Cases()) id = cases.List(new CaseFilter()).Cases.First(c => c.Name.Contains("<script>", StringComparison.Ordinal)).CaseId;
        using (await client.Act(id, "Note", ("text", Evil)))
        using (await client.Act(id, "Evidence", ("version", "2"), ("grade", "Registry"), ("arranged", "Compliance"), ("source", Evil), ("content", Evil)))
        using (await client.Upload(id, "<script>alert(3)<.txt", "hello"u8.ToArray()))
        {
            foreach (string path in (string[])["/", "/cases/" + id, "/search?q=" + Uri.EscapeDataString("alert"), "/search?q=" + Uri.EscapeDataString(Evil)])
            {
                string page = await client.Text(path);
                Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
                Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            }

            string shown = await client.Text("/cases/" + id);
            Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", shown, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202e', WebUtility.HtmlDecode(shown));
            Assert.Contains("\uFFFDevil", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AFileIsHandedOutToBeSavedAndOneThatIsTooLargeOrOfAnotherKindIsRefused()
    {
        string id = First();
        using TriageClient client = await TriageClient.SignedIn(_place.Url, "Ann");
        using HttpResponseMessage kept = await client.Upload(id, "lease.txt", "14 kW are let"u8.ToArray());
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        string file;
        using (CaseStore cases = _place.Cases()) file = cases.Show(id, Root).Attachments.Single().AttachmentId;
        using HttpResponseMessage taken = await client.Get("/files/" + file);
        Assert.Equal(("application/octet-stream", "attachment"), (taken.Content.Headers.ContentType!.MediaType, taken.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal("14 kW are let", await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using HttpResponseMessage page = await client.Upload(id, "page.html", Encoding.UTF8.GetBytes("<html>"));
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        using HttpResponseMessage large = await client.Upload(id, "large.pdf", [.. "%PDF-"u8, .. new byte[50 << 20]]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("up to 20 MiB", await large.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using HttpResponseMessage after = await client.Get("/cases/" + id);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        using CaseStore now = _place.Cases();
        Assert.Single(now.Show(id, Root).Attachments);
        Assert.Contains(now.Audit(), e => e is { Action: "view_attachment", Actor: "Ann" });
    }

    [Fact]
    public async Task WhatIsLookedAtIsInTheAuditLogUnderTheNameOfWhoIsSignedIn()
    {
        string id = First();
        using TriageClient client = await TriageClient.SignedIn(_place.Url, "ann");
        await client.Text("/cases/" + id);
        using (await client.Act(id, "Note", ("text", "seen"), ("by", "Bo"), ("role", "Lead"))) { }
        using CaseStore cases = _place.Cases();
        Assert.Contains(cases.Audit(), e => e is { Action: "view", Actor: "Ann", Role: "analyst" } && e.CaseId == id);
        Assert.Equal("Ann", cases.Audit().Single(e => e.Action == "note").Actor);
        Assert.Contains(cases.Audit(), e => e is { Action: "signed_in", Actor: "Ann" });
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public async Task AWrongAddressAndAWrongIdAreOneSentence()
    {
        using TriageClient client = await TriageClient.SignedIn(_place.Url, "Ann");
        foreach ((string path, string said) in ((string, string)[])[("/cases/C-none", "There is no case C-none"), ("/subjects/none", "Nothing is on record of none"), ("/nothing", "No such page"), ("/?cursor=zz", "The cursor is none that a page ended with")])
        {
            using HttpResponseMessage answer = await client.Get(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }

        // The endpoint beside the pages speaks as before.
        using HttpResponseMessage api = await client.Get("/v1/status");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType!.MediaType);
    }

    private static CaseActor Root => new("Root", CaseRole.Administrator, TriagePlace.Morning);

    private static string Problem(string page) => page[page.IndexOf("id=\"problem\"", StringComparison.Ordinal)..page.IndexOf("</p>", page.IndexOf("id=\"problem\"", StringComparison.Ordinal), StringComparison.Ordinal)];

    private static async Task Ended(TriageClient client)
    {
        using HttpResponseMessage answer = await client.Get("/holds");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in?back=%2Fholds", answer.Headers.Location!.OriginalString);
    }

    private string First()
    {
        using CaseStore cases = _place.Cases();
        return cases.List(new CaseFilter()).Cases[0].CaseId;
    }
}
