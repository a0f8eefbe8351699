using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Screening.Alerts;
using Screening.Cli.Reports;
using Xunit;

namespace Screening.Tests.Cli.Reports;

public sealed partial class NightlyReportTests
{
    [Fact]
    public void TheSameListGivesTheSameBytesInAnyCulture()
    {
        string first = NightlyReport.Render(Some.NightlyList());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in new[] { "de-DE", "ar-SA", "tr-TR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(first, NightlyReport.Render(Some.NightlyList()));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void NothingUnknownIsSaidOnlyOfWhatThePolicyLooksFor()
    {
        Alert alert = Some.Alert() with { NotAssessed = [] };
        var some = new SignCoverage("1.0.0", 42, ["T06", "T07"], []);
        Assert.Contains("nothing: every sign of policy 1.0.0 could be assessed; 2 of 42 known typologies are not in it", NightlyReport.Render(Some.List(10, [alert]) with { Signs = some }), StringComparison.Ordinal);
        string blind = NightlyReport.Render(Some.List(10, [alert]) with { Signs = some with { NotLoaded = [new BlindSign("T09", "no installation is loaded")] } });
        Assert.Contains("of every order: T09 (no installation is loaded)", blind, StringComparison.Ordinal);
        Assert.DoesNotContain("could be assessed", blind, StringComparison.Ordinal);
        Assert.DoesNotContain("every sign could be assessed", NightlyReport.Render(Some.List(10, [alert])), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOrderThatWasToldLaterSaysWhenAndNotesAndLinksStandInTheAlert()
    {
        Alert alert = Some.NightlyList().Alerts.First(a => a.Orders.Count > 0);
        AlertOrder order = alert.Orders[0];
        alert = alert with { Orders = [order with { KnownAt = order.OrderedAt.AddDays(3) }], Notes = ["order O-1: check the record"], Links = ["one telephone: A, B"] };
        string page = NightlyReport.Render(Some.List(10, [alert]));
        Assert.Contains($"(known {order.OrderedAt.AddDays(3):yyyy-MM-dd HH:mm:ss})", page, StringComparison.Ordinal);
        Assert.Contains("order O-1: check the record", page, StringComparison.Ordinal);
        Assert.Contains("one telephone: A, B", page, StringComparison.Ordinal);
        Assert.DoesNotContain("(known ", NightlyReport.Render(Some.List(10, [alert with { Orders = [order with { KnownAt = order.OrderedAt }] }])), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsLoadedAndNothingRuns()
    {
        XElement page = Parse(NightlyReport.Render(Some.NightlyList()));
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "base" or "form" or "use" or "image");
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "style" or "src" or "srcset" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes("href"), a => Assert.StartsWith("#", a.Value, StringComparison.Ordinal));
        string css = page.Descendants("style").Single().Value;
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", css, StringComparison.Ordinal);

        string policy = page.Descendants("meta").Single(m => m.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)))}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryLinkLeadsSomewhereAndEveryTableHasHeads()
    {
        XElement page = Parse(NightlyReport.Render(Some.NightlyList()));
        string[] ids = [.. page.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        Assert.All(page.Descendants().Attributes("href"), a => Assert.Contains(Uri.UnescapeDataString(a.Value[1..]), ids));
        Assert.All(Some.NightlyList().Alerts, a => Assert.Contains(a.Id, ids));
        Assert.All(page.Descendants("table"), t => Assert.All(t.Element("thead")!.Descendants("th"), th => Assert.Equal("col", th.Attribute("scope")?.Value)));
        Assert.All(page.Descendants("svg").Where(s => s.Attribute("role")?.Value == "img"), s => Assert.True(s.Element("title") is not null || (s.Attribute("aria-label") is not null && s.Element("desc") is not null)));
        foreach (string landmark in new[] { "header", "main", "footer" }) Assert.NotEmpty(page.Descendants(landmark));
    }

    [Fact]
    public void TextFromOutsideStaysText()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        for (int round = 0; round < 60; round++)
        {
            string Next() => HostileText.Next(random);
            Alert alert = Some.NightlyList().Alerts[0] with
            {
                Name = Next(),
                Country = Next(),
                Kind = Next(),
                Sentence = Next(),
                Changed = Next(),
                NotAssessed = [Next()],
                Members = [Next()],
                OrderId = Next(),
                Reasons = [new Reason("T01", Next(), Next(), Next(), 1, Next())],
            };
            alert = alert with { Orders = [alert.Orders[0] with { OrderId = Next(), Purchaser = Next(), Goods = [Next()], Status = Next() }] };
            NightlyList list = Some.List(1, [alert]) with { RunId = Next(), Blind = [Next()], Known = [new KnownRows(Next(), 1)], Versions = new VersionSet(Next(), Next(), Next(), Next(), Next()) };

            XElement page = Parse(NightlyReport.Render(list));

            Assert.Empty(page.Descendants("script"));
            string shown = page.Descendants("h3").Single().Element("bdi")!.Value;
            string full = Outside.Text(string.IsNullOrWhiteSpace(alert.Name) ? alert.Subject : alert.Name);
            Assert.True(shown == full || (shown.EndsWith('…') && full.StartsWith(shown[..^1], StringComparison.Ordinal)), $"seed {Seed}, round {round}: '{shown}'");
            Assert.DoesNotContain(page.Value, c => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200B' or '\u001B');
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(12, 12)]
    public void TheCapacityLineStandsAfterTheLastPlace(int capacity, int rowsBefore)
    {
        XElement[] rows = [.. Queue(Some.NightlyList() with { Capacity = capacity })];
        Assert.Equal(13, rows.Length);
        Assert.Equal(rowsBefore, Array.FindIndex(rows, r => r.Attribute("class")?.Value == "capacity"));
    }

    [Fact]
    public void MandatoryHoldsBeyondTheLineAreToldInWords()
    {
        XElement[] rows = [.. Queue(Some.NightlyList())];
        Assert.Equal("Capacity of the analysts' day: 10 places; beyond it 2 mandatory holds, listed all the same", rows[10].Value);
        Assert.All(rows[11..], r => Assert.EndsWith("mandatory hold", r.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void AListBelowCapacityHasNoLineAndSaysWhatIsFree()
    {
        NightlyList list = Some.Many(7, 20);
        Assert.DoesNotContain(Queue(list), r => r.Attribute("class")?.Value == "capacity");
        Assert.Contains("7 of 20 places taken", NightlyReport.Render(list), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyNightIsAPage()
    {
        string text = NightlyReport.Render(Some.List(10, []) with { Blind = [], Known = [] });
        XElement page = Parse(text);
        Assert.Contains("The list is empty", page.Value, StringComparison.Ordinal);
        Assert.Contains("No gap in the night's data is known.", page.Value, StringComparison.Ordinal);
        Assert.Empty(page.Descendants("table"));
    }

    [Fact]
    public void TwoHundredAlertsAreAPage()
    {
        string text = NightlyReport.Render(Some.Many(200, 100));
        Assert.Equal(200, Parse(text).Descendants("article").Count());
        Assert.True(text.Length < 200 * 20_000, $"{text.Length} characters");
    }

    [Fact]
    public void FactsOfAnAlertStandInTheOrderInWhichTheyAreRead()
    {
        string article = Articles(Some.NightlyList())[0].Value;
        int[] places =
        [
            .. new[] { "Example Harbour Compute Ltd", ">0.99", "260 H100e, 8.7 million USD", "25 times as much", "lists: the name of one party", "two new orders since 7 March", "Starting point", "Sum: risk >0.99" }
                .Select(fact => article.IndexOf(fact, StringComparison.Ordinal)),
        ];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void WhatCannotBeDrawnIsSaid()
    {
        XElement plain = Articles(Some.List(10, [Some.Alert()]))[0];
        Assert.Contains(
            "Not drawn: timeline (no orders of two years with known accelerators); balance sheet (no statement of the purchaser is known); route (no shipment with known places).",
            plain.Value, StringComparison.Ordinal);
        Assert.Empty(plain.Descendants("figure"));
    }

    [Fact]
    public void AnOrdersRowRoundsNothingAway()
    {
        XElement row = Articles(Some.NightlyList())[2].Descendants("table").Single(t => t.Attribute("class")!.Value == "rows orders").Descendants("tr").Skip(1).First();
        Assert.Equal(["2,250", "75,600,281.25"], row.Elements("td").Where(c => c.Attribute("class")?.Value == "number").Select(c => c.Value));
    }

    [Fact]
    public void AVisibleSentenceHasNoJargon()
    {
        string text = Parse(NightlyReport.Render(Some.NightlyList())).Descendants("body").Single().Value;
        foreach (string word in new[] { "SHAP", "log-odds", "LogOdds", "feature 3", "score component", "NaN" }) Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ARiskIsABarAndANumber()
    {
        var html = new Html();
        RiskBar.Write(html, 0.734);
        Assert.Equal(
            "<span class=\"risk\"><span class=\"risk-number\">0.73</span><svg class=\"risk-bar\" aria-hidden=\"true\" width=\"100%\" height=\"8\">"
            + "<rect class=\"risk-all\" width=\"100%\" height=\"8\"/><rect class=\"ramp-4\" width=\"73.4%\" height=\"8\"/></svg></span>",
            html.ToString());
    }

    [Fact]
    public void APlainAlertIsThis() => Golden.AssertEqual(
        "alert.html", ArticleMarkup().Match(NightlyReport.Render(Some.List(10, [Some.Alert()]))).Value + "\n");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void LettersStandOutAndTheRampIsReadInGrey(string scheme)
    {
        Dictionary<string, double> colours = Colours(scheme);
        foreach (string letters in new[] { "ink", "quiet", "accent" })
        {
            foreach (string ground in new[] { "paper", "faint" }) Assert.True(Contrast(colours[letters], colours[ground]) >= 4.5, $"{letters} on {ground}: {Contrast(colours[letters], colours[ground]):0.0}");
        }

        double[] ramp = [.. Enumerable.Range(1, 5).Select(i => Contrast(colours[$"ramp-{i}"], colours["paper"]))];
        for (int i = 1; i < ramp.Length; i++) Assert.True(ramp[i] > 1.3 * ramp[i - 1], $"step {i + 1}: {ramp[i - 1]:0.00} to {ramp[i]:0.00}");
        Assert.True(Contrast(colours["more"], colours["paper"]) >= 3);
    }

    private static IEnumerable<XElement> Queue(NightlyList list) =>
        Parse(NightlyReport.Render(list)).Descendants("table").Single(t => t.Attribute("class")?.Value == "queue").Element("tbody")!.Elements("tr");

    private static XElement[] Articles(NightlyList list) => [.. Parse(NightlyReport.Render(list)).Descendants("article")];

    /// <summary>The report closes what it opens and quotes every attribute, so it can be read as XML.</summary>
    private static XElement Parse(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", page, StringComparison.Ordinal);
        return XElement.Parse(page["<!DOCTYPE html>\n".Length..], LoadOptions.PreserveWhitespace);
    }

    private static Dictionary<string, double> Colours(string scheme)
    {
        string css = ReportStyle.Css;
        int dark = css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        string part = scheme == "light" ? css[..dark] : css[dark..];
        var colours = new Dictionary<string, double>();
        foreach (Match match in Colour().Matches(part)) colours.TryAdd(match.Groups["name"].Value, Luminance(match.Groups["hex"].Value));
        return colours;
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            double c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    private static double Contrast(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    [GeneratedRegex("--(?<name>[a-z0-9-]+): #(?<hex>[0-9a-f]{6})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("<article.*</article>", RegexOptions.Singleline, 1000)]
    private static partial Regex ArticleMarkup();
}
