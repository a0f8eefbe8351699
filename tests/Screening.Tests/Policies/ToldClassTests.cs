using Screening.Policies;
using Xunit;

namespace Screening.Tests.Policies;

public sealed class ToldClassTests
{
    [Theory]
    [InlineData("3A090.a", "3A090.a")]
    [InlineData(" 3a090.A ", "3A090.a")]
    [InlineData("3A090.a (exception NAC/ACA by notice)", "3A090.a")]
    [InlineData("3A090.b", "3A090.b")]
    [InlineData("3A090.c", "3A090.c")]
    [InlineData("4A090.a", "4A090.a")]
    [InlineData("4A090.b", "4A090.b")]
    [InlineData("none", "none")]
    [InlineData("none (individual notice)", "notified")]
    [InlineData("notified", "notified")]
    [InlineData("EAR99", "none")]
    [InlineData("5A992.c", "none")]
    [InlineData("4A994", "none")]
    [InlineData("3A090", null)]
    [InlineData("5A992.z", null)]
    [InlineData("3A0901", null)]
    [InlineData("to be classified", null)]
    public void AToldClassIsReadAsSellersWriteIt(string told, string? expected) => Assert.Equal(expected, ToldClass.Of(told)!.Class?.Text());

    [Theory]
    [InlineData("3A090.a", ControlClass.Part3A090A, ClassAgreement.Agree)]
    [InlineData("3A090.a", ControlClass.Part3A090B, ClassAgreement.ToldIsStricter)]
    [InlineData("5A992.c", ControlClass.Part3A090A, ClassAgreement.ComputedIsStricter)]
    [InlineData("none", ControlClass.Notified, ClassAgreement.ComputedIsStricter)]
    [InlineData("none (individual notice)", ControlClass.Notified, ClassAgreement.Agree)]
    [InlineData("3A090.a", ControlClass.System4A090A, ClassAgreement.Differ)]
    [InlineData("3A090.b", ControlClass.System4A090A, ClassAgreement.ComputedIsStricter)]
    [InlineData("5A992.z", ControlClass.System4A090A, ClassAgreement.Agree)]
    [InlineData("3A090", ControlClass.None, ClassAgreement.ToldIsStricter)]
    [InlineData("3A090.a", ControlClass.NotAssessable, ClassAgreement.CannotCompare)]
    [InlineData("to be classified", ControlClass.Part3A090A, ClassAgreement.CannotCompare)]
    public void TheStricterOfToldAndComputedIsNamed(string told, ControlClass computed, ClassAgreement expected) => Assert.Equal(expected, ToldClass.Of(told)!.Against(computed));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void NothingToldIsNotNone(string? told) => Assert.Null(ToldClass.Of(told));

    [Fact]
    public void EveryClassIsReadBackFromItsText() =>
        Assert.All(Enum.GetValues<ControlClass>(), c => Assert.Equal(c, ControlClassNames.Of(c.Text())));
}
