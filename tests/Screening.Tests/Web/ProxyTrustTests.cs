using System.Net;
using System.Text;
using Screening.Data.Keys;
using Screening.Tests.Cli;
using Screening.Web.Serving;
using Xunit;

namespace Screening.Tests.Web;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProxyTrustTests(ServedLakeFixture lake)
{
    private const string Secret = "the-proxys-secret-of-32-characters-or-more";

    [Fact]
    public async Task AProxyThatProvesItselfIsBelievedAndNobodyElseIs()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder), file = folder["sso"];
        await File.WriteAllTextAsync(file, Secret + "\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using ServedLake served = await ServedLake.Start(path, with: o => o with { SsoSecret = file });
        string key = served.Key(KeyRole.Analyst);
        Assert.Equal(HttpStatusCode.OK, await Call(served, (ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada@example.com"), (ProxyTrust.RoleHeader, "auditor")));
        foreach ((string, string)[] forged in new (string, string)[][]
        {
            [(ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, Secret + "x"), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, ""), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "seller")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "Lead")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada lovelace"), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.UserHeader, "eve"), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.SecretHeader, "other"), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "auditor"), (ProxyTrust.RoleHeader, "administrator")],
            [(ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead"), ("Authorization", "Bearer " + key)],
            [(ProxyTrust.UserHeader, "ada"), ("Authorization", "Bearer " + key)],
        })
            Assert.Equal(HttpStatusCode.Unauthorized, await Call(served, forged));

        // Without any claim keys go on holding.
        Assert.Equal(HttpStatusCode.OK, await Call(served, ("Authorization", "Bearer " + key)));
        await served.DisposeAsync();
        string log = string.Concat(Directory.GetFiles(Path.Combine(path, "_logs"), "*serve*").Select(File.ReadAllText));
        Assert.Contains("sso:ada@example.com", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALineBreakInANameEndsTheCallAndSetsNoHeader()
    {
        using var folder = new TemporaryFolder();
        string file = folder["sso"];
        await File.WriteAllTextAsync(file, Secret, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { SsoSecret = file });
        foreach (string breaks in new[] { "\r\n", "\n", "\r" })
        {
            using var client = new System.Net.Sockets.TcpClient("127.0.0.1", served.Server.Url.Port);
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"GET /v1/status HTTP/1.1\r\nHost: x\r\n{ProxyTrust.SecretHeader}: {Secret}\r\n{ProxyTrust.UserHeader}: ada{breaks}{ProxyTrust.RoleHeader}: administrator\r\n{ProxyTrust.RoleHeader}: auditor\r\nConnection: close\r\n\r\n"),
                TestContext.Current.CancellationToken);
            using var reader = new StreamReader(client.GetStream());
            Assert.Matches("^HTTP/1.1 40[01] ", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task WithoutAProxyItsHeadersAreNothingEvenFromWhoKnowsASecret()
    {
        using var folder = new TemporaryFolder();
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(served, (ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead")));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(served, (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead"), ("Authorization", "Bearer " + served.Key(KeyRole.Seller, lake.Trades[0].Seller))));
    }

    [Fact]
    public async Task AProxyAtAnotherAddressThanIsNamedIsNotBelieved()
    {
        using var folder = new TemporaryFolder();
        string file = folder["sso"];
        await File.WriteAllTextAsync(file, Secret, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder), with: o => o with { SsoSecret = file, SsoFrom = ["192.0.2.7"] });
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(served, (ProxyTrust.SecretHeader, Secret), (ProxyTrust.UserHeader, "ada"), (ProxyTrust.RoleHeader, "lead")));
        Assert.Contains("an IP address", Assert.Throws<ArgumentException>(() => ProxyTrust.Read(file, ["proxy.example"])).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("mode 600", Assert.Throws<ArgumentException>(() => ProxyTrust.Read(file, [])).Message, StringComparison.Ordinal);
        Assert.Contains("which is not there", Assert.Throws<ArgumentException>(() => ProxyTrust.Read(file + "x", [])).Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Call(ServedLake served, params (string Name, string Value)[] headers)
    {
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", served.Server.Url.Port);
        string text = "GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n")) + "\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return (HttpStatusCode)int.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
