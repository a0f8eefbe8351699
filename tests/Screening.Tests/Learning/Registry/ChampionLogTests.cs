using Screening.Learning.Registry;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Learning.Registry;

public sealed class ChampionLogTests : IDisposable
{
    private static readonly DateTime s_at = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();
    private readonly ChampionLog _log;

    public ChampionLogTests() => _log = new ChampionLog(new ModelRegistry(_folder["models"]));

    private string File => Path.Combine(_folder["models"], "champions.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ChampionsFollowEachOtherAndCanGoBack()
    {
        Assert.Null(_log.Current);
        Promote("a");
        Promote("b");
        Assert.Equal("b", _log.Current);
        Assert.Equal("a", _log.RollBack("Ann", "Ben", "alerts doubled", s_at).Version);
        Assert.Equal("a", _log.Current);
        Assert.Equal(["promote a", "promote b", "rollback a"], _log.History().Select(change => $"{change.Action} {change.Version}"));
    }

    [Theory]
    [InlineData("Ann", "Ann")]
    [InlineData("Ann", " ann ")]
    [InlineData("Ann", "")]
    [InlineData(" ", "Ben")]
    public void ItTakesTwoPeople(string by, string approvedBy)
    {
        Assert.Throws<RegistryException>(() => _log.Promote("a", by, approvedBy, "better", Passed(), s_at));
        Promote("a");
        Assert.Throws<RegistryException>(() => _log.RollBack(by, approvedBy, "worse", s_at));
        Assert.Equal("a", _log.Current);
    }

    [Fact]
    public void WhoDidNotPassOrWasJudgedAgainstAnotherIsRefused()
    {
        Assert.Equal("model a did not pass the gate: too few", Assert.Throws<RegistryException>(() => _log.Promote("a", "Ann", "Ben", "", Passed() with { Refusals = ["too few"] }, s_at)).Message);
        Promote("a");
        Assert.Equal(
            "model b was judged against no champion, and the champion is a; judge it again", Assert.Throws<RegistryException>(() => _log.Promote("b", "Ann", "Ben", "", Passed(), s_at)).Message);
        Assert.Equal("model a is champion already", Assert.Throws<RegistryException>(() => Promote("a")).Message);
    }

    // A machine that stops in the middle of a line leaves the champion as it was.
    [Fact]
    public void ALineThatWasCutShortWasNoChange()
    {
        Promote("a");
        string whole = System.IO.File.ReadAllText(File);
        Promote("b");
        string both = System.IO.File.ReadAllText(File);
        for (int length = whole.Length; length < both.Length; length += 7)
        {
            System.IO.File.WriteAllText(File, both[..length]);
            Assert.Equal("a", _log.Current);
            Promote("c");
            Assert.Equal(["a", "c"], _log.History().Select(change => change.Version));
        }
    }

    [Fact]
    public void ALineThatIsDamagedIsNotPassedOver()
    {
        Promote("a");
        Promote("b");
        string[] lines = System.IO.File.ReadAllLines(File);
        System.IO.File.WriteAllText(File, "{\n" + lines[1] + "\n");
        Assert.Contains("line 1 is damaged", Assert.Throws<RegistryException>(() => _log.Current).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAChampionNobodyRollsBack() =>
        Assert.Equal("there is no champion to roll back from", Assert.Throws<RegistryException>(() => _log.RollBack("Ann", "Ben", "", s_at)).Message);

    private void Promote(string version) => _log.Promote(version, "Ann", "Ben", "better", Passed() with { Against = _log.Current }, s_at);

    private static Gate Passed() => new(null, new DateOnly(2025, 1, 1), new DateOnly(2025, 3, 1), "labels", 100, 12, 0.1, 0.05, 0.2, new Dictionary<string, double>(), []);
}
