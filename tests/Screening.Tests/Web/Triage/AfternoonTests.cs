using Microsoft.Playwright;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Learning.Registry;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web.Triage;

/// <summary>The pages beside queue and case, in a real browser on a simulated lake: what each shows, that it can be used by keyboard, and that axe finds nothing serious in light or dark.</summary>
public sealed class AfternoonTests(ServedLakeFixture fixture)
{
    [Fact]
    public async Task EveryPageShowsWhatItIsForAndIsReadableByEverybody()
    {
        using var folder = new TemporaryFolder();
        string lake = Prepared(folder);
        await using TriagePlace place = await TriagePlace.Start(like: lake, models: Models(folder));
        await place.Server.Live.Loaded;
        await using TriageBrowser browser = await TriageBrowser.Open("afternoon");
        IPage ann = await browser.Window();
        await ann.GotoAsync(place.Url.ToString());
        await TriageBrowser.SignIn(ann, "Ann");
        await Case(browser, ann);
        await Narrowed(browser, ann, place);
        await Many(browser, ann, place);

        await ann.GotoAsync(place.Url + "data");
        await Assertions.Expect(ann.Locator("#refused")).ToContainTextAsync("received_at: type (1)");
        await Assertions.Expect(ann.Locator("tr", new() { HasText = "orders" }).First).ToContainTextAsync("not known: too few deliveries to compare");
        await browser.Look(ann, "data");
        await ann.Locator("#refused th a").ClickAsync();
        await Assertions.Expect(ann.Locator("tbody")).ToContainTextAsync("=cmd|rumour");
        await browser.Look(ann, "refused");
        await ann.GotoAsync(place.Url + "surges");
        await Assertions.Expect(ann.Locator("main")).ToContainTextAsync("tightens control");
        await browser.Look(ann, "surges");
        await ann.GotoAsync(place.Url + "model");
        await Assertions.Expect(ann.Locator("main")).ToContainTextAsync("There is no champion");
        await Assertions.Expect(ann.Locator("[data-chart=calibration] canvas")).ToHaveCountAsync(1);
        await browser.Look(ann, "model");
        await ann.GotoAsync(place.Url + "tips");
        await ann.Locator("#party-name").FillAsync("Example Harbour");
        await ann.Locator("#source").SelectOptionAsync("press");
        await ann.Locator("#summary").FillAsync("The racks went on.\n<b>north</b>");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Keep the tip" }).ClickAsync();
        await Assertions.Expect(ann.Locator("main")).ToContainTextAsync("<b>north</b>");
        await browser.Look(ann, "tips");

        IPage bo = await browser.Window();
        await bo.GotoAsync(place.Url + "inspections?balance=1");
        await TriageBrowser.SignIn(bo, "Bo");
        await Assertions.Expect(bo.Locator("main")).ToContainTextAsync("visits drawn as of");
        await Assertions.Expect(bo.Locator("#hubs tbody tr").First).ToBeVisibleAsync();
        await browser.Look(bo, "inspections");
        await bo.GotoAsync(place.Url + "reviews");
        await Assertions.Expect(bo.Locator("main")).ToContainTextAsync("Nothing was judged twice yet");
        await browser.Look(bo, "reviews");
        IPage sal = await browser.Window();
        await sal.GotoAsync(place.Url.ToString());
        await TriageBrowser.SignIn(sal, "Sal");
        await sal.WaitForURLAsync("**/hand-in");
        await Assertions.Expect(sal.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
        await browser.Look(sal, "hand-in");
        Assert.True(browser.Said.Count == 0, string.Join("\n", browser.Said));
    }

    private static async Task Case(TriageBrowser browser, IPage page)
    {
        await page.Locator("[data-row] a").First.ClickAsync();
        await Assertions.Expect(page.Locator("#change")).ToContainTextAsync("Were one of these explained");

        // Before htmx has taken the link up it leads to a page of its own, which is as good, but not what is looked at here.
        await page.WaitForFunctionAsync("() => document.querySelector('#engine-says a')?.['htmx-internal-data'] && document.querySelector('#happened-in-order a')?.['htmx-internal-data']");
        await page.Locator("#engine-says a").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#engine-says[role=status]")).ToBeVisibleAsync();
        await page.Locator("#happened-in-order a").ClickAsync();
        await Assertions.Expect(page.Locator("[data-chart=marks] canvas")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#happened-in-order")).ToContainTextAsync("placed");
        await browser.Look(page, "case");
    }

    private static async Task Narrowed(TriageBrowser browser, IPage page, TriagePlace place)
    {
        await page.GotoAsync(place.Url.ToString());
        await page.Locator(".narrowing summary").ClickAsync();
        await page.Locator("#q").FillAsync("server");
        await page.GetByRole(AriaRole.Button, new() { Name = "Narrow", Exact = true }).ClickAsync();
        await page.Locator("#view-name").FillAsync("servers <i>mine</i>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the view" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Your views" }).Locator("[aria-current]")).ToHaveTextAsync("servers <i>mine</i>");
        await Assertions.Expect(page.Locator("#q")).ToHaveValueAsync("server");
        await browser.Look(page, "narrowed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget the view" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Your views" })).ToHaveCountAsync(0);
    }

    private static async Task Many(TriageBrowser browser, IPage page, TriagePlace place)
    {
        await page.GotoAsync(place.Url.ToString());
        await page.WaitForLoadStateAsync();
        foreach (string key in (string[])["j", "j", "x", "j", "x"]) await page.Keyboard.PressAsync(key);
        string[] chosen = await page.Locator(".pick:checked").EvaluateAllAsync<string[]>("all => all.map(a => a.value.split(':')[0])");
        Assert.Equal(2, chosen.Length);
        await page.GetByRole(AriaRole.Button, new() { Name = "Do the same with all that are chosen" }).ClickAsync();
        await page.Locator("#act").SelectOptionAsync("dismiss");
        await page.Locator("#code").FillAsync("known_customer");
        await page.Locator("#reason").FillAsync("a customer of years");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what would be done" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Nothing is done yet");
        using (CaseStore before = place.Cases()) Assert.All(chosen, id => Assert.Equal(CaseState.New, before.Find(id).State));
        await browser.Look(page, "bulk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss 2 cases" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done to 2 cases");
        using CaseStore cases = place.Cases();
        Assert.All(chosen, id => Assert.Equal(CaseState.Dismissed, cases.Find(id).State));
        string[] open = [.. cases.List(new CaseFilter()).Cases.Select(c => c.CaseId).Take(2)];
        await page.GotoAsync($"{place.Url}cases/{open[0]}/merge?into={open[1]}");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("1 subject, 1 alert");
        await browser.Look(page, "merge");
        await page.Locator("#reason").FillAsync("one firm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge " }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Merged");
        Assert.Equal(open[1], cases.Find(open[0]).MergedInto);
        await page.GetByText("Merge, or take apart").ClickAsync();
        await page.Locator($"#split-{open[0]}").FillAsync("another firm after all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take " }).Last.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Taken out again");
        Assert.Null(cases.Find(open[0]).MergedInto);
    }

    // Two refused rows of tips among good ones, and a plan of inspections.
    private string Prepared(TemporaryFolder folder)
    {
        string lake = fixture.Copy(folder);
        const string Day = "2025-06-02 10:00:00";
        File.WriteAllLines(
            folder["tips.csv"],
            [
                "tip_id,received_at,party_id,party_name,order_id,source_kind,reliability,status,summary,known_at", $"T-1,{Day},,Example,,=cmd|rumour,high,open,x,{Day}", $"T-2,long ago,,Example,,press,high,open,x,{Day}",
                .. Enumerable.Range(3, 80).Select(i => FormattableString.Invariant($"T-{i},{Day},,Example {i},,press,low,open,tip {i},{Day}")),
            ]);
        Run("ingest", "tips", folder["tips.csv"], "--lake", lake, "--delivered-at", "2025-06-03");
        File.WriteAllLines(folder["auditors.txt"], ["Auditor One", "Auditor Two"]);
        Run("inspections", "plan", "--lake", lake, "--auditors", folder["auditors.txt"], "--from", "2025-07-07", "--to", "2025-07-25", "--out", Path.Combine(lake, "_inspections", "july"));
        return lake;
    }

    private static ModelFolders Models(TemporaryFolder folder)
    {
        string starter = Path.Combine(ScreeningProcess.Home, "models", "starter"), version = Path.GetFileName(Directory.EnumerateDirectories(starter).Order(StringComparer.Ordinal).Last());
        TemporaryFolder.Copy(Path.Combine(starter, version), Path.Combine(folder["models"], version));
        const string Figure = "\"value\": 0.5, \"low\": 0.25, \"high\": 0.75";
        string[] names = ["precision", "recall", "value_usd", "h100e", "value_to_oracle", "h100e_to_oracle", "average_precision"];
        string ranker = string.Join(", ", names.Select(n => $"\"{n}\": {{ {Figure} }}"));
        Directory.CreateDirectory(Path.Combine(folder["models"], "_figures"));
        File.WriteAllText(
            Path.Combine(folder["models"], "_figures", $"evaluation-{version}.json"),
            $$"""
            { "from": "2025-05-01", "to": "2025-06-30", "truth": "outcomes", "is_simulated": true, "model": "{{version}}", "capacity": 20, "orders": 1000, "diversions": 20, "rankers": [{ "name": "model", {{ranker}}, "area_under_curve": 0.9 }],
              "reliability": { "brier": 0.01, "error": 0.002, "bins": [{ "orders": 500, "said": 0.001, "seen": 0 }, { "orders": 25, "said": 0.4, "seen": 0.5 }] }, "features": [{ "name": "order_h100e", "mean_absolute": 0.5 }] }
            """);
        return new ModelFolders(folder["models"], starter);
    }

    private static void Run(params string[] arguments)
    {
        (int code, _, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, errors);
    }
}
