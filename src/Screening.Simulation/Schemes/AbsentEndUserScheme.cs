namespace Screening.Simulation;

/// <summary>T17: the end user's address is a home, a virtual office or a forwarder's, and nobody has seen it there. An evasive case has an office and papers of its own.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record AbsentEndUserScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("absent_end_user.h100e", 15, 1500, true);

    public override string Name => "absent_end_user";

    public override string Typologies => "T17";

    public override int DivertingOrders => 1;

    public static AbsentEndUserScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        string kind = chance.Pick<string>(["residential", "virtual_office", "forwarder"]);
        PartyRow user = telling.Party("enterprise", telling.FrontCountry(), chance.Between(400, 3000), chance.Between(30, 200), seed => seed with
        {
            AddressKind = Evades ? "office" : kind,
            AddressEvidence = Evades ? "customer_document" : chance.Odds(0.5) ? "self_declared" : "none",
            Employees = chance.Between(3, 60),
        });
        OrderLine[] goods = telling.Servers(H100e);
        telling.OrdinaryBooks(user, Telling.ValueUsd(goods));
        telling.Decoys(user, Decoys);
        PartyRow purchaser = chance.Odds(0.5) ? chance.Pick(telling.Cast.Roster.Resellers) : user;
        telling.Truth(this, user, telling.Order(purchaser, telling.Moment(), goods, draft => draft with { DestinationCountry = user.Country, Ultimate = user, EndUser = user }));
    }
}
