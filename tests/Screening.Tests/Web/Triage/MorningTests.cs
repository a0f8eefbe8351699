using Microsoft.Playwright;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Tests.Data.Store;
using Xunit;

namespace Screening.Tests.Web.Triage;

/// <summary>An analyst's morning in a real browser, from sign-in to the release by a second person, on both stores.</summary>
public sealed class MorningTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task FromSignInToTheReleaseByASecondPerson(string engine)
    {
        await using TriagePlace place = await TriagePlace.Start(engine == "postgres" ? cluster.NewStore() : null);
        await using TriageBrowser browser = await TriageBrowser.Open(engine);
        IPage ann = await browser.Window();
        await ann.GotoAsync(place.Url.ToString());
        await TriageBrowser.SignIn(ann, "Ann", "not the password");
        await Assertions.Expect(ann.GetByRole(AriaRole.Alert)).ToContainTextAsync("Name and password do not fit");
        await browser.Look(ann, "sign-in");
        await TriageBrowser.SignIn(ann, "Ann");
        await Assertions.Expect(ann.Locator("[data-row]")).ToHaveCountAsync(12);
        await Assertions.Expect(ann.Locator(".capacity")).ToContainTextAsync("10 places");
        await browser.Look(ann, "queue");

        // By keyboard: second row, mine.
        await ann.WaitForLoadStateAsync();
        await ann.Keyboard.PressAsync("j");
        await ann.Keyboard.PressAsync("j");
        string id = (await ann.Locator("[data-row].here").GetAttributeAsync("data-case"))!;
        await ann.Keyboard.PressAsync("a");
        await ann.WaitForURLAsync("**/cases/" + id + "*");
        await Assertions.Expect(ann.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Assigned.");
        await Drawn(ann);
        await browser.Look(ann, "case");

        await ann.WaitForLoadStateAsync();
        await ann.Keyboard.PressAsync("h");
        await ann.Locator("#hold-reason").FillAsync("no site confirmed");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Hold " }).ClickAsync();
        await Assertions.Expect(ann.GetByRole(AriaRole.Status).First).ToContainTextAsync("its orders do not ship");
        await Assertions.Expect(ann.Locator("#release-needs")).ToContainTextAsync("independent evidence: 0 of 1");
        await ann.WaitForLoadStateAsync();
        await ann.Keyboard.PressAsync("e");
        await ann.Locator("#ask-kind").SelectOptionAsync("SiteVisit");
        await ann.GetByLabel("Of whom").FillAsync("our agent in Singapore");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Ask for it" }).ClickAsync();
        await Assertions.Expect(ann.Locator(".measures")).ToContainTextAsync("waiting for evidence");
        await Evidence(ann);
        await ann.WaitForLoadStateAsync();
        await ann.Keyboard.PressAsync("r");
        await Assertions.Expect(ann.Locator("#release .missing")).ToContainTextAsync("another person than Ann, who placed the hold");
        await Assertions.Expect(ann.Locator("#release button")).ToBeDisabledAsync();
        await browser.Look(ann, "held");
        await ann.Keyboard.PressAsync("Escape");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await ann.WaitForURLAsync("**/sign-in");

        IPage bo = await browser.Window();
        await bo.GotoAsync(place.Url + "holds");
        await TriageBrowser.SignIn(bo, "Bo");
        await Assertions.Expect(bo.Locator("[data-row]")).ToContainTextAsync("Everything is there.");
        await browser.Look(bo, "holds");
        await bo.WaitForLoadStateAsync();
        await bo.Keyboard.PressAsync("j");
        await bo.Keyboard.PressAsync("r");
        await bo.WaitForURLAsync("**/cases/" + id + "*");
        await bo.Locator("#release-code").FillAsync("site_confirmed");
        await bo.Locator("#release-reason").FillAsync("our own visit saw the racks");
        await bo.Locator("#release button").ClickAsync();
        await Assertions.Expect(bo.GetByRole(AriaRole.Status).First).ToContainTextAsync("its orders may ship");
        await bo.GotoAsync(place.Url + "search?q=racks");
        await Assertions.Expect(bo.Locator("[data-row]")).ToHaveCountAsync(1);
        await browser.Look(bo, "search");
        await bo.Locator("[data-row] a").ClickAsync();
        await bo.GetByRole(AriaRole.Link, new() { Name = "everything known of it" }).ClickAsync();
        await Drawn(bo);
        await browser.Look(bo, "subject");

        Assert.True(browser.Said.Count == 0, string.Join("\n", browser.Said));
        using CaseStore cases = place.Cases();
        Assert.Equal(CaseState.Released, cases.Find(id).State);
        Assert.Equal(
            ["signed_in Ann", "assign Ann", "view Ann", "hold Ann", "ask Ann", "evidence Ann", "signed_out Ann", "signed_in Bo", "release Bo"],
            cases.Audit().Select(e => $"{e.Action} {e.Actor}").Where(e => !e.StartsWith("user_", StringComparison.Ordinal) && !e.StartsWith("night", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
                .Where(e => e is not ("sign_in_failed Ann" or "view Bo")));
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    // The store goes in the middle of a release that a page asked for: the page says so, and the next try does it.
    [Fact]
    public async Task AReleaseInWhichTheStoreIsLostIsToldAsNotDoneAndCanBeSentAgain()
    {
        await using TriagePlace place = await TriagePlace.Start(cluster.NewStore());
        string id;
        using (CaseStore cases = place.Cases())
        {
            id = cases.List(new CaseFilter()).Cases[0].CaseId;
            cases.Do(id, new HoldAct("no site"), new CaseActor("Ann", CaseRole.Analyst, TriagePlace.Morning));
            cases.Do(id, new EvidenceAct(EvidenceGrade.SiteVisit, EvidenceArranger.Compliance, "us", "seen"), new CaseActor("Ann", CaseRole.Analyst, TriagePlace.Morning));
        }

        using TriageClient bo = await TriageClient.SignedIn(place.Url, "Bo");
        (string, string)[] release = [("version", "3"), ("code", "site_confirmed"), ("reason", "seen"), ("__RequestVerificationToken", await bo.Token("/cases/" + id))];
        Execute(place, "CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$; CREATE TRIGGER lost AFTER UPDATE ON holds FOR EACH ROW EXECUTE FUNCTION lost();");
        using HttpResponseMessage lost = await bo.Post($"/cases/{id}?handler=Release", release);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, lost.StatusCode);
        Assert.Contains("Nothing was changed", await lost.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Execute(place, "DROP TRIGGER lost ON holds; DROP FUNCTION lost()");
        using CaseStore after = place.Cases();
        Assert.Equal(CaseState.Held, after.Find(id).State);
        using HttpResponseMessage again = await bo.Post($"/cases/{id}?handler=Release", release);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal(CaseState.Released, after.Find(id).State);
        Assert.Empty(after.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    [Fact]
    public async Task WhatWasTypedComesBackWhenTheSessionEndsBeforeItIsSent()
    {
        await using TriagePlace place = await TriagePlace.Start();
        await using TriageBrowser browser = await TriageBrowser.Open("session");
        IPage page = await browser.Window();
        await page.GotoAsync(place.Url.ToString());
        await TriageBrowser.SignIn(page, "Ann");
        await page.Locator("[data-row] a").First.ClickAsync();
        await page.WaitForURLAsync("**/cases/*");
        await page.Keyboard.PressAsync("n");
        await page.Locator("#note-text").FillAsync("three calls, nobody answers");
        place.Clock.Utc += TimeSpan.FromHours(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the note" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your session has ended");
        await TriageBrowser.SignIn(page, "Ann");
        await Assertions.Expect(page.Locator("#note-text")).ToHaveValueAsync("three calls, nobody answers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the note" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("The note is kept.");
        await page.WaitForLoadStateAsync();
        await Assertions.Expect(page.Locator("#note-text")).ToHaveValueAsync("");
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(k => k.startsWith('draft')).length"));
        using CaseStore cases = place.Cases();
        Assert.Single(cases.Audit(), e => e.Action == "note");
        Assert.True(browser.Said.Count == 0, string.Join("\n", browser.Said));
    }

    [Fact]
    public async Task TheNextHundredRowsComeBelowTheFirstWithoutLeavingThePage()
    {
        await using TriagePlace place = await TriagePlace.Start(more: 150);
        await using TriageBrowser browser = await TriageBrowser.Open("rows");
        IPage page = await browser.Window();
        await page.GotoAsync(place.Url.ToString());
        await TriageBrowser.SignIn(page, "Ann");
        await Assertions.Expect(page.Locator("[data-row]")).ToHaveCountAsync(100);
        await page.WaitForLoadStateAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next 100" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-row]")).ToHaveCountAsync(150);
        Assert.Equal(["1", "100", "101", "150"], await page.Locator("[data-row] .rank").EvaluateAllAsync<string[]>("cells => [0, 99, 100, 149].map(i => cells[i].textContent)"));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Next 100" })).ToHaveCountAsync(0);
        await page.GotoAsync(place.Url + "search");
        await page.Locator("#search").PressSequentiallyAsync("S-0149");
        await Assertions.Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        Assert.True(browser.Said.Count == 0, string.Join("\n", browser.Said));
    }

    private static void Execute(TriagePlace place, string sql)
    {
        using StoreDatabase database = StoreDatabase.Open(place.Store.Address, place.Store.Anchor);
        using System.Data.Common.DbCommand command = database.Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task Evidence(IPage page)
    {
        await page.GetByText("Record evidence", new() { Exact = true }).ClickAsync();
        await page.Locator("#evidence-grade").SelectOptionAsync("SiteVisit");
        await page.Locator("#evidence-source").FillAsync("our agent in Singapore");
        await page.Locator("#evidence-content").FillAsync("The racks stand where they were said to stand.\n14 of them.");
        await page.Locator("#evidence-request").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the evidence" }).ClickAsync();
        await Assertions.Expect(page.Locator("#release-needs")).ToContainTextAsync("independent evidence: 1 of 1");
    }

    private static Task Drawn(IPage page) => page.Locator("body[data-drawn]").WaitForAsync();
}
