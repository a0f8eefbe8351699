using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class MentionTests
{
    [Fact]
    public void MarksAreFilledInAndEverythingElseStaysAsItIs() =>
        Assert.Equal("2 for <{purchaser}>, {of} a hub<{ (hub)}>.", Mention.Fill($"2 for {Mention.Purchaser}, {{{{of}} a hub{Mention.Hub}.", mark => $"<{mark}>"));

    [Theory]
    [InlineData("{purchaser}")]
    [InlineData("{{ and { and }")]
    [InlineData("{")]
    public void TheTextOfOthersIsNeverAMark(string name) =>
        Assert.Equal($"party {name} here", Mention.Fill($"party {Mention.Quote(name)} here", _ => throw new InvalidOperationException("a name was taken for a mark")));

    [Fact]
    public void ABraceWithoutEndIsABrace() => Assert.Equal("a { b", Mention.Fill("a { b", _ => "!"));

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "{")]
    [InlineData("{{", "{")]
    [InlineData("{{{a}", "{<{a}>")]
    [InlineData("{}", "<{}>")]
    [InlineData("{a}{b}", "<{a}><{b}>")]
    [InlineData("}{a}}", "}<{a}>}")]
    [InlineData("{{a}", "{a}")]
    public void MarksAndBracesAreToldApartWhereverTheyStand(string sentence, string filled) => Assert.Equal(filled, Mention.Fill(sentence, mark => $"<{mark}>"));

    [Fact]
    public void WithoutAnOrderPartiesAreCalledByTheirRoles() =>
        Assert.Equal("the purchaser and the end user by a hub", Mention.Plain($"{Mention.Purchaser} and {Mention.EndUser} by a hub{Mention.Hub}"));
}
