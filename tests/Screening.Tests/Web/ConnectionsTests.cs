using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

public sealed class ConnectionsTests(ServedLakeFixture lake) : IClassFixture<ServedLakeFixture>
{
    private static int Idle => Environment.GetEnvironmentVariable("SCREENING_TEST_CONNECTIONS") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 1000;

    private static int SoakSeconds => Environment.GetEnvironmentVariable("SCREENING_TEST_SOAK") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 10;

    [Fact]
    public async Task OpenConnectionsAndSlowClientsStopNobodyElse()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        string key = served.Key(KeyRole.Seller, trade.Seller);
        var open = new List<Socket>();
        try
        {
            for (int i = 0; i < Idle; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, served.Server.Url.Port, TestContext.Current.CancellationToken);
                open.Add(socket);
            }

            // Some begin a request and never end it: in its line, its headers, and a body that was promised.
            string[] begun = ["GET /v1/st", "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuth", $"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"];
            for (int i = 0; i < 60; i++) await open[i].SendAsync(Encoding.ASCII.GetBytes(begun[i % begun.Length]), TestContext.Current.CancellationToken);
            for (int i = 0; i < 20; i++) await ChangesTests.Decide(served, key, $"A-{i}", trade);
            using HttpResponseMessage health = await served.Get("/health", key);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }
        finally
        {
            foreach (Socket socket in open) socket.Dispose();
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
        double[] memory = [.. root.GetProperty("memory_mb_over_time").EnumerateArray().Select(m => m.GetDouble())];
        Assert.True(memory.Length >= 5, $"{memory.Length} moments");

        // A thousand decisions are some megabytes of journal index and history; beyond that nothing may stay.
        Assert.True(memory[^1] < memory[memory.Length / 5] * 1.25, string.Join(", ", memory));
    }
}
