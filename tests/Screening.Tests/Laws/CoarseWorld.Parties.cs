namespace Screening.Tests.Laws;

/// <content>Facts about what is known of parties and what they order.</content>
internal sealed partial class CoarseWorld
{
    private Fact MakeOfParties() => Chance(0.5) ? MakeOrder(jitter: true) : MakeLeg();
}
