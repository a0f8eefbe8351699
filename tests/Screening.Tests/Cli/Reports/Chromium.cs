using System.Diagnostics;
using Xunit;

namespace Screening.Tests.Cli.Reports;

/// <summary>The real browser, as a child process with a profile of its own that is thrown away.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Opens a page from a file and does what the arguments say; gives what the browser prints.</summary>
    public static string Run(string page, params IEnumerable<string> arguments)
    {
        string browser = Find();
        string profile = Directory.CreateTempSubdirectory("screening-chromium-").FullName;
        try
        {
            var start = new ProcessStartInfo(browser) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (IEnumerable<string>)
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile,
                    .. arguments, new Uri(page).AbsoluteUri,
                ])
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"Chromium did not end within {Patience.TotalSeconds} s.");
            }

            Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
            return output.GetAwaiter().GetResult();
        }
        finally
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                // A helper of the browser may still write into its profile; the system's temporary folder is cleared anyway.
            }
        }
    }

    private static string Find()
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string file = Path.Combine(folder, "chromium");
            if (File.Exists(file)) return file;
        }

        Assert.Skip("There is no chromium on the PATH; ./test installs it.");
        return "";
    }
}
