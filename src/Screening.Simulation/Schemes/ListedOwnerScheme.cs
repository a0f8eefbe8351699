namespace Screening.Simulation;

/// <summary>E05 and E03: a listed party owns the front, by the record of its owners. An evasive case holds less than a tenth, and the rest by a firm of no record.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Share">Share that the listed party holds.</param>
/// <param name="Entry">Entry of the lists, from 0.</param>
internal sealed record ListedOwnerScheme(double H100e, double Share, int Entry) : DiversionScheme
{
    private static readonly Knob s_h100e = new("listed_owner.h100e", 20, 2000, true),
        s_share = new("listed_owner.share", 0.15, 1),
        s_thin = new("listed_owner.evading_share", 0.01, 0.09);

    public override string Name => "listed_owner";

    public override string Typologies => "E05;E03";

    public override int DivertingOrders => 1;

    public static ListedOwnerScheme Draw(CaseDraw draw) => Draw(draw, draw.Evades());

    private static ListedOwnerScheme Draw(CaseDraw draw, bool evades) =>
        new(draw.Of(s_h100e), Math.Round(draw.Of(evades ? s_thin : s_share), 3), RestrictedLists.Known(draw.Chance)) { Evades = evades, Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        RestrictedRow entry = telling.Cast.Lists.Entries[Entry];
        PartyRow front = telling.Front("enterprise", telling.FrontCountry(), H100e, out OrderLine[] goods);
        PartyRow owner = telling.Party("other", telling.Cast.Lists.Codes[Entry] is "RU" or "IR" ? "AE" : telling.Cast.Lists.Codes[Entry], chance.Between(1500, 6000), chance.Between(60, 200), seed => seed with { Name = entry.Name });
        telling.Story.Events.Add(new($"EV-{front.Id[2..]}-O", front.Id, "ownership", telling.Day.AddDays(-chance.Between(200, 900)), null, null, null, Firms.Later(telling.Midnight(chance.Between(4, 40)).AddHours(10), Firms.Later(owner.KnownAt, front.KnownAt).AddMinutes(9)))
        {
            OwnerId = owner.Id,
            ShareHeld = Share,
        });
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
