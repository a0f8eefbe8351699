namespace Screening.Simulation;

/// <summary>T15 and T16: a small customer of months becomes one of the seller's largest within a quarter. An evasive case grows from month to month.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Times">Each of the last orders over the first of an evasive case, which grows step by step.</param>
internal sealed record RankRiseScheme(double H100e, double Times) : DiversionScheme
{
    private static readonly Knob s_h100e = new("rank_rise.h100e", 900, 9000, true),
        s_times = new("rank_rise.times", 15, 120, true);

    public override string Name => "rank_rise";

    public override string Typologies => "T15;T16";

    public override int DivertingOrders => 3;

    public static RankRiseScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Of(s_times)) { Evades = draw.Evades(), Decoys = 7 };

    /// <summary>Habits take most of a year: where the window has one, the case falls into its end.</summary>
    public override DateOnly DayOn(DateOnly drawn, Cast cast)
    {
        DateOnly earliest = cast.Options.FirstDay.AddDays(270);
        return drawn >= earliest || earliest >= cast.Options.LastDay ? drawn : earliest.AddDays(drawn.DayNumber % (cast.Options.LastDay.DayNumber - earliest.DayNumber));
    }

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        int known = Math.Max(60, Math.Min(330, telling.Day.DayNumber - telling.Cast.Options.FirstDay.DayNumber));
        PartyRow front = telling.Party("enterprise", telling.FrontCountry(), chance.Between(1200, 6000), known + 10);
        Seller seller = telling.Cast.Roster.ComputeSeller(chance);
        double usual = H100e / 3 / Times;
        for (int i = 1; i <= Decoys; i++)
        {
            OrderLine[] goods = Evades ? telling.Servers(usual * PortableMath.Power(Times, i / (Decoys + 1.0))) : [BuyerStories.Line(chance, telling.Cast.Catalogue.Ordinary[chance.Between(3, 6)], chance.Between(2, 20))];
            telling.Order(front, telling.Moment(30 + (known - 30) * (Decoys - i) / (Decoys - 1)), goods, draft => draft with { Seller = seller });
        }

        List<TradeOrder> orders = [.. ((int[])[20, 9, 0]).Select(days => telling.Order(front, telling.Moment(days), telling.Servers(H100e / 3), draft => draft with { Seller = seller }))];
        telling.OrdinarySite(front, orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Truth(this, front, orders);
    }
}
