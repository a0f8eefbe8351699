using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class SignsTests
{
    [Fact]
    public void ASignThatIsNotThereIsNotPutIntoWords()
    {
        int asked = 0;
        string Said(string what)
        {
            asked++;
            return what;
        }

        var signs = new Signs();
        signs.Add(false, 0.5, $"{Said("nothing")} of it");
        signs.Add(false, 0.5, "nothing");
        Assert.False(signs.Any);
        Assert.Equal(0, asked);
        signs.Add(true, 0.5, $"{Said("something")} of {Said("it")}");
        signs.Add(true, 0.5, "and more");
        Assert.Equal(2, asked);
        Finding found = signs.Found();
        Assert.Equal((Outcome.Found, 0.75, "something of it; and more"), (found.Outcome, found.Strength, found.Sentence));
    }
}
