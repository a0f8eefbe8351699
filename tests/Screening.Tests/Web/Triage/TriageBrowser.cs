using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Screening.Tests.Web.Triage;

/// <summary>Debian's Chromium, driven; notes what pages say on their console, which should be nothing, and keeps screenshots as test output.</summary>
internal sealed class TriageBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly string _folder;

    private TriageBrowser(IPlaywright playwright, IBrowser browser, string folder) => (_playwright, _browser, _folder) = (playwright, browser, folder);

    /// <summary>Errors and warnings of all pages, refusals of the content policy among them.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Opens it.</summary>
    /// <param name="test">Names the folder of its screenshots.</param>
    public static async Task<TriageBrowser> Open(string test)
    {
        string program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "chromium")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("chromium is missing, and the pages are to be tested in it; './test' installs it, or ask an administrator to run: apt-get install chromium");
        string folder = Path.Combine(Cli.ScreeningProcess.Home, "artifacts", "screenshots", test);
        Directory.CreateDirectory(folder);
        IPlaywright playwright = await Playwright.CreateAsync();
        return new TriageBrowser(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] }), folder);
    }

    /// <summary>A person's own window.</summary>
    public async Task<IPage> Window()
    {
        IBrowserContext context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(15_000);
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // A refused sign-in and a refused act are answered with their status, which the browser tells as an error.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)) Said.Add(message.Text);
        };
        page.PageError += (_, error) => Said.Add($"{page.Url}: {error}");
        return page;
    }

    /// <summary>Signs in on the page that is open.</summary>
    public static async Task SignIn(IPage page, string name, string password = TriagePlace.Password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Keeps what the page looks like, wide and narrow, light and dark, and holds it against what every page must be.</summary>
    public async Task Look(IPage page, string name)
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (int width in (int[])[390, 1280])
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.ScreenshotAsync(new() { Path = Path.Combine(_folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
                int over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(over <= 0, $"{name} scrolls sideways by {over} pixels at {width}");
            }

            await Accessible(page, $"{name}, {scheme}");
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    // Not as a script element, which the pages' own policy refuses.
    private static async Task Accessible(IPage page, string name)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(Cli.ScreeningProcess.Home, "native", "lib", "web", "axe.min.js")));
        string found = await page.EvaluateAsync<string>(
            "async () => JSON.stringify((await axe.run(document, { resultTypes: ['violations'] })).violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' ' + (n.failureSummary || '')).join(' | ')))");
        string[] violations = JsonSerializer.Deserialize<string[]>(found)!;
        Assert.True(violations.Length == 0, $"{name}: {string.Join("\n", violations)}");
    }
}
