using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Screening.Tests.Data.Replay;
using Xunit;

namespace Screening.Tests.Web;

public sealed class ConnectionsTests(ServedLakeFixture lake, ITestOutputHelper output)
{
    // Fewer only where a process may not hold so many.
    private static int Idle => Math.Clamp(MostFiles() - 1000, 1000, 10_000);

    private static int SoakSeconds => Environment.GetEnvironmentVariable("SCREENING_TEST_SOAK") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 10;

    // The endpoint is a process of its own: both ends of ten thousand connections would be more than one may hold.
    [Fact]
    public async Task TenThousandConnectionsAndSlowClientsStopNobodyElse()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        (string path, int port) = (lake.Copy(folder), KillTests.FreePort());
        string key;
        using (KeyStore store = KeyStore.Open(path)) (_, key) = store.Create(KeyRole.Seller, trade.Seller, "test", DateTime.UtcNow, DateTime.UtcNow.AddDays(1));
        using ScreeningProcess process = ScreeningProcess.Start("serve", "--lake", path, "--urls", $"http://127.0.0.1:{port}", "--policy", "1.1.0");
        using HttpClient client = KillTests.Client(port, key);
        await KillTests.Ready(client);
        var open = new List<Socket>();
        try
        {
            for (int i = 0; i < Idle; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                open.Add(socket);
            }

            // Some begin a request and never end it: in its line, its headers, and a body that was promised.
            string[] begun = ["GET /v1/st", "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuth", $"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"];
            for (int i = 0; i < open.Count / 10; i++) await open[i].SendAsync(Encoding.ASCII.GetBytes(begun[i % begun.Length]), TestContext.Current.CancellationToken);
            for (int i = 0; i < 20; i++) Assert.Equal((HttpStatusCode.OK, "decided"), await Decided(client, KillTests.Body($"A-{i}", trade)));

            // Those that wait are served when they ask.
            byte[] answer = new byte[1 << 12];
            foreach (Socket socket in open.TakeLast(20))
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"), TestContext.Current.CancellationToken);
                int read = await socket.ReceiveAsync(answer, TestContext.Current.CancellationToken);
                Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{open.Count} connections"));
        }
        finally
        {
            foreach (Socket socket in open) socket.Dispose();
            process.KillAfter(TimeSpan.Zero);
        }
    }

    [Fact]
    public void ASoakDecidesEveryOrderAndItsMemoryStaysFlat()
    {
        (int code, string output, string errors) = ScreeningProcess.Run(
            "bench", "serve", "--orders", "2000", "--rate", "100", "--seconds", "2", "--soak", SoakSeconds.ToString(CultureInfo.InvariantCulture), "--json");
        Assert.True(code == 0, errors);
        using JsonDocument measured = JsonDocument.Parse(output);
        JsonElement root = measured.RootElement;
        foreach (string name in new[] { "decisions_per_s", "p50_ms", "p99_ms", "p999_ms", "dry_run_p99_ms", "batch_delay_p99_ms", "memory_mb" }) Assert.True(root.GetProperty(name).GetDouble() >= 0, name);
        Assert.Equal(0, root.GetProperty("rates")[0].GetProperty("not_decided").GetInt32());
        if (LargePagesTests.CanGather) Assert.True(root.GetProperty("large_pages_mb").GetDouble() > 0, "nothing lies in large pages");
        double[] memory = [.. root.GetProperty("memory_mb_over_time").EnumerateArray().Select(m => m.GetDouble())];
        Assert.True(memory.Length >= 5, $"{memory.Length} moments");

        // A thousand decisions are some megabytes of journal index and history; beyond that nothing may stay.
        Assert.True(memory[^1] < memory[memory.Length / 5] * 1.25, string.Join(", ", memory));
    }

    private static async Task<(HttpStatusCode Status, string How)> Decided(HttpClient client, string body)
    {
        (HttpStatusCode status, string how, _) = await KillTests.Post(client, body);
        return (status, how);
    }

    private static int MostFiles()
    {
        if (!OperatingSystem.IsLinux()) return 8192;
        string[] limit = File.ReadLines("/proc/self/limits").Single(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(limit[4], NumberStyles.None, CultureInfo.InvariantCulture, out int most) ? most : int.MaxValue;
    }
}
