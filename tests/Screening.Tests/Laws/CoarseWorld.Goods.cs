namespace Screening.Tests.Laws;

/// <content>Facts about goods, ways, papers and payments.</content>
internal sealed partial class CoarseWorld
{
    private Fact MakeOfGoods() => Chance(0.5) ? MakeOrder(jitter: true) : MakeLeg();
}
