namespace Screening.Tests.Laws;

/// <content>Facts about links, sellers, holds, tips and what is seen after delivery.</content>
internal sealed partial class CoarseWorld
{
    private Fact MakeOfNetwork() => Chance(0.5) ? MakeOrder(jitter: true) : MakeLeg();
}
