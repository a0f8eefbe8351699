using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>Two organisations: one shares what its night found, the other hears of it.</summary>
public sealed class ShareVerbTests(SimulatedLakeFixture simulated)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatOneSharesBecomesATipOnceForEachPartyThatTheOtherKnows(bool isHashed)
    {
        using var folder = new TemporaryFolder();
        (string ours, string theirs) = Lakes(folder);
        string package = folder["package.json"], key = folder["key"];
        File.WriteAllBytes(key, [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))]);
        string[] keyed = isHashed ? ["--key-file", key] : [];
        Run(["share", "export", "--lake", ours, "--sharer", "Specimen Partner", "--out", package, "--most", "5", .. keyed]);
        string text = File.ReadAllText(package);
        using JsonDocument alerts = JsonDocument.Parse(Run(["alerts", "list", "--lake", ours, "--json"]));
        foreach (JsonElement alert in alerts.RootElement.EnumerateArray().Take(5).Select(a => a.GetProperty("alert")))
        {
            Assert.Equal(!isHashed, text.Contains(alert.GetProperty("name").GetString()!, StringComparison.Ordinal));
            Assert.DoesNotContain(alert.GetProperty("order_id").GetString()!, text, StringComparison.Ordinal);
            Assert.DoesNotContain(alert.GetProperty("subject").GetString()![2..], text, StringComparison.Ordinal);
        }

        using JsonDocument heard = JsonDocument.Parse(Run(["share", "import", package, "--lake", theirs, "--source-kind", "government", "--reliability", "high", "--json", .. keyed]));
        int tips = heard.RootElement.GetProperty("tips").GetInt32();
        Assert.True(tips >= 5, $"{tips} tips");
        string file = heard.RootElement.GetProperty("file").GetString()!;
        Assert.Equal(tips, File.ReadLines(file).Count());
        if (isHashed) Assert.DoesNotContain("\"party_name\":\"", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("no new tip", Run(["share", "import", package, "--lake", theirs, .. keyed]), StringComparison.Ordinal);
        Assert.Contains("no new tip", Run(["share", "match", "--lake", theirs, .. keyed]), StringComparison.Ordinal);

        (int code, string compared, string errors) = ScreeningProcess.Run("share", "match", "--lake", theirs);
        Assert.Equal(0, code);
        Assert.Equal(isHashed, errors.Contains("was not compared: it is hashed by key", StringComparison.Ordinal));
        Assert.Equal(!isHashed, compared.Contains("no new tip", StringComparison.Ordinal));
        Run(["nightly", "--lake", theirs, "--policy", "1.1.0"]);
        Assert.False(File.Exists(file));
        using JsonDocument told = JsonDocument.Parse(Run(["query", "SELECT count(*) AS n FROM tips WHERE tip_id LIKE 'share-%' AND status = 'open' AND source_kind = 'government' AND reliability = 'high'", "--lake", theirs, "--format", "json"]));
        Assert.Contains(tips.ToString(System.Globalization.CultureInfo.InvariantCulture), told.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasChangedCutOrHashedByAnotherKeyIsRefusedAndNothingIsKept()
    {
        using var folder = new TemporaryFolder();
        (string ours, string theirs) = Lakes(folder);
        string package = folder["package.json"], key = folder["key"], other = folder["other"];
        File.WriteAllBytes(key, new byte[32]);
        File.WriteAllBytes(other, [.. Enumerable.Repeat((byte)1, 32)]);
        File.WriteAllBytes(folder["short"], new byte[31]);
        Run(["share", "export", "--lake", ours, "--sharer", "Specimen Partner", "--out", package, "--key-file", key]);
        string text = File.ReadAllText(package);
        Refused("exists already; --force replaces it", "share", "export", "--lake", ours, "--sharer", "Specimen Partner", "--out", package);
        Refused("has 31 bytes; a key for sharing has 32 at least", "share", "import", package, "--lake", theirs, "--key-file", folder["short"]);
        Refused("; none is given", "share", "import", package, "--lake", theirs);
        Refused(", not by this one", "share", "import", package, "--lake", theirs, "--key-file", other);
        Tampered(text.Replace("\"state\": \"new\"", "\"state\": \"confirmed\"", StringComparison.Ordinal), "is not as it was written");
        Tampered(text[..(text.Length / 2)], "is no share package");
        Tampered(text.Replace("screening-share/1", "screening-share/9", StringComparison.Ordinal), "accepted: screening-share/1");
        Tampered("[]", "it has no \"content\"");
        Tampered("", "is no share package");
        Assert.False(Directory.Exists(Path.Combine(theirs, "_shared")));
        Assert.False(Directory.Exists(Path.Combine(theirs, "_incoming", "tips")) && Directory.GetFiles(Path.Combine(theirs, "_incoming", "tips"), "share-*").Length > 0);

        // Lines that were ended otherwise on the way are the same package.
        File.WriteAllText(package, text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Run(["share", "import", package, "--lake", theirs, "--key-file", key, "--dry-run"]);
        Assert.False(Directory.Exists(Path.Combine(theirs, "_shared")));

        void Tampered(string changed, string why)
        {
            File.WriteAllText(package, changed);
            Refused(why, "share", "import", package, "--lake", theirs, "--key-file", key);
        }
    }

    private (string Ours, string Theirs) Lakes(TemporaryFolder folder)
    {
        TemporaryFolder.Copy(simulated.AfterANight, folder["ours"]);
        TemporaryFolder.Copy(simulated.Lake, folder["theirs"]);
        return (folder["ours"], folder["theirs"]);
    }

    private static string Run(string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private static void Refused(string why, params string[] arguments)
    {
        (int code, _, string errors) = ScreeningProcess.Run(arguments);
        Assert.Equal(2, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
    }
}
