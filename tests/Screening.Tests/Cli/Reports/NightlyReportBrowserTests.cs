using System.Globalization;
using System.Text.RegularExpressions;
using Screening.Cli.Reports;
using Xunit;

namespace Screening.Tests.Cli.Reports;

/// <summary>The report in the browser in which it is read. Pictures for people to look at go to artifacts/screenshots.</summary>
public sealed partial class NightlyReportBrowserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public void NothingScrollsSidewaysAndNothingIsRefused(int width)
    {
        // The probe is in the test's copy only, and so is the leave to run it. A frame gives the width: a browser's window has a least one.
        string page = NightlyReport.Render(Some.NightlyList()).Replace(ReportStyle.ContentSecurityPolicy.Replace("'", "&#39;", StringComparison.Ordinal), "", StringComparison.Ordinal);
        const string probe =
            """
            <script>
            addEventListener('load', () => {
              const width = document.documentElement.clientWidth;
              const wide = [...document.querySelectorAll('body *')].filter(e => !e.closest('svg, .hidden, .skip, thead'))
                .filter(e => e.getBoundingClientRect().right > width + 0.5).map(e => e.tagName + '.' + e.className);
              parent.postMessage(`client ${width} scroll ${document.documentElement.scrollWidth} beyond ${wide.length} ${wide.slice(0, 5)}`, '*');
            });
            </script>
            """;
        string inner = Write("inner.html", page.Replace("</body>", probe + "</body>", StringComparison.Ordinal));
        string outer = Write("outer.html", $"<!DOCTYPE html><title>none</title><script>onmessage = e => document.title = e.data</script><iframe src=\"{Path.GetFileName(inner)}\" style=\"width:{width}px;height:3000px;border:0\"></iframe>");

        string dom = Chromium.Run(outer, "--window-size=1600,1000", "--virtual-time-budget=5000", "--dump-dom");

        Match title = Title().Match(dom);
        Assert.Equal($"client {width} scroll {width} beyond 0 ", title.Groups[1].Value);
    }

    [Theory]
    [InlineData(1280, 0)]
    [InlineData(1280, 1)]
    [InlineData(390, 0)]
    [InlineData(390, 1)]
    public void IsDrawn(int width, int scheme)
    {
        string page = Write("report.html", NightlyReport.Render(Some.NightlyList()));
        // A frame narrower than the browser's least window, of the page's own scheme.
        string shown = width >= 500 ? page : Write("frame.html", $"<!DOCTYPE html><style>body{{margin:0}}</style><iframe src=\"report.html\" style=\"width:{width}px;height:9000px;border:0\"></iframe>");
        string picture = Path.Combine(Screenshots(), $"report-{width}-{(scheme == 0 ? "dark" : "light")}.png");
        File.Delete(picture);

        Chromium.Run(
            shown, string.Create(CultureInfo.InvariantCulture, $"--window-size={Math.Max(width, 500)},9000"), $"--blink-settings=preferredColorScheme={scheme}",
            "--screenshot=" + picture);

        Assert.True(new FileInfo(picture).Length > 50_000);
    }

    [Fact]
    public void IsPrintedOnA4()
    {
        string page = Write("report.html", NightlyReport.Render(Some.NightlyList()));
        string pdf = Path.Combine(Screenshots(), "report.pdf");
        File.Delete(pdf);

        Chromium.Run(page, "--no-pdf-header-footer", "--print-to-pdf=" + pdf);

        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(pdf));
        int pages = Leaf().Count(text);
        Assert.InRange(pages, 5, 20);
        Assert.All(MediaBox().Matches(text), box =>
        {
            Assert.InRange(double.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture), 593, 597);
            Assert.InRange(double.Parse(box.Groups[2].Value, CultureInfo.InvariantCulture), 840, 844);
        });
    }

    private string Write(string name, string page)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, page);
        return file;
    }

    private static string Screenshots()
    {
        string root = Environment.GetEnvironmentVariable("SCREENING_HOME") ?? AppContext.BaseDirectory;
        for (DirectoryInfo? above = new(root); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Screening.sln")))
                return Directory.CreateDirectory(Path.Combine(above.FullName, "artifacts", "screenshots")).FullName;
        }

        return Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
    }


    [GeneratedRegex("<title>(?<1>[^<]*)</title>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();

    [GeneratedRegex("/Type /Page\\b", RegexOptions.None, 1000)]
    private static partial Regex Leaf();

    [GeneratedRegex("/MediaBox \\[0 0 (?<1>[0-9.]+) (?<2>[0-9.]+)\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MediaBox();
}
