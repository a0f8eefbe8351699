using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>The examples of docs/endpoint.md and of the README, run as they stand against a process that serves.</summary>
public sealed partial class EndpointDocumentTests(ServedLakeFixture lake)
{
    // The README keeps what serves apart from its other commands by the name of the shell, and its order within the command.
    [Theory]
    [InlineData("docs/endpoint.md", "sh", 1)]
    [InlineData("README.md", "bash", 0)]
    public async Task TheExamplesDoWhatTheDocumentSays(string document, string language, int orders)
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder), text = await File.ReadAllTextAsync(Path.Combine(ScreeningProcess.Home, document), TestContext.Current.CancellationToken);
        string[] shell = Blocks(text, language), json = Blocks(text, "json"), python = Blocks(text, "python");
        Assert.Equal((2, orders, 1), (shell.Length, json.Length, python.Length));
        int port = TelemetryTests.FreePort();
        string here = $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        if (orders > 0) await File.WriteAllTextAsync(folder["order.json"], json[0], TestContext.Current.CancellationToken);

        // The first block makes a key and serves; the test serves by itself, as it must end it.
        string[] first = shell[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, first.Length);
        string create = first[0][(first[0].IndexOf("./screening ", StringComparison.Ordinal) + "./screening ".Length)..].TrimEnd(')').Replace("$LAKE", path, StringComparison.Ordinal);
        (int code, string key, string errors) = ScreeningProcess.Run(create.Split(' '));
        Assert.True(code == 0, errors);
        string serve = first[1]["./screening ".Length..].TrimEnd('&', ' ').Replace("$LAKE", path, StringComparison.Ordinal).Replace("127.0.0.1:8080", here, StringComparison.Ordinal);
        using ScreeningProcess process = ScreeningProcess.Start(serve.Split(' '));
        try
        {
            await Examples(folder, process, here, key.Trim(), shell[1], python[0]);
        }
        finally
        {
            process.KillAfter(TimeSpan.Zero);
        }
    }

    private static async Task Examples(TemporaryFolder folder, ScreeningProcess process, string here, string key, string shell, string python)
    {
        await Ready(here);
        string calls = await Run("bash", folder, key, "-e", "-u", "-c", shell.Replace("127.0.0.1:8080", here, StringComparison.Ordinal));
        Assert.Matches("\"order_id\":\"SO-10442\"", calls);
        if (shell.Contains("/changes", StringComparison.Ordinal)) Assert.Contains("\"changes\":[],\"cursor\":0", calls, StringComparison.Ordinal);
        if (shell.Contains("/ack", StringComparison.Ordinal)) Assert.Contains("\"acknowledged\":0", calls, StringComparison.Ordinal);
        string decision = Decision().Match(calls).Groups["body"].Value;
        string asked = python.Replace("127.0.0.1:8080", here, StringComparison.Ordinal) + "\nprint(decide(json.load(open('order.json')), __import__('os').environ['KEY']))\n";
        Assert.Equal(decision, (await Run("python3", folder, key, "-c", asked)).Trim());

        // Nobody there: a hold, and no error.
        Assert.True(process.KillAfter(TimeSpan.Zero));
        Assert.Equal("hold", (await Run("python3", folder, key, "-c", asked)).Trim());
    }

    private static async Task Ready(string here)
    {
        using var client = new HttpClient();
        for (int i = 0; i < 1200; i++)
        {
            try
            {
                using HttpResponseMessage ready = await client.GetAsync(new Uri($"http://{here}/ready"), TestContext.Current.CancellationToken);
                if (ready.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail("the endpoint did not become ready");
    }

    private static async Task<string> Run(string program, TemporaryFolder folder, string key, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(folder["order.json"])! };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["KEY"] = key;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors + await output);
        return await output;
    }

    private static string[] Blocks(string text, string language) =>
        [.. Block().Matches(text).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["body"].Value)];

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<body>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block();

    [GeneratedRegex("\"decision\":\"(?<body>[a-z]+)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Decision();
}
